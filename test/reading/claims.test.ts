// Claims of counts, dates and paths: what a text says of the whole specification, and what only looks like it.
import { describe, expect, it } from 'vitest';
import { claimsIn } from '../../src/reading/claims.ts';
import { dayOf } from '../../src/reading/dates.ts';
import { filePath } from '../../src/reading/files.ts';
import { SX } from '../../src/vocabulary/terms.ts';
import { lexicon } from './reading.ts';

const claims = (text: string): string[] =>
  claimsIn(text, lexicon).map(
    ({ count, atLeast, ofKind }) => `${count}${atLeast ? '+' : ''} ${ofKind.replace(SX, '')}`,
  );

describe('a claim', () => {
  it.each([
    ['All 6 success metrics defined with targets', '6 Metric'],
    ['All 10 agents assigned to phases', '10 Agent'],
    ['5 gates defined (Design, Build)', '5 Gate'],
    ['5+ identified risks with severity', '5+ Risk'],
    ['Full coverage of all 3 bottlenecks', '3 Bottleneck'],
  ])('of the whole is read in %j', (text, claim) => {
    expect(claims(text)).toEqual([claim]);
  });

  it.each([
    'All 4 Phase 1 gates passed',
    'All 5 agents complete, conflicts resolved',
    '5 agents complete',
    'Top 5 risks identified',
    '4 critical risks identified',
    '5 gates defined in phase 2',
    'All 30 crates assigned',
    'Task 7 defined',
    '10 tasks assigned to each agent',
    '3 risks identified in review',
    '2 identified risks per phase',
    '3 task defined',
  ])('of a part, or of something else, is not: %j', (text) => {
    expect(claims(text)).toEqual([]);
  });
});

describe('a date', () => {
  it.each([
    ['2031-06-30', '2031-06-30'],
    ['2031-06-30T12:00:00Z', '2031-06-30'],
    ['2031-02-30', undefined],
    ['2031', undefined],
    ['by 2031-06-30', undefined],
  ])('in %j is %j', (text, day) => {
    expect(dayOf(text)).toBe(day);
  });
});

describe('a path', () => {
  it.each(['plan.ttl', './docs/design.md', '.out/report-*.json', 'src/main.rs', '../other/feature.ttl'])(
    'is read of %j',
    (text) => {
      expect(filePath(text)).toBe(text);
    },
  );

  it.each([
    'e.g',
    'v2.0',
    'and/or',
    'https://example.org/a.ttl',
    '/etc/passwd.txt',
    'see plan.ttl',
    'a.md, b.md',
    'true',
  ])('is not read of %j', (text) => {
    expect(filePath(text)).toBeUndefined();
  });
});
