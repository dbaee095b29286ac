// The compiled binding: how agents and commands run in one environment. Read from Turtle, frozen, no RDF in it.
import type { Quad_Subject, Term } from '@rdfjs/types';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { durationMs } from '../base/duration.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { moduleArgv } from '../executors/module.ts';
import { type Graphs, listMembers } from '../store/graphs.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';
import type { Iri, NodeIndex, Plan, PlanTask } from './plan.ts';

export interface CommandBinding {
  readonly iri: Iri;
  /** The program and its arguments, as they are; placeholders (those of sx:argv) not yet filled. */
  readonly argv: readonly [string, ...string[]];
  /** A shell reads it: nothing is ever filled in, since a value could be read as shell. */
  readonly verbatim: boolean;
  /** Names of variables that are passed on, secret ones among them. */
  readonly passEnvironment: readonly string[];
  /** Those whose values are kept out of the record. */
  readonly secretEnvironment: readonly string[];
  readonly setEnvironment: Readonly<Record<string, string>>;
}

export interface AgentBinding extends Omit<CommandBinding, 'argv'> {
  readonly executor: 'process' | 'human';
  /** Empty where a person does it. */
  readonly argv: readonly string[];
  readonly binds: readonly Iri[];
  readonly promptBy: 'file' | 'argument' | 'stdin';
  /** Path of an ES module below the project root, where a function of it does the task. */
  readonly module?: string | undefined;
}

export interface Binding {
  readonly iri: Iri;
  readonly agents: readonly AgentBinding[];
  readonly commands: ReadonlyMap<string, CommandBinding>;
  /** Folder relative to the project root; copied for each run. */
  readonly workspace: string | undefined;
  /** Pool IRI → amount, in the unit that the pool declares. */
  readonly capacities: Readonly<Record<Iri, number>>;
  readonly pollEveryAtMostMs: number | undefined;
  readonly approvals: readonly { readonly role: Iri; readonly name: string }[];
}

/** What a project without a binding has: nothing resolves. */
export const emptyBinding: Binding = {
  iri: 'urn:spec-exec:binding:none',
  agents: [],
  commands: new Map(),
  workspace: undefined,
  capacities: {},
  pollEveryAtMostMs: undefined,
  approvals: [],
};

type Locate = (subject: Term) => Span | undefined;

/** Reads the one sx:Binding of the graphs. Returns findings where there is none or several, or a rule cannot be read. */
export function compileBinding(graphs: Graphs, locate: Locate): Result<Binding> {
  const found = graphs.subjects(rdf.type, sx.Binding);
  const self = found[0];
  if (!self || found.length > 1)
    return fail({
      code: 'derive/binding-count',
      severity: 'error',
      message: self
        ? `The binding file declares ${found.length} bindings; it must declare one.`
        : 'The binding file declares no sx:Binding.',
      at: found[1] && locate(found[1]),
      help: 'Write one `:name a sx:Binding ; sx:agentBinding … ; sx:commandBinding … .` a file.',
    });
  const problems: Diagnostic[] = [];
  const commands = new Map<string, CommandBinding>();
  for (const node of graphs.objects(self, sx.commandBinding)) {
    const command = graphs.object(node as Quad_Subject, sx.command)?.value;
    const rule = readRule(graphs, node, false, locate, problems);
    if (command !== undefined && rule) commands.set(command, rule);
  }
  const agents: AgentBinding[] = [];
  for (const node of graphs.objects(self, sx.agentBinding)) {
    const human = graphs.has(node as Quad_Subject, sx.executor, sx.humanExecutor);
    const isModule = graphs.has(node as Quad_Subject, sx.executor, sx.moduleExecutor);
    const rule = human ? byHand(node) : readRule(graphs, node, isModule, locate, problems);
    if (!rule) continue;
    const executor = human ? 'human' : 'process';
    const way = graphs.object(node, sx.promptBy);
    const promptBy = way?.equals(sx.byArgument) ? 'argument' : way?.equals(sx.byStandardInput) ? 'stdin' : 'file';
    agents.push({
      ...rule,
      executor,
      binds: graphs.objects(node, sx.binds).map((term) => term.value),
      promptBy,
      ...moduleOf(graphs, node),
    });
  }
  if (problems.length > 0) return fail(...problems);
  const poll = graphs.object(self, sx.pollEveryAtMost)?.value;
  return ok({
    iri: self.value,
    agents,
    commands,
    workspace: graphs.object(self, sx.workspace)?.value,
    capacities: Object.fromEntries(
      graphs
        .objects(self, sx.capacity)
        .map((node) => [graphs.object(node, sx.pool)?.value ?? '', Number(graphs.object(node, sx.amount)?.value)]),
    ),
    pollEveryAtMostMs: poll === undefined ? undefined : durationMs(poll),
    approvals: graphs.objects(self, sx.automatedApproval).map((node) => ({
      role: graphs.object(node, sx.signsFor)?.value ?? '',
      name: graphs.object(node, sx.approverName)?.value ?? 'automation',
    })),
  });
}

function moduleOf(graphs: Graphs, node: Term): { readonly module: string | undefined } {
  const isModule = graphs.has(node as Quad_Subject, sx.executor, sx.moduleExecutor);
  return { module: isModule ? graphs.object(node as Quad_Subject, sx.module)?.value : undefined };
}

/** What a rule starts: a list of arguments, a shell with the text as its program, or the host of a module's function. */
function startOf(graphs: Graphs, node: Term, isModule: boolean): Pick<CommandBinding, 'argv' | 'verbatim'> | undefined {
  const said = (property: Term): string | undefined => graphs.object(node as Quad_Subject, property)?.value;
  const module = said(sx.module);
  if (isModule) {
    if (module === undefined) return undefined;
    return { argv: moduleArgv(`{project}/${module}`, said(sx.exportName) ?? 'default'), verbatim: false };
  }
  const text = said(sx.shellCommand);
  // The word after the text is the shell's own name; what follows it are $1, $2 and so on.
  if (text !== undefined) return { argv: ['/bin/sh', '-c', text, 'sh'], verbatim: true };
  const head = graphs.object(node as Quad_Subject, sx.argv);
  const argv = head && listMembers(graphs, head)?.map((member) => member.value);
  return argv && argv.length > 0 ? { argv: argv as [string, ...string[]], verbatim: false } : undefined;
}

function readRule(
  graphs: Graphs,
  node: Term,
  isModule: boolean,
  locate: Locate,
  problems: Diagnostic[],
): CommandBinding | undefined {
  const start = startOf(graphs, node, isModule);
  if (!start) {
    problems.push({
      code: 'derive/binding-argv',
      severity: 'error',
      message: isModule
        ? `The binding rule ${node.value} has sx:moduleExecutor, and no sx:module.`
        : `The binding rule ${node.value} has no sx:argv, or it is not a list, and no sx:shellCommand.`,
      at: locate(node),
      why: 'Without it nothing says what is to be started.',
      help: isModule
        ? 'Write the path of the module, below the project: sx:module "agents/build.mjs" ;'
        : 'Write the program and its arguments as a list of strings: sx:argv ( "node" "agents/build.mjs" ) ;',
      focus: node.value,
    });
    return undefined;
  }
  return {
    iri: node.value,
    ...start,
    passEnvironment: [sx.passEnvironment, sx.secretEnvironment].flatMap((predicate) =>
      graphs.objects(node, predicate).map((term) => term.value),
    ),
    secretEnvironment: graphs.objects(node, sx.secretEnvironment).map((term) => term.value),
    setEnvironment: Object.fromEntries(
      graphs.objects(node, sx.setEnvironment).map(({ value }) => {
        const at = value.indexOf('=');
        return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
      }),
    ),
  };
}

/** The rule for a task: by task, then agent, then agent type, then the default. A task with a command and no agent rule runs its command. */
export function ruleFor(binding: Binding, task: PlanTask): AgentBinding | undefined {
  for (const iri of [task.iri, task.agent, task.agentType])
    if (iri !== undefined) {
      const rule = binding.agents.find((candidate) => candidate.binds.includes(iri));
      if (rule) return rule;
    }
  const command = task.command === undefined ? undefined : binding.commands.get(task.command);
  if (command) return { ...command, executor: 'process', binds: [], promptBy: 'file' };
  return binding.agents.find((candidate) => candidate.binds.length === 0);
}

/**
 * The rule by which the task's fallback agent does it: by that agent, then its type, then the default. What binds the task itself
 * says how its own agent does it, and has failed by then.
 */
export function fallbackRuleFor(binding: Binding, task: PlanTask): AgentBinding | undefined {
  const { agent, type } = task.policy.fallback ?? {};
  for (const iri of [agent, type]) {
    const rule = iri && binding.agents.find((candidate) => candidate.binds.includes(iri));
    if (rule) return rule;
  }
  return binding.agents.find((candidate) => candidate.binds.length === 0);
}

/** What nobody starts. */
function byHand(node: Term): Omit<CommandBinding, 'argv'> & Pick<AgentBinding, 'argv'> {
  return { iri: node.value, argv: [], verbatim: true, passEnvironment: [], secretEnvironment: [], setEnvironment: {} };
}

/** The tasks that a person does here; `rule` finds whose rule is meant, the agent's or the fallback agent's. */
export function tasksByHand(plan: Plan, binding: Binding, rule: typeof ruleFor = ruleFor): ReadonlySet<NodeIndex> {
  if (!binding.agents.some(({ executor }) => executor === 'human')) return new Set();
  return new Set(plan.tasks.filter((task) => rule(binding, task)?.executor === 'human').map(({ node }) => node));
}

/** Every task and command of the plan that the binding does not resolve: findings before the run. */
export function unresolved(
  plan: Plan,
  binding: Binding,
  bindingFile: string,
  locate: (iri: Iri) => Span | undefined,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const task of plan.tasks)
    if (!ruleFor(binding, task))
      found.push({
        code: 'derive/unbound-task',
        severity: 'error',
        message: `Nothing says how the task "${task.id}" runs here.`,
        at: locate(task.iri),
        why: 'The plan says what is to be done; a binding says how each agent runs in this environment.',
        help: `In ${bindingFile}, add to the binding: sx:agentBinding [ a sx:AgentBinding ; sx:binds <${task.agent ?? task.iri}> ; sx:executor sx:processExecutor ; sx:argv ( "program" "argument" ) ] .`,
        focus: task.iri,
      });
  for (const task of plan.tasks)
    if (task.policy.fallback && !fallbackRuleFor(binding, task))
      found.push({
        code: 'derive/unbound-fallback',
        severity: 'error',
        message: `Nothing says how the fallback agent of the task "${task.id}" runs here.`,
        at: locate(task.iri),
        why: 'It is looked for before the run, not in the night when the first agent has failed.',
        help: `In ${bindingFile}, add to the binding: sx:agentBinding [ a sx:AgentBinding ; sx:binds <${task.policy.fallback.agent}> ; sx:executor sx:processExecutor ; sx:argv ( "program" "argument" ) ] .`,
        focus: task.iri,
      });
  const used = new Map<string, Iri>();
  for (const task of plan.tasks) for (const name of task.verification) used.set(name, task.iri);
  for (const owner of [...plan.gates, ...plan.checkpoints])
    for (const criterion of owner.criteria)
      if (criterion.kind === 'command' || criterion.kind === 'rollback') used.set(criterion.command, criterion.iri);
  for (const [name, iri] of used)
    if (!binding.commands.has(name)) {
      const near = nearest(name, binding.commands.keys());
      found.push({
        code: 'derive/unbound-command',
        severity: 'error',
        message: `Nothing says what the command "${name}" runs here.`,
        at: locate(iri),
        why: 'A criterion or verification names it.',
        help: near
          ? `Did you mean "${near}"?`
          : `In ${bindingFile}, add to the binding: sx:commandBinding [ a sx:CommandBinding ; sx:command "${name}" ; sx:argv ( "program" "argument" ) ] .`,
        focus: iri,
      });
    }
  return found;
}
