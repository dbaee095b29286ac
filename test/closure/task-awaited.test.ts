// The end of a phase without a gate, as what waits for its tasks: the rest of queries/closure/task-awaited.rq has its cases.
import { describe, expect, it } from 'vitest';
import { shippedAssets } from '../../src/base/assets.ts';
import { select } from '../../src/query/ask.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { graphsOf } from '../derive/small.ts';

async function unawaited(phases: string): Promise<string[]> {
  const entry = openCatalogue(shippedAssets.queries).get('closure/task-awaited');
  if (!entry.ok) throw new Error('no such query');
  const { rows } = await select(
    graphsOf(`@prefix sx: <https://w3id.org/spec-exec/ns#> . @prefix : <urn:x:spec#> . :spec { ${phases}
      :build a sx:Task ; sx:inPhase :first . :document a sx:Task ; sx:inPhase :beside . :test a sx:Task ; sx:inPhase :last .
      :release a sx:Gate ; sx:requires :test . }`),
    entry.value,
  );
  return rows.filter(({ met }) => met?.value !== 'true').map(({ focus }) => focus!.value.replace('urn:x:spec#', ''));
}

describe('a task that nothing but its phase waits for', () => {
  it('leads to the release gate where another phase comes after its own', async () => {
    expect(
      await unawaited(`:first a sx:Phase ; sx:inPlan :plan ; sx:order 1 . :beside a sx:Phase ; sx:inPlan :plan ; sx:order 1 .
        :last a sx:Phase ; sx:inPlan :plan ; sx:order 2 ; sx:endGate :release .`),
    ).toEqual([]);
  });

  it('does not where its phase is one of the last and the release gate ends another of them', async () => {
    expect(
      await unawaited(`:first a sx:Phase ; sx:inPlan :plan ; sx:order 1 . :beside a sx:Phase ; sx:inPlan :plan ; sx:order 2 .
        :last a sx:Phase ; sx:inPlan :plan ; sx:order 2 ; sx:endGate :release .`),
    ).toEqual(['document']);
  });
});
