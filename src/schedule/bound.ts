// What the binding says for one attempt, with its placeholders filled in.
import { type Binding, fallbackRuleFor, ruleFor } from '../derive/binding.ts';
import type { Plan } from '../derive/plan.ts';
import type { Work } from '../executors/executor.ts';
import type { ProcessBinding } from '../executors/process.ts';
import { fillAll } from './context.ts';

/** `{project}`, `{context}`, `{task}` and `{agent}` are filled here; the prompt's placeholders by the executor. */
export function bindingOf(binding: Binding, plan: Plan, projectRoot: string, work: Work): ProcessBinding {
  const node = plan.indexOf.get(work.task);
  const task = node === undefined ? undefined : plan.tasks[plan.nodes[node]!.of];
  const { fallback } = task?.policy ?? {};
  const isFallback = fallback !== undefined && work.agent === fallback.agent && work.agent !== task?.agent;
  const rule = task && (isFallback ? fallbackRuleFor(binding, task) : ruleFor(binding, task));
  const [program, ...others] = rule?.argv ?? [];
  if (!task || !rule || program === undefined)
    throw new Error(`nothing binds ${work.task}; that is looked at before a run`);
  const values = {
    project: projectRoot,
    context: work.variables['SPEC_EXEC_CONTEXT'] ?? '',
    task: task.iri,
    agent: work.agent ?? '',
  };
  return {
    argv: rule.verbatim ? [program, ...others] : fillAll([program, ...others] as const, values),
    verbatim: rule.verbatim,
    promptBy: rule.promptBy,
    allow: rule.passEnvironment,
    set: rule.setEnvironment,
  };
}
