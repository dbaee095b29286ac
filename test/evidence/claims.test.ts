// What an agent claims and what was checked stay apart: whatever it says of itself, no gate, task or ledger is any different for it.
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Quad } from '@rdfjs/types';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { collect } from '../../src/evidence/collect.ts';
import { select } from '../../src/query/ask.ts';
import { emptyLedger, enter } from '../../src/schedule/ledger.ts';
import type { Graphs } from '../../src/store/graphs.ts';
import { rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { graphsOf, shipped } from '../derive/small.ts';

const RUN = 'urn:spec-exec:run:20261122T153000Z-4f2a91';
const story = readFileSync(fileURLToPath(new URL('../cases/queries/story.trig', import.meta.url)), 'utf8');
const base = mkdtempSync(join(tmpdir(), 'spec-exec-claims-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const yes = fc.constantFrom<unknown>('passed', true, 1, 'succeeded', { outcome: 'passed' }, { status: 'ok', exit: 0 });
const name = fc.constantFrom(
  'build',
  'test',
  'baseline-gate',
  'https://example.org/spec#baseline-gate',
  'sx:outcome',
  'earl:passed',
  '@type',
  'release-gate',
);
const boasts = fc.record({
  agent: fc.constant('boaster'),
  verification: fc.dictionary(name, yes, { minKeys: 1 }),
  changes: fc.dictionary(name, yes),
  summary: fc.constantFrom('all gates passed', 'sx:outcome earl:passed'),
});

let count = 0;
async function quadsOf(evidence: unknown): Promise<readonly Quad[]> {
  const root = join(base, String(++count));
  for (const folder of ['work', 'handoff', 'run']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'evidence.json'), JSON.stringify(evidence));
  const collected = await collect({
    run: RUN,
    attempt: `${RUN}:measure-baseline:1`,
    agent: undefined,
    at: Date.UTC(2026, 10, 22),
    folder: join(root, 'work'),
    outputs: [],
    evidenceFile: join(root, 'evidence.json'),
    evidenceRequired: false,
    handOffFolder: join(root, 'handoff'),
    handOffs: [],
    metrics: [],
    storeFolder: join(root, 'run'),
    succeeded: true,
  });
  return collected.quads;
}

async function standing(graphs: Graphs): Promise<string> {
  const answers = [];
  for (const query of ['gate-outcome', 'gate-states', 'ready-tasks', 'task-states']) {
    const entry = shipped.get(`status/${query}`);
    if (!entry.ok) throw new Error(query);
    const { rows } = await select(graphs, entry.value);
    answers.push(rows.map((row) => Object.entries(row).map(([variable, term]) => `${variable}=${term?.value}`)));
  }
  return JSON.stringify(answers);
}

it('claims, whatever they say, change no gate, no task, and nothing that criteria read', async () => {
  const before = await standing(graphsOf(story));
  let claims = 0;
  await fc.assert(
    fc.asyncProperty(boasts, async (evidence) => {
      const quads = await quadsOf(evidence);
      claims += quads.filter(({ predicate, object }) => predicate.equals(rdf.type) && object.equals(sx.Claim)).length;
      const graphs = graphsOf(story);
      graphs.addAll(quads);
      expect(await standing(graphs)).toBe(before);
      const ledger = emptyLedger();
      enter(ledger, quads);
      expect(ledger).toEqual(emptyLedger());
    }),
    { numRuns: 6 },
  );
  expect(claims).toBeGreaterThan(6);
});
