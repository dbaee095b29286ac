// What a plan says of failures: of a task itself, else of its phase, else of the plan; else as it is where nothing is said.
import type { Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { sx } from '../vocabulary/terms.ts';
import { duration, iri, iris, number } from './facts.ts';
import type { CauseName, FailurePolicy, FailureScopeName, Iri, LossName } from './plan.ts';

const local = (name: Iri): string => name.slice(name.lastIndexOf('#') + 1);

/** How often a task is tried again, and how long an attempt may take, are asked most: they stand beside the rest. */
export interface PolicyFacts {
  readonly retriesMax: number;
  readonly timeoutMs: number | undefined;
  readonly policy: FailurePolicy;
}

/** The policy of a task whose phase and plan, where it has them, are these. */
export function readPolicy(graphs: Graphs, task: Iri, phase: Iri | undefined, plan: Iri | undefined): PolicyFacts {
  const levels = [task, phase, plan].filter((one) => one !== undefined);
  const first = <T>(read: (graphs: Graphs, subject: Iri, predicate: Term) => T | undefined, predicate: Term) => {
    for (const level of levels) {
      const said = read(graphs, level, predicate);
      if (said !== undefined) return said;
    }
    return undefined;
  };
  const causes = first((...of) => (iris(...of).length > 0 ? iris(...of) : undefined), sx.retryOn);
  const agent = first(iri, sx.fallbackAgent);
  const assigned = iri(graphs, task, sx.assignedTo);
  const scope = first(iri, sx.onFailure);
  return {
    retriesMax: first(number, sx.retriesMax) ?? 0,
    timeoutMs: first(duration, sx.timeout),
    policy: {
      taskTimeoutMs: first(duration, sx.taskTimeout),
      idleTimeoutMs: first(duration, sx.idleTimeout),
      retryOn: causes?.map((cause) => local(cause) as CauseName),
      retryDelayMs: first(duration, sx.retryDelay) ?? 0,
      retryBackoff: first(number, sx.retryBackoff) ?? 2,
      retryDelayMaxMs: first(duration, sx.retryDelayMax),
      retryJitter: first(number, sx.retryJitter) ?? 0.2,
      // What a phase says for all its tasks may name the one that does this task anyway.
      fallback:
        agent === undefined || agent === assigned ? undefined : { agent, type: iri(graphs, agent, sx.agentType) },
      onFailure: scope === undefined ? undefined : (local(scope) as FailureScopeName),
      whenLost: local(first(iri, sx.whenLost) ?? sx.tryAgain.value) as LossName,
    },
  };
}
