// Half-written and damaged files: there is always an answer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/conflicts/conflict.ts';
import { conflictsOf } from '../../src/conflicts/detect.ts';
import { documents, formats, written } from './documents.ts';

const rules = (['structure', 'features', 'members', 'lines'] as const).map((detector): Rule => ({
  id: detector,
  paths: ['**'],
  selectors: [],
  detector,
  between: [],
  severity: 'major',
}));

/** A few places at which something is cut out and something put in. */
const wounds = fc.array(
  fc.tuple(
    fc.nat(),
    fc.nat({ max: 6 }),
    fc.constantFrom(
      '',
      '"',
      "'''",
      '[',
      ']]',
      '{',
      '}',
      '=',
      ':',
      '- ',
      '&a ',
      '*a',
      '<<: ',
      '\t',
      '\n',
      '\0',
      '\uFEFF',
      '\uD800',
      '!',
      '%',
      '---\n',
      '\\u',
      '[workspace]\n',
      '[features]\na = [1, "b"]\n',
    ),
  ),
  { minLength: 1, maxLength: 4 },
);

function wounded(text: string, list: readonly (readonly [number, number, string])[]): string {
  return list.reduce((so, [at, count, put]) => {
    const from = at % (so.length + 1);
    return so.slice(0, from) + put + so.slice(from + count);
  }, text);
}

describe('a damaged file', () => {
  it('is compared all the same, and where it cannot be read is a place in it', async () => {
    const names = fc.constantFrom('Cargo', 'package', 'pnpm-workspace', 'x');
    await fc.assert(
      fc.asyncProperty(documents, names, formats, wounds, wounds, async (doc, name, format, mine, yours) => {
        const base = written(doc, format, 1);
        const path = `${name}.${format}`;
        const [ours, theirs] = [wounded(base, mine), wounded(base, yours)];
        const sides = [ours, theirs].map((content, since) => ({
          agent: `agent-${since}`,
          files: new Map(content === base ? [] : [[path, { content, since }]]),
        }));
        const { conflicts, notes } = await conflictsOf({ base: new Map([[path, base]]), sides, rules });
        for (const note of notes) {
          if (note.kind !== 'unparsed') continue;
          const text = note.agent === null ? base : note.agent === 'agent-0' ? ours : theirs;
          expect(note.line).toBeGreaterThan(0);
          expect(note.line).toBeLessThanOrEqual(text.split('\n').length);
          expect(note.column).toBeGreaterThan(0);
        }
        // Of what both changed to the same, nothing is said, readable or not.
        if (ours === theirs) expect(conflicts.filter(({ stakes }) => stakes[1].agent !== null)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
