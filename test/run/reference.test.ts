// The reference run, killed in its second phase and taken up again; and with agents that do their job badly. The builds of the
// example run at a hundredth of their load here: all is as in earnest but for the factor of incremental builds, which a small
// load cannot reach (10x where 60x is asked for), so that the release gate stays shut in the end.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sx } from '../../src/vocabulary/terms.ts';
import { dcterms, earl, rdf } from '../../src/vocabulary/borrowed.ts';
import { until } from '../support/processes.ts';
import { Reference } from './reference.ts';

const LOAD = process.env['SPEC_EXEC_REFERENCE_LOAD'] ?? '0.01';

const open: Reference[] = [];
const reference = (broken: readonly string[] = []): Reference => {
  const made = new Reference({ load: LOAD, broken });
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const one of open.splice(0)) await one.remove();
});

/** Names of attempts that were started: `optimise-code.1`. */
function started(one: Reference): string[] {
  const runs = join(one.folder, '.specify', 'runs');
  return existsSync(runs)
    ? readdirSync(runs).flatMap((run) => {
        const attempts = join(runs, run, 'attempts');
        return existsSync(attempts) ? readdirSync(attempts) : [];
      })
    : [];
}

/** Whether each attempt that is on record as started has been begun: its supervisor has made its log. */
async function allAtWork(one: Reference): Promise<boolean> {
  const { plan, state } = await one.opened();
  const runs = join(one.folder, '.specify', 'runs');
  return [...state.running].every(([node, attempt]) => {
    const { id } = plan.tasks[plan.nodes[node]!.of]!;
    return readdirSync(runs).some((run) => existsSync(join(runs, run, 'logs', `${id}.${attempt}.log`)));
  });
}

describe('the reference run', () => {
  it('killed while agents of phase 2 are at work, and resumed, does every task once', async () => {
    const one = reference();
    const first = one.run();
    let over = false;
    void first.exited.then(() => (over = true));
    await until(
      'an agent of phase 2 has started',
      () => over || started(one).some((name) => name.startsWith('optimise-')),
      180_000,
    );
    while (!over && !(await allAtWork(one))) await new Promise((resolve) => setTimeout(resolve, 200));
    first.child.kill('SIGKILL');
    const { signal, out } = await first.exited;
    expect([signal, signal === null ? out : '']).toEqual(['SIGKILL', '']);
    const killed = await one.opened();
    expect(
      [...killed.state.running.keys()].map((node) => killed.plan.tasks[killed.plan.nodes[node]!.of]!.id).join(' '),
    ).toContain('optimise-');

    const again = await one.start('resume').exited;
    const tasks = await one.states('tasks');
    expect(Object.keys(tasks)).toHaveLength(10);
    expect(new Set(Object.values(tasks))).toEqual(new Set(['succeeded']));
    // One attempt for each task, whether it had ended, was running, or had not begun when the orchestrator died.
    expect(started(one).sort()).toEqual(
      Object.keys(tasks)
        .map((task) => `${task}.1`)
        .sort(),
    );
    const { graphs } = await one.opened();
    expect(graphs.subjects(rdf.type, sx.Attempt).map((attempt) => graphs.object(attempt, sx.ending)?.value)).toEqual(
      Array.from({ length: 10 }, () => sx.succeeded.value),
    );
    const gates = await one.states('gates');
    const before = Object.entries(gates).filter(([gate]) => gate !== 'release-gate');
    expect(before.map(([gate, outcome]) => `${gate} ${outcome}`)).toEqual(before.map(([gate]) => `${gate} passed`));
    expect(before).toHaveLength(6);
    expect(graphs.subjects(rdf.type, sx.Integration)).toHaveLength(3);
    // At full load the release gate passes too; here only the factor keeps it shut.
    expect([gates['release-gate'], again.code]).toEqual(LOAD === '1' ? ['passed', 0] : ['failed', 1]);
    const missed = graphs.subjects(sx.outcome, earl.failed).map((one) => graphs.object(one, dcterms.title)?.value);
    if (LOAD !== '1') expect(missed).toContain('incremental build 60x faster than its measured baseline');
  }, 600_000);

  it.each([
    // What a task was to leave and did not fails the task; what it measured or left out in its measuring is for the gate to tell.
    [
      'performance-benchmarker',
      { 'measure-baseline': 'succeeded' },
      { 'baseline-gate': 'failed' },
      /Peak memory: no baseline was measured/,
    ],
    ['system-architect', { 'design-architecture': 'failed' }, { 'architecture-gate': 'failed' }, /crate-isolation/],
  ])(
    'with a broken %s ends with 1, the right gate shut, and nothing of phase 2 started',
    async (agent, tasks, gates, said) => {
      const one = reference([agent]);
      const { code, out, err } = await one.run().exited;
      expect([code, err]).toEqual([1, '']);
      expect(out).toMatch(said);
      expect(await one.states('tasks')).toMatchObject(tasks);
      const judged = await one.states('gates');
      expect(judged).toMatchObject(gates);
      // The phase's own gate can be told only where the failure came too late to keep the phase's other tasks from running.
      const left = Object.values(await one.states('tasks')).filter((state) => state === 'ready').length;
      expect(judged['phase-1-gate']).toBe(left > 0 ? 'untested' : 'failed');
      expect(started(one).filter((name) => name.startsWith('optimise-'))).toEqual([]);
    },
    300_000,
  );
});
