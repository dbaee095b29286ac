// One tick of the scheduler: `next` on the end of an attempt, with the status graph brought up to date.
// Expected: a tick changes a few counters, one heap and about five quads of the status graph, each in ten indexes: 20 to 60 µs,
// the same at 100 and at 10,000 tasks. The bare counter loop is 0.1 µs. The query reads every task: milliseconds to seconds.
import { shippedAssets } from '../dist/base/assets.js';
import { compile } from '../dist/derive/compile.js';
import { derive } from '../dist/derive/derive.js';
import { select } from '../dist/query/ask.js';
import { openCatalogue } from '../dist/query/catalogue.js';
import { next } from '../dist/schedule/next.js';
import { JOBS } from '../dist/schedule/pools.js';
import { initialState } from '../dist/schedule/state.js';
import { StatusGraph } from '../dist/schedule/status-graph.js';
import { loadSpec } from '../dist/store/load.js';
import { writeProject } from './generate.mjs';
import { inFolder, interleaved, timed } from './harness.mjs';
import { sound } from './spec.mjs';

export const title = 'one tick of the scheduler, against a bare counter loop and the ready-tasks query';

const SIZES = [100, 1_000, 10_000];
const LAYOUTS = ['wide', 'chain', 'layered'];
const JOBS_AT_ONCE = 8;
const RUN = 'urn:spec-exec:run:bench';
const catalogue = openCatalogue(shippedAssets.queries);

export async function run() {
  const ticks = [];
  for (const layout of LAYOUTS)
    for (const tasks of SIZES) {
      const { graphs, plan } = await planOf(tasks, layout);
      const rounds = tasks < 10_000 ? 5 : 3;
      let count = 0;
      const times = await interleaved(
        { spec: () => (count = runThrough(graphs, plan)), bare: () => bareLoop(plan) },
        rounds,
      );
      const half = runThrough(graphs, plan, Math.floor(tasks / 2), true);
      const query = await timed(() => select(graphs, sound(catalogue.get('status/ready-tasks'))));
      ticks.push({
        layout,
        tasks,
        ticks: count,
        tickUs: (times.spec * 1000) / count,
        bareUs: (times.bare * 1000) / count,
        ratio: times.spec / times.bare,
        readyQueryMs: query.ms,
        ready: query.value.rows.length,
        queryPerTick: query.ms / (times.spec / count),
      });
      if (query.value.rows.length !== half)
        throw new Error(`the query finds ${query.value.rows.length} ready, the scheduler ${half}`);
    }
  return { tables: [ticks] };
}

export function planOf(tasks, layout) {
  return inFolder(async (root) => {
    const folder = writeProject(root, { tasks, phases: layout === 'layered' ? 10 : 1, layout });
    const load = await timed(() => loadSpec(folder));
    const { graphs } = sound(load.value);
    const derived = await timed(() => derive(graphs, catalogue));
    const compiled = await timed(() => compile(graphs));
    return { graphs, plan: sound(compiled.value), loadMs: load.ms, deriveMs: derived.ms, compileMs: compiled.ms };
  });
}

/**
 * Feeds ends until the run stops, or so many tasks have ended; the status graph goes along. Gives the number of events, or,
 * where it stops in the middle (`leave`: and the status graph stays), the number of ready tasks by the scheduler.
 */
export function runThrough(graphs, plan, tasksMax = Infinity, leave = false) {
  const state = initialState(plan, { [JOBS]: JOBS_AT_ONCE }, { keepGoing: false });
  const status = new StatusGraph(graphs, RUN);
  const events = [{ kind: 'run-started' }];
  let [count, ended] = [0, 0];
  for (let event = events.shift(); event && ended < tasksMax; event = events.shift()) {
    count++;
    if (event.kind === 'attempt-ended') ended++;
    for (const effect of next(state, event).effects) {
      if (effect.kind === 'start')
        events.push({ kind: 'attempt-ended', task: effect.event.task, attempt: 1, ending: 'succeeded', reason: '' });
      if (effect.kind === 'judge')
        events.push({ kind: 'gate-decided', gate: effect.gate, outcome: 'passed', reason: '' });
    }
    status.update(state);
  }
  if (leave) return plan.tasks.filter((task) => state.nodes[task.node] === 'ready').length;
  if (state.nodes.some((node) => node === 'waiting' || node === 'ready' || node === 'running'))
    throw new Error('the run stopped early');
  for (const quad of [
    ...graphs.match(null, null, null, status.graph ?? { termType: 'NamedNode', value: `${RUN}/status` }),
  ])
    graphs.delete(quad);
  return count;
}

/** The least that any scheduler does: count down, and take what reaches zero. */
function bareLoop({ dependencies, dependents }) {
  const unmet = Int32Array.from(dependencies, (list) => list.length);
  const ready = [];
  for (let node = 0; node < unmet.length; node++) if (unmet[node] === 0) ready.push(node);
  let done = 0;
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    done++;
    for (const later of dependents[node]) if (--unmet[later] === 0) ready.push(later);
  }
  return done;
}
