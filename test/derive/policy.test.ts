// What a plan says of failures, from the triples to the task.
import { describe, expect, it } from 'vitest';
import { PLAIN_POLICY } from '../../src/derive/plan.ts';
import { ex, planOf } from './small.ts';

const tasks = async (text: string) => {
  const { plan } = await planOf(`:plan a sx:Plan . :p a sx:Phase ; sx:inPlan :plan . ${text}`);
  return Object.fromEntries(plan.tasks.map((task) => [task.id, task]));
};

describe('what is said of failures', () => {
  it('is taken from the task, else from its phase, else from the plan, each property for itself', async () => {
    const found = await tasks(`
      :plan sx:retriesMax 1 ; sx:timeout "PT1H"^^xsd:dayTimeDuration ; sx:onFailure sx:stopDependents ; sx:retryOn sx:badExit .
      :p sx:retriesMax 2 ; sx:retryDelay "PT30S"^^xsd:dayTimeDuration ; sx:retryBackoff 1.5 ; sx:fallbackAgent :second .
      :own a sx:Task ; sx:inPhase :p ; sx:retriesMax 0 ; sx:whenLost sx:awaitPerson ; sx:retryOn sx:overTime , sx:notProved .
      :phased a sx:Task ; sx:inPhase :p ; sx:idleTimeout "PT5M"^^xsd:dayTimeDuration .
      :free a sx:Task ; sx:taskTimeout "PT2H"^^xsd:dayTimeDuration .
      :second a sx:Agent ; sx:agentType :coder .`);
    const fallback = { agent: ex('second'), type: ex('coder') };
    const ofPhase = { retryDelayMs: 30_000, retryBackoff: 1.5, fallback, onFailure: 'stopDependents' };
    expect(found['own']).toMatchObject({
      retriesMax: 0,
      timeoutMs: 3_600_000,
      policy: { ...ofPhase, whenLost: 'awaitPerson', retryOn: ['notProved', 'overTime'] },
    });
    expect(found['phased']).toMatchObject({
      retriesMax: 2,
      policy: { ...ofPhase, whenLost: 'tryAgain', retryOn: ['badExit'], idleTimeoutMs: 300_000 },
    });
    expect(found['free']).toMatchObject({
      retriesMax: 1,
      policy: { ...PLAIN_POLICY, onFailure: 'stopDependents', retryOn: ['badExit'], taskTimeoutMs: 7_200_000 },
    });
  });

  it('names no fallback for the agent that does the task anyway', async () => {
    const found = await tasks(':plan sx:fallbackAgent :coder . :a a sx:Task ; sx:assignedTo :coder .');
    expect(found['a']?.policy).toEqual(PLAIN_POLICY);
    expect(found['a']?.retriesMax).toBe(0);
  });
});
