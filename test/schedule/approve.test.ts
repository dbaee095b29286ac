// What a person's word makes of a run: a calculation over its state.
import { describe, expect, it } from 'vitest';
import type { Entities } from '../../src/derive/entities.ts';
import { apply } from '../../src/schedule/apply.ts';
import { approvalFrom } from '../../src/schedule/approve.ts';
import { emptyLedger } from '../../src/schedule/ledger.ts';
import { initialState } from '../../src/schedule/state.ts';
import { Graphs } from '../../src/store/graphs.ts';
import { planOf } from '../support/plan.ts';

const ENTITIES: Entities = {
  artifacts: new Map(),
  handOffs: new Map(),
  metrics: new Map(),
  metricsOf: new Map(),
  pools: new Map(),
  parties: new Map(),
  evidenceSchema: undefined,
  title: (iri) => iri,
};

describe('a task whose attempt was lost, and that must not be done twice unasked', () => {
  const plan = planOf([{ id: 'publish' }]);
  const node = plan.indexOf.get('urn:test:publish')!;
  const listening = () => {
    const state = initialState(plan, {}, { keepGoing: false });
    apply(state, { kind: 'run-started' });
    apply(state, { kind: 'attempt-started', task: node, attempt: 1 });
    apply(state, {
      kind: 'attempt-ended',
      task: node,
      attempt: 1,
      ending: 'lost',
      reason: '',
      consequence: 'awaitPerson',
    });
    return {
      run: 'urn:r',
      folder: '/none',
      plan,
      entities: ENTITIES,
      state,
      graphs: new Graphs(),
      ledger: emptyLedger(),
      now: 0,
    };
  };
  it.each([
    [true, 'ready', 'Ada says so: saw nothing'],
    [false, 'failed', 'Ada says that it is not tried again: saw nothing'],
  ])('is answered (%s): it is %s then', (yes, becomes, reason) => {
    const run = listening();
    const message = {
      kind: 'approval',
      subject: 'publish',
      yes,
      note: 'saw nothing',
      name: 'Ada',
      systemUser: 'ada',
      uid: 1,
    } as const;
    const follows = approvalFrom(run, 'message-1', message);
    if (!follows.ok) throw new Error(follows.diagnostics[0]!.message);
    expect(follows.value.event).toEqual({ kind: 'task-answered', task: node, again: yes, reason });
    apply(run.state, follows.value.event);
    expect(run.state.nodes[node]).toBe(becomes);
    const again = approvalFrom(run, 'message-2', message);
    expect(again.ok ? [] : again.diagnostics.map(({ code }) => code)).toEqual(['schedule/not-awaited']);
  });
});
