// What a run prints for programs: one JSON object a line. Tasks, gates and phases are named by their IRIs.
import type { Plan } from '../derive/plan.ts';
import type { RunEvent } from '../schedule/event.ts';
import type { Output } from './output.ts';
import type { Progress } from './progress.ts';

export function jsonLines(output: Output): Progress {
  const print = (document: object): void => output.out(JSON.stringify(document));
  let plan: Plan | undefined;
  return {
    listeners: {
      say: (line) => print(line),
      onEvent: (event, at) =>
        print({ kind: 'event', at: new Date(at).toISOString(), event: plan ? named(plan, event) : event }),
      onPlan: (known) => {
        plan = known.plan;
        const { iri, title, tasks, gates, phases } = known.plan;
        const { met, total } = known.closure;
        print({
          kind: 'plan',
          plan: iri,
          title,
          tasks: tasks.length,
          gates: gates.length,
          phases: phases.length,
          closure: { met, total },
        });
        if (known.revised) print({ kind: 'revised', ...known.revised });
      },
      onRun: (run) => print({ kind: 'run', run: run.iri, folder: run.folder }),
    },
    interrupted: () => print({ kind: 'interrupted' }),
    summary: async ({ run, folder, stop }) => print({ kind: 'stopped', run, folder, stop }),
  };
}

/** The event with IRIs in place of the plan's numbers. */
function named(plan: Plan, event: RunEvent): object {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) =>
      NODES.has(key) && typeof value === 'number'
        ? [key, plan.nodes[value]!.iri]
        : key === 'stale' && Array.isArray(value)
          ? [key, value.map((node: number) => plan.nodes[node]!.iri)]
          : [key, value],
    ),
  );
}

const NODES: ReadonlySet<string> = new Set(['task', 'gate', 'phase']);
