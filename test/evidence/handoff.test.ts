import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextMetric, writeContext } from '../../src/evidence/context.ts';
import {
  getHandOff,
  handOffFileName,
  keepHandOff,
  keyOfFileName,
  listHandOffs,
  putHandOff,
} from '../../src/evidence/handoff.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'spec-exec-handoff-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a hand-off value', () => {
  it('put under any key is found in a file of its own, and names that key', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
        fc.jsonValue({ maxDepth: 3 }),
        (key, value) => {
          const left = mkdtempSync(join(folder, 'put-'));
          const put = putHandOff(left, key, JSON.stringify(value));
          expect(put.ok).toBe(true);
          const [name] = readdirSync(left);
          expect(readdirSync(left)).toHaveLength(1);
          expect(name).toBe(handOffFileName(key));
          expect(keyOfFileName(name!)).toBe(key);
          expect(JSON.parse(readFileSync(join(left, name!), 'utf8'))).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
      {
        numRuns: 50,
        examples: [
          ['. ', 1],
          ['.config', 1],
          ['..', 1],
        ],
      },
    );
  });

  it('kept again is the next version, and all versions stay', () => {
    const run = mkdtempSync(join(folder, 'run-'));
    for (const key of ['swarm/a', '..', '.', 'b'])
      for (let n = 1; n <= 3; n++) expect(keepHandOff(run, key, { n })).toMatchObject({ key, version: n });
    expect(getHandOff(run, 'swarm/a')).toMatchObject({ ok: true, value: { version: 3, value: { n: 3 } } });
    expect(getHandOff(run, '..', 2)).toMatchObject({ ok: true, value: { version: 2, value: { n: 2 } } });
    expect(listHandOffs(run)).toEqual(['.', '..', 'b', 'swarm/a'].map((key) => ({ key, versions: [1, 2, 3] })));
    expect(readdirSync(run)).toEqual(['handoff']);
  });

  it('kept by an orchestrator that died before it was on record is that version, and no second one', () => {
    const run = mkdtempSync(join(folder, 'run-'));
    keepHandOff(run, 'a', { n: 1 }, 0);
    expect(keepHandOff(run, 'a', { n: 1 }, 0).version).toBe(1);
    expect(keepHandOff(run, 'a', { n: 2 }, 0).version).toBe(2);
    expect(keepHandOff(run, 'a', { n: 2 }, 2).version).toBe(3);
  });

  it('that is not there is a finding that names the nearest key, or what there is', () => {
    const run = mkdtempSync(join(folder, 'none-'));
    const said = (key: string, version?: number) => {
      const got = getHandOff(run, key, version);
      return got.ok ? got.value : `${got.diagnostics[0]!.message}. ${got.diagnostics[0]!.help}`;
    };
    expect(said('baseline-metrics')).toBe(
      'The hand-off "baseline-metrics" has no value in this run. No hand-off has a value yet.',
    );
    keepHandOff(run, 'baseline-metrics', 1);
    expect(said('baseline-metric')).toBe(
      'The hand-off "baseline-metric" has no value in this run. Did you mean "baseline-metrics"?',
    );
    expect(said('x')).toBe('The hand-off "x" has no value in this run. There are: baseline-metrics.');
    expect(said('baseline-metrics', 7)).toContain('has no version 7 in this run');
  });

  it('under an impossible key, or that is no JSON, is refused and leaves nothing', () => {
    const left = join(folder, 'refused');
    mkdirSync(left);
    expect(putHandOff(left, '', '1')).toMatchObject({ ok: false, diagnostics: [{ code: 'evidence/bad-key' }] });
    expect(putHandOff(left, 'x'.repeat(300), '1')).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'evidence/bad-key' }],
    });
    expect(putHandOff(left, '\ud800', '1')).toMatchObject({ ok: false, diagnostics: [{ code: 'evidence/bad-key' }] });
    expect(putHandOff(left, 'x', '{')).toMatchObject({ ok: false, diagnostics: [{ code: 'evidence/not-json' }] });
    expect(readdirSync(left)).toEqual([]);
  });

  it('file that a program is still writing is not taken for a value', () => {
    expect(['.x.json', 'x.json.tmp', '%E0.json', 'x.txt'].map(keyOfFileName)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const run = mkdtempSync(join(folder, 'odd-'));
    mkdirSync(join(run, 'handoff/x'), { recursive: true });
    writeFileSync(join(run, 'handoff/x/.abc.tmp'), '');
    writeFileSync(join(run, 'handoff/x/01.json'), '1');
    expect(listHandOffs(run)).toEqual([]);
  });
});

describe('the context of a task', () => {
  it('is a file that its owner alone may read, with metrics in the words of the contract', () => {
    const file = join(folder, 'context.json');
    const metric = contextMetric({
      iri: 'https://example.org/#m',
      id: 'm',
      title: 'M',
      unit: 'http://qudt.org/vocab/unit/SEC',
      comparator: 'atMost',
      target: 15,
      measuredBaseline: 21.3,
    });
    writeContext(file, {
      run: 'urn:spec-exec:run:1',
      task: { iri: 'urn:t', id: 't', title: 'T', prompt: null, attempt: 1 },
      agent: null,
      phase: null,
      spec: '/spec',
      workspace: null,
      inputs: [],
      outputs: [],
      handoffs: {},
      produces: [],
      metrics: [metric],
      gates: [],
      commands: {},
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((JSON.parse(readFileSync(file, 'utf8')) as { metrics: unknown[] }).metrics).toEqual([
      {
        iri: 'https://example.org/#m',
        id: 'm',
        title: 'M',
        unit: 'SEC',
        comparator: '<=',
        target: 15,
        statedBaseline: null,
        measuredBaseline: 21.3,
        actual: null,
      },
    ]);
  });
});
