// Generated from ontology/*.ttl by `npm run vocabulary`; do not edit.
import type { NamedNode } from '@rdfjs/types';
import { namedNode } from './factory.ts';

export const SX = 'https://w3id.org/spec-exec/ns#';
export const READ = 'https://w3id.org/spec-exec/reading#';

function term<N extends string>(name: N): NamedNode<`https://w3id.org/spec-exec/ns#${N}`> {
  return namedNode(`https://w3id.org/spec-exec/ns#${name}`);
}

function fact<N extends string>(name: N): NamedNode<`https://w3id.org/spec-exec/reading#${N}`> {
  return namedNode(`https://w3id.org/spec-exec/reading#${name}`);
}

/** Every term of the spec-exec vocabulary. */
export const sx = {
  /** A triple (rdf:subject, rdf:predicate, rdf:object) that the revised specification states and the former did not. */
  AddedTriple: term('AddedTriple'),
  /** Somebody or something that does tasks: a program, a coding agent, a service, a person. */
  Agent: term('Agent'),
  /** Says how tasks run: those it binds directly, else those of the agent, else of the agent type, else, where it binds nothing, all others. */
  AgentBinding: term('AgentBinding'),
  /** A kind of agent, as the specification names it. */
  AgentType: term('AgentType'),
  /** Somebody's word for or against a gate or sign-off, or of a task that waits for a person: name, role, time, note; automated or not. */
  Approval: term('Approval'),
  /** All else that a gate asks for holds: from here on it waits for the approval, at the most until the time that is said. */
  ApprovalAwaited: term('ApprovalAwaited'),
  /** Holds where somebody who fills the role approved. */
  ApprovalCriterion: term('ApprovalCriterion'),
  /** Nobody gave the approval in time; it is judged as the plan says for that, by the program and in nobody's name. */
  ApprovalExpired: term('ApprovalExpired'),
  /** Somebody approved or rejected. */
  Approved: term('Approved'),
  /** A file that is made or changed. */
  Artifact: term('Artifact'),
  /** Holds where the artifact is there, is of its media type and fits its JSON Schema. */
  ArtifactCriterion: term('ArtifactCriterion'),
  /** Holds where the SPARQL ASK query answers true over specification and run. */
  AskCriterion: term('AskCriterion'),
  /** One try at a task. */
  Attempt: term('Attempt'),
  /** A person said of an attempt by hand that they did it, or that it cannot be done; what they left is checked then, as of any attempt. */
  AttemptAnswered: term('AttemptAnswered'),
  /** An attempt ended and what it left was checked; on disk before anything that depends on it starts. */
  AttemptEnded: term('AttemptEnded'),
  /** An attempt was decided on; on disk before its process is started. */
  AttemptStarted: term('AttemptStarted'),
  /** Says that a named automated role approves where the plan asks for a role. */
  AutomatedApproval: term('AutomatedApproval'),
  /** The wait before a retry is over. */
  BackoffOver: term('BackoffOver'),
  /** Why a metric has no stated baseline. */
  BaselineStatus: term('BaselineStatus'),
  /** How the agents and commands of a plan run in one environment. The plan says what, the binding says how. */
  Binding: term('Binding'),
  /** Something that keeps the goal from being met now. */
  Bottleneck: term('Bottleneck'),
  /** How much of a pool a phase may use at once: amount, or a range up to amountHigh. */
  Budget: term('Budget'),
  /** How much a run has of one pool. */
  Capacity: term('Capacity'),
  /** Why an attempt ended without success. */
  Cause: term('Cause'),
  /** A check of an attempt: how it ended, a verification command, its evidence, a hand-off, an artifact; each is one. */
  CheckAssertion: term('CheckAssertion'),
  /** Criteria that are evaluated and recorded at a given moment. */
  Checkpoint: term('Checkpoint'),
  /** The judgement of a checkpoint. */
  CheckpointAssertion: term('CheckpointAssertion'),
  /** A checkpoint's criteria were evaluated. */
  CheckpointEvaluated: term('CheckpointEvaluated'),
  /** Something that an agent says of its own work; not checked by anyone. */
  Claim: term('Claim'),
  /** Holds where the phase's branches are merged and the integrated tree has no uncommitted change. */
  CleanTreeCriterion: term('CleanTreeCriterion'),
  /** Holds where the closure of the run's specification is at least the number asked for. */
  ClosureCriterion: term('ClosureCriterion'),
  /** Something in a specification that speaks for a dialect. */
  Clue: term('Clue'),
  /** Says what is run for a command's name. */
  CommandBinding: term('CommandBinding'),
  /** Holds where the named command ends with exit status 0 on the integrated state of the phase. */
  CommandCriterion: term('CommandCriterion'),
  /** A way to compare an actual value with a target. */
  Comparator: term('Comparator'),
  /** Changes of two agents that meet. */
  Conflict: term('Conflict'),
  /** Holds where no more open conflicts than allowed are at or above the severity. */
  ConflictCriterion: term('ConflictCriterion'),
  /** What is watched while agents work in parallel, and what happens where two of them meet. */
  ConflictRule: term('ConflictRule'),
  /** What follows for a task from an attempt that ended without success. */
  Consequence: term('Consequence'),
  /** One condition, judged by spec-exec itself and recorded with the value that it had. */
  Criterion: term('Criterion'),
  /** The judgement of one criterion: earl:test is the criterion, earl:result its outcome. */
  CriterionAssertion: term('CriterionAssertion'),
  /** How much of one pool a task holds while it runs. */
  Demand: term('Demand'),
  /** A way to find that two agents' changes meet. */
  Detector: term('Detector'),
  /** A vocabulary other than ours in which specifications are written. The queries beside its description lift them into ours. */
  Dialect: term('Dialect'),
  /** Something that was handed to an owner or a person to decide. */
  Escalation: term('Escalation'),
  /** What is done, step by step, about open conflicts of one severity where the rule that found them says nothing else. */
  EscalationPath: term('EscalationPath'),
  /** One thing that happened, as the journal has it; each batch of the journal holds one or more. */
  Event: term('Event'),
  /** A file that an attempt left, by path and digest: its evidence JSON or an artifact. */
  Evidence: term('Evidence'),
  /** A way to run a task. */
  Executor: term('Executor'),
  /** A declared count: so many things of one class are in the spec. */
  Expectation: term('Expectation'),
  /** Holds where measured baseline / measured value reaches the metric's minimum factor. */
  FactorCriterion: term('FactorCriterion'),
  /** What does not start any more once a task has failed for good. */
  FailureScope: term('FailureScope'),
  /** What is to be achieved, with everything by which it is judged. */
  Feature: term('Feature'),
  /** A decision that holds back what comes after until its criteria are met. */
  Gate: term('Gate'),
  /** A gate was judged. */
  GateDecided: term('GateDecided'),
  /** The judgement of a gate: earl:test is the gate, earl:result its outcome, prov:used the criterion assertions that decided it. */
  GateDecision: term('GateDecision'),
  /** Something that a criterion of a passed gate reads has changed: nothing starts before the gate is looked at again. */
  GateUnsettled: term('GateUnsettled'),
  /** What was read into a triple of a specification where it was lifted: its author may have meant something else. */
  Guess: term('Guess'),
  /** A value under a key that one task leaves for others. */
  HandOff: term('HandOff'),
  /** Holds where the hand-off has a value that fits its schema. */
  HandOffCriterion: term('HandOffCriterion'),
  /** A value that was handed over. */
  HandOffValue: term('HandOffValue'),
  /** A person handed a value over, outside of any task. */
  HandedOver: term('HandedOver'),
  /** An expected change for the better of one metric, from one agent, at one bottleneck. */
  Improvement: term('Improvement'),
  /** The merge of one branch, or of all branches of a phase. */
  Integration: term('Integration'),
  /** Holds where the metric has a measurement of the kind asked for, met or not; a baseline that was tried and found blocked counts as measured. */
  MeasuredCriterion: term('MeasuredCriterion'),
  /** A value of a metric, measured in the run. */
  Measurement: term('Measurement'),
  /** When a measurement was taken. */
  MeasurementKind: term('MeasurementKind'),
  /** A quantity by which the feature is judged. */
  Metric: term('Metric'),
  /** Holds where the metric's measured value meets its target. */
  MetricCriterion: term('MetricCriterion'),
  /** A named point of the plan that is reached when a gate passed or a phase is complete. */
  Milestone: term('Milestone'),
  /** When a checkpoint is evaluated. */
  Moment: term('Moment'),
  /** How binding a metric or a criterion is. */
  Obligation: term('Obligation'),
  /** A stretch of the plan. Phases with equal order run in parallel; a phase starts when all of a lower order are complete. */
  Phase: term('Phase'),
  /** The phase is complete. */
  PhaseCompleted: term('PhaseCompleted'),
  /** The phase's branches were merged. */
  PhaseIntegrated: term('PhaseIntegrated'),
  /** Derived: the node through which everything in a phase waits for what comes before the phase. */
  PhaseStart: term('PhaseStart'),
  /** The phases, tasks and gates that make a feature true. */
  Plan: term('Plan'),
  /** Holds where every running agent left a commit or a hand-off since the last poll. */
  ProgressCriterion: term('ProgressCriterion'),
  /** How a prompt reaches a program. */
  PromptWay: term('PromptWay'),
  /** A metric with a tolerance was measured worse than its measured baseline by more than that: a breaking change. It was derived from the two measurements. */
  Regression: term('Regression'),
  /** Holds where no metric that it names (or no metric at all, where it names none) was measured worse than its measured baseline by more than the metric's tolerance. */
  RegressionCriterion: term('RegressionCriterion'),
  /** A triple (rdf:subject, rdf:predicate, rdf:object) that the former specification stated and the revised one does not. */
  RemovedTriple: term('RemovedTriple'),
  /** What is done about a conflict. */
  Resolution: term('Resolution'),
  /** Something of which there is only so much: cpu, memory, disk, a licence, a token. What a run has of it, the machine or the binding says. */
  ResourcePool: term('ResourcePool'),
  /** Something that may go wrong. */
  Risk: term('Risk'),
  /** A function that owns or approves something and is filled by an agent or a person; it does no task itself. */
  Role: term('Role'),
  /** A change that was taken back. */
  Rollback: term('Rollback'),
  /** Holds where reverting the last merge in a scratch worktree leaves a state that passes the named command. */
  RollbackCriterion: term('RollbackCriterion'),
  /** How a change that went wrong is found and taken back. */
  RollbackPolicy: term('RollbackPolicy'),
  /** One step of a rollback. */
  RollbackStep: term('RollbackStep'),
  /** An occasion to roll back. */
  RollbackTrigger: term('RollbackTrigger'),
  /** One execution of a plan. */
  Run: term('Run'),
  /** Nothing more can happen in the run. */
  RunEnded: term('RunEnded'),
  /** The orchestrator stopped before the end (interrupted, waiting for a person, without room on the disk, or at the step up to which it was asked to go); the run can be resumed. */
  RunPaused: term('RunPaused'),
  /** Another orchestrator took the run over after the last had ended or died. */
  RunResumed: term('RunResumed'),
  /** The run began: the first batch of its journal, with the specification that it runs. */
  RunStarted: term('RunStarted'),
  /** A metric whose target is promised to users: a row of the SLO table. */
  ServiceLevelObjective: term('ServiceLevelObjective'),
  /** How bad a conflict or a risk is, and so which path it takes. */
  Severity: term('Severity'),
  /** A checklist that somebody who fills a role signs. */
  SignOff: term('SignOff'),
  /** The specification was changed while nobody held the run, and the run goes on by the changed one, which is in the same batch; it takes the place of the former. */
  SpecificationRevised: term('SpecificationRevised'),
  /** Where a task, phase, conflict or run is. */
  State: term('State'),
  /** Holds where the named tasks succeeded and the named gates passed. */
  StepCriterion: term('StepCriterion'),
  /** A piece of work that one agent does. */
  Task: term('Task'),
  /** A person said of a task that waits for it whether it is tried again. */
  TaskAnswered: term('TaskAnswered'),
  /** A task was not tried, because it was up to date or left out by request. */
  TaskSkipped: term('TaskSkipped'),
  /** How close to the goal a metric is. */
  Tier: term('Tier'),
  /** A file that is in the workspace before the run; tasks may modify it, and nobody need make it. */
  WorkspaceFile: term('WorkspaceFile'),
  /** May miss: it is measured and shown, and decides nothing. */
  acceptable: term('acceptable'),
  /** Taken after the work. */
  actual: term('actual'),
  /** The task that measures the value after the work. */
  actualBy: term('actualBy'),
  /** The task works on the bottleneck. */
  addresses: term('addresses'),
  /** One rule of the binding for agents. */
  agentBinding: term('agentBinding'),
  /** The kind of agent, which a binding may bind as a whole. */
  agentType: term('agentType'),
  /** How much of a pool the subject asks for or allows, in the pool's unit; of a pool itself, how much there is of it wherever the plan runs. */
  amount: term('amount'),
  /** The upper end of a budget that is a range; the lower is amount. */
  amountHigh: term('amountHigh'),
  /** The name under which an approval is recorded. */
  approverName: term('approverName'),
  /** The program and its arguments: a list of strings, passed on as they are. {project} stands for the project's root folder; for an agent, {prompt}, {prompt-file}, {context}, {task} and {agent} stand for their values too. A relative path is relative to the folder that it runs in: the attempt's worktree. */
  argv: term('argv'),
  /** The artifact that the subject (a criterion or evidence) is about. */
  artifact: term('artifact'),
  /** The text of the ASK query. */
  ask: term('ask'),
  /** A person resolves it by hand. */
  askPerson: term('askPerson'),
  /** The agent that does the task. */
  assignedTo: term('assignedTo'),
  /** When the gate that asks for it is judged, which is the phase's end gate as a rule; where none does, when the phase is complete. */
  atCompletion: term('atCompletion'),
  /** Met where the actual value is greater than or equal to the target; higher is better. */
  atLeast: term('atLeast'),
  /** Met where the actual value is less than or equal to the target; lower is better. */
  atMost: term('atMost'),
  /** The attempt that the subject is about. */
  attempt: term('attempt'),
  /** Which try it is, from 1. */
  attemptNumber: term('attemptNumber'),
  /** Whether the approval was given by the environment and not by a person, or judged without one since nobody gave it in time. */
  automated: term('automated'),
  /** A sign-off that this environment gives by itself; recorded as automated. */
  automatedApproval: term('automatedApproval'),
  /** The task waits until a person says whether it is tried again. */
  awaitPerson: term('awaitPerson'),
  /** It waits for a person. */
  awaiting: term('awaiting'),
  /** It ended by itself, with an exit status that is none of success (successExitStatus), or by a signal. */
  badExit: term('badExit'),
  /** The git commit that the subject started from. */
  baseCommit: term('baseCommit'),
  /** Taken before the work. */
  baseline: term('baseline'),
  /** The task that measures the baseline. */
  baselineBy: term('baselineBy'),
  /** Why there is no stated baseline value. */
  baselineStatus: term('baselineStatus'),
  /** Before the first task starts; where a mandatory criterion fails, nothing starts. */
  beforeExecution: term('beforeExecution'),
  /** An agent whose changes the rule compares with those of the others it names. */
  between: term('between'),
  /** SHA-256 of the text of a binding that the run was led by: of the first one, and of each other one since. */
  bindingDigest: term('bindingDigest'),
  /** Where the binding was read from, relative to the project root: a resume takes the same unless it is told otherwise. */
  bindingFile: term('bindingFile'),
  /** The binding that the run uses. */
  bindingUsed: term('bindingUsed'),
  /** The task, agent or agent type that the rule is for; without it the rule is the default. */
  binds: term('binds'),
  /** Find the commit that broke it by binary search. */
  bisect: term('bisect'),
  /** It could not be measured: what is measured did not run. */
  blocked: term('blocked'),
  /** The feature removes this bottleneck. */
  bottleneck: term('bottleneck'),
  /** The git branch of the subject (an attempt or integration). */
  branch: term('branch'),
  /** A verification that passed before fails. */
  breakingChange: term('breakingChange'),
  /** How much of a pool the phase may use at once. */
  budget: term('budget'),
  /** As the last argument. */
  byArgument: term('byArgument'),
  /** As a file, whose path is in SPEC_EXEC_PROMPT. The default. */
  byFile: term('byFile'),
  /** Whether a person does the attempt: it waits for their word, and holds no pool meanwhile. */
  byHand: term('byHand'),
  /** On standard input. */
  byStandardInput: term('byStandardInput'),
  /** How many bytes. */
  byteSize: term('byteSize'),
  /** It was stopped, or never started, by request or because of another failure. */
  cancelled: term('cancelled'),
  /** How much the run has of a pool; what is not said here is found on the machine. */
  capacity: term('capacity'),
  /** The tier of a term: starting-point (learn these first) or expanded, after PROV-O. */
  category: term('category'),
  /** Why the attempt ended without success. */
  cause: term('cause'),
  /** A triple that the revision added or removed. */
  change: term('change'),
  /** Whether the task has failed where it changed no file in its working folder, also where its evidence says that no change was needed; false where nothing is said. */
  changeRequired: term('changeRequired'),
  /** What was checked, in words: the value that the criterion or check had. */
  checked: term('checked'),
  /** A line of a checkpoint or sign-off that a person confirms and no criterion decides. */
  checklistItem: term('checklistItem'),
  /** The gate asks for all criteria of this checkpoint too. */
  checkpoint: term('checkpoint'),
  /** What is claimed, as the agent named it. */
  claimName: term('claimName'),
  /** The value that is claimed. */
  claimValue: term('claimValue'),
  /** How many closure obligations the specification met when the run started. */
  closureMet: term('closureMet'),
  /** How many closure obligations the specification had when the run started. */
  closureTotal: term('closureTotal'),
  /** The clue speaks for the dialect. */
  clue: term('clue'),
  /** The code (room/problem) of the finding that a shape gives; it has its own heading in docs/errors.md. */
  code: term('code'),
  /** The name of a command (check, test, slo-check); the binding says what is run for it. */
  command: term('command'),
  /** One rule of the binding for commands. */
  commandBinding: term('commandBinding'),
  /** The git commit that the subject left. */
  commit: term('commit'),
  /** How actual and target are compared. */
  comparator: term('comparator'),
  /** Of a phase: its end gate passed, or all its tasks are done where it has none; of its start node: the phase may begin. */
  complete: term('complete'),
  /** The rule that found it. */
  conflictRule: term('conflictRule'),
  /** Whether it is open. */
  conflictState: term('conflictState'),
  /** How many open conflicts at or above the severity are allowed; 0 where nothing is said. */
  conflictsMax: term('conflictsMax'),
  /** What followed for the task when the attempt ended without success. */
  consequence: term('consequence'),
  /** A task that reads the value. */
  consumer: term('consumer'),
  /** Something that the subject (a gate, checkpoint or sign-off) asks for. */
  criterion: term('criterion'),
  /** A conflict that halts the phase: root cause, then a new plan. Of a risk: it ends the feature where it comes true. */
  critical: term('critical'),
  /** The day by which the plan is to be done. */
  deadline: term('deadline'),
  /** The person who was to do it said that it cannot be done; they are not asked again. */
  declined: term('declined'),
  /** How much of a pool the task holds while it runs. */
  demand: term('demand'),
  /** Derived, never stated by an author: a query in queries/derive found that the subject node waits for the object node. The edge stands in the graph named after that query. */
  dependsOn: term('dependsOn'),
  /** How the rule finds conflicts. */
  detector: term('detector'),
  /** Of a run: paused, since the disk took no more; it can be resumed once there is room. */
  diskFull: term('diskFull'),
  /** Write what broke and why into the risk log. */
  document: term('document'),
  /** The day by which it is to be reached. */
  due: term('due'),
  /** How long it took by a monotonic clock. */
  elapsed: term('elapsed'),
  /** The same as elapsed, as a number of seconds: for sums and means, which SPARQL has for numbers and not for durations. */
  elapsedSeconds: term('elapsedSeconds'),
  /** The gate that completes the phase. */
  endGate: term('endGate'),
  /** How the attempt ended. */
  ending: term('ending'),
  /** Which holder of the run wrote it: 1 for the start, one more for each resume. */
  epoch: term('epoch'),
  /** Met where the actual value is the target. */
  equalTo: term('equalTo'),
  /** The owner decides. */
  escalateToOwner: term('escalateToOwner'),
  /** What is done where the resolution fails. */
  escalation: term('escalation'),
  /** How long the phase is thought to take; an overrun is a warning. */
  estimate: term('estimate'),
  /** The event's place in the run; the order of events. */
  eventNumber: term('eventNumber'),
  /** Whether the task must leave evidence; true where nothing is said and the task has a prompt. */
  evidenceRequired: term('evidenceRequired'),
  /** The JSON Schema that the evidence of every task of the plan must fit, beside the one that every evidence must fit. */
  evidenceSchema: term('evidenceSchema'),
  /** A value as it may look. */
  exampleValue: term('exampleValue'),
  /** Whether nobody may give the approval who owns an agent (sx:owner) whose work the gate judges. Not, where nothing is said. */
  excludesOwners: term('excludesOwners'),
  /** The pool has one token, so that its holder is alone. */
  exclusive: term('exclusive'),
  /** What starts the task. */
  executor: term('executor'),
  /** The exit status of the attempt's process. */
  exitCode: term('exitCode'),
  /** A count that the authors declare and closure holds against what is really there. */
  expectation: term('expectation'),
  /** Should hold: a gate does not pass where an expected criterion failed, but passes where it could not be told. */
  expected: term('expected'),
  /** The class whose members are counted. */
  expectedClass: term('expectedClass'),
  /** How many members of the class the spec holds. */
  expectedCount: term('expectedCount'),
  /** The agent whose work brings the improvement. */
  expectedFrom: term('expectedFrom'),
  /** The name under which the module exports the function; its default export where nothing is said. */
  exportName: term('exportName'),
  /** The task has failed. */
  failTask: term('failTask'),
  /** It ended otherwise, and is not tried again. */
  failed: term('failed'),
  /** The agent that tries the task once the assigned one is not tried again, with as many retries as that had. */
  fallbackAgent: term('fallbackAgent'),
  /** The feature that the plan makes true. */
  feature: term('feature'),
  /** Feature sets that cannot live together after the union. */
  featureDetector: term('featureDetector'),
  /** A name under which somebody may act for the subject, a role or an agent. Where none is given, anybody may. */
  filledBy: term('filledBy'),
  /** When the gate that asks for it is judged, which is the last one as a rule; where none does, when all else is done: the run fails where it does not hold. */
  final: term('final'),
  /** The first to have changed keeps it; the second integrates. */
  firstWins: term('firstWins'),
  /** The parts of an evidence file that have no term of their own. */
  furtherEvidence: term('furtherEvidence'),
  /** The gate that the subject is about. */
  gate: term('gate'),
  /** What is true when the feature is done, in one sentence. */
  goal: term('goal'),
  /** Its process is gone, and nobody saw how it ended. */
  goneWithoutRecord: term('goneWithoutRecord'),
  /** The name of the query that made the guess. */
  guessedBy: term('guessedBy'),
  /** The thing that the guess is about. */
  guessedOf: term('guessedOf'),
  /** The phase halts: root cause analysis, then a new plan. */
  haltPhase: term('haltPhase'),
  /** Of a run: stopped by a critical conflict. */
  halted: term('halted'),
  /** The hand-off that the subject (a hand-off value or criterion) is about. */
  handOff: term('handOff'),
  /** A risk that endangers the goal where it comes true. */
  high: term('high'),
  /** The greatest reduction that is expected, in per cent of the baseline. */
  highPercent: term('highPercent'),
  /** Hours of effort in a day; 8 where nothing is said. */
  hoursPerDay: term('hoursPerDay'),
  /** A person, who reads the prompt, works in the attempt's folder, and says by spec-exec approve that it is done. The task holds no pool meanwhile. */
  humanExecutor: term('humanExecutor'),
  /** An attempt is stopped when for so long it wrote nothing to its log, left no evidence or hand-off, and changed no file of its folder. */
  idleTimeout: term('idleTimeout'),
  /** It was stopped since it gave no sign of life for too long (idleTimeout). */
  idleTooLong: term('idleTooLong'),
  /** Warnings and notes of this code (such as "lint/unused-prefix"), or of all codes of this room (such as "lint"), are not reported where they stand in the document that is the subject. Errors are reported all the same. */
  ignores: term('ignores'),
  /** What the bottleneck costs now. */
  impact: term('impact'),
  /** The metric that gets better. */
  improves: term('improves'),
  /** The task belongs to the phase. */
  inPhase: term('inPhase'),
  /** The subject (a phase, task, gate, checkpoint, milestone or sign-off) belongs to the plan. */
  inPlan: term('inPlan'),
  /** The subject belongs to the run. */
  inRun: term('inRun'),
  /** The metric shows whether the bottleneck is gone. */
  indicates: term('indicates'),
  /** The task reads the artifact, and so waits for the task that makes it. */
  input: term('input'),
  /** A command judges the merged tree: a breaking change. */
  interfaceDetector: term('interfaceDetector'),
  /** Of a run: stopped before the end; it can be resumed. */
  interrupted: term('interrupted'),
  /** A named part (a package, a file) that the bottleneck is about. */
  involves: term('involves'),
  /** The version of the journal's format. */
  journalFormat: term('journalFormat'),
  /** The JSON Schema (draft 2020-12 unless it says otherwise) that a value of the subject must fit. */
  jsonSchema: term('jsonSchema'),
  /** The JSON value. */
  jsonValue: term('jsonValue'),
  /** Where several descriptions of one thing are merged, what the kept one says with this property of ours stands, and what the others say with it is left out. */
  keepsOne: term('keepsOne'),
  /** The key under which a hand-off is known; one hand-off a key. */
  key: term('key'),
  /** Met where the actual value is less than the target; lower is better. */
  lessThan: term('lessThan'),
  /** The name of the dialect from which the triples of this graph were lifted. */
  liftedFrom: term('liftedFrom'),
  /** Overlapping lines. */
  lineDetector: term('lineDetector'),
  /** Where the attempt's output is, relative to the run's folder. */
  log: term('log'),
  /** Of an attempt: its process is gone and left no record. */
  lost: term('lost'),
  /** A risk that costs little where it comes true. */
  low: term('low'),
  /** The least reduction that is expected, in per cent of the baseline. */
  lowPercent: term('lowPercent'),
  /** A conflict that pauses the affected agents until the owner has resolved it. */
  major: term('major'),
  /** Because of the change, what the task left counts no longer and it is done again, or the gate is judged again; also by way of what another stale task makes or hands over. */
  makesStale: term('makesStale'),
  /** Must hold: a gate passes only where every mandatory criterion passed. */
  mandatory: term('mandatory'),
  /** The greatest improvement factor that the authors claim. */
  maximumFactor: term('maximumFactor'),
  /** Which measurement the subject is or asks for. */
  measurementKind: term('measurementKind'),
  /** How the metric is measured, so that somebody else gets the same number. */
  measurementMethod: term('measurementMethod'),
  /** Why the measurement has no value: it was tried and was blocked. */
  measurementStatus: term('measurementStatus'),
  /** The artifact's media type. */
  mediaType: term('mediaType'),
  /** A risk that costs rework where it comes true. */
  medium: term('medium'),
  /** A workspace member was removed, renamed or excluded that others depend on. */
  memberDetector: term('memberDetector'),
  /** A merge of the two, tried by git merge-tree, would fail. */
  mergeDetector: term('mergeDetector'),
  /** The message of the inbox by which the subject came, so that none is put on record twice. */
  messageId: term('messageId'),
  /** How the value was got, as the one who measured says. */
  method: term('method'),
  /** The subject (a feature, criterion, improvement or measurement) is about this metric. */
  metric: term('metric'),
  /** The least closure, in per cent, that the subject (a criterion or run) asks for. */
  minimumClosure: term('minimumClosure'),
  /** The least improvement factor (baseline / actual where lower is better) that the authors claim. */
  minimumFactor: term('minimumFactor'),
  /** A conflict that the agents settle by order: the first to have changed keeps it, the second integrates. */
  minor: term('minor'),
  /** A mandatory metric misses its target after integration. */
  missedTarget: term('missedTarget'),
  /** The task works against the risk. */
  mitigates: term('mitigates'),
  /** What is done so that it does not happen, or does not hurt. */
  mitigation: term('mitigation'),
  /** The task changes a file that is there before the run. Orders nothing: agents side by side may modify one file on branches of their own. */
  modifies: term('modifies'),
  /** The path below the project's root of the ES module, a function of which does the task. */
  module: term('module'),
  /** A function of an ES module, called with the task's context in a process of its own. */
  moduleExecutor: term('moduleExecutor'),
  /** Met where the actual value is greater than the target; higher is better. */
  moreThan: term('moreThan'),
  /** The time the task is thought to take. */
  mostLikely: term('mostLikely'),
  /** The clue is there where the IRI of a property or class in use starts so. */
  namespaceStart: term('namespaceStart'),
  /** The metric compares with nothing: a count that must be zero, a rate that must be full. */
  notApplicable: term('notApplicable'),
  /** Nobody measured it. */
  notMeasured: term('notMeasured'),
  /** It ended well, and what it must leave does not hold: an artifact, evidence, a hand-off, a verification. */
  notProved: term('notProved'),
  /** It could not be started. */
  notStarted: term('notStarted'),
  /** What the approver wrote. */
  note: term('note'),
  /** It ended well and changed nothing, where a change is required (changeRequired). */
  nothingChanged: term('nothingChanged'),
  /** How binding the subject (a metric or criterion) is: mandatory where nothing is said. */
  obligation: term('obligation'),
  /** The phase that the subject (a checkpoint or gate) belongs to. */
  ofPhase: term('ofPhase'),
  /** The plan that the run executes. */
  ofPlan: term('ofPlan'),
  /** What does not start any more once the task has failed for good: nothing of the run where nothing is said, and with --keep-going its dependents alone. */
  onFailure: term('onFailure'),
  /** The version of the vocabulary that the journal is written in. */
  ontologyVersion: term('ontologyVersion'),
  /** Of a conflict: not resolved. */
  open: term('open'),
  /** The shortest time the task is thought to take. */
  optimistic: term('optimistic'),
  /** The phase's place among the phases. */
  order: term('order'),
  /** How the subject (a gate) is judged now: in the graph <run>/status alone. A judgement on record has it by earl:result. */
  outcome: term('outcome'),
  /** How the criterion is judged when nobody has spoken in that time: earl:cantTell, where nothing is said. */
  outcomeAfterWait: term('outcomeAfterWait'),
  /** The task makes the artifact; it has succeeded only if it is there. (p-plan has only the inverse, isOutputVarOf.) */
  output: term('output'),
  /** It was stopped, or not begun, since all attempts of the task together took as long as they may (taskTimeout). */
  overTaskTime: term('overTaskTime'),
  /** It was stopped since it took longer than an attempt may (timeout). */
  overTime: term('overTime'),
  /** The agent or role that answers for the subject: a gate, a risk, a conflict rule, an agent. */
  owner: term('owner'),
  /** The owner makes one version of both. */
  ownerUnions: term('ownerUnions'),
  /** The name of an environment variable that is passed on. */
  passEnvironment: term('passEnvironment'),
  /** Where the artifact is, relative to the workspace: a path or a glob; never outside it. */
  path: term('path'),
  /** The resolutions of an escalation path, in order. */
  pathSteps: term('pathSteps'),
  /** The affected agents make no new attempt until it is resolved. */
  pauseAgents: term('pauseAgents'),
  /** A conflict holds it. */
  paused: term('paused'),
  /** By how many per cent of the baseline the metric got worse; not said where the baseline was 0. */
  percentWorse: term('percentWorse'),
  /** At every poll of the phase. */
  periodic: term('periodic'),
  /** The longest time the task is thought to take. */
  pessimistic: term('pessimistic'),
  /** The phase that the subject is about. */
  phase: term('phase'),
  /** The day on which the plan is to start. */
  plannedStart: term('plannedStart'),
  /** How often the changes of the phase's agents are compared. */
  pollEvery: term('pollEvery'),
  /** Shortens the plan's polls to this period. */
  pollEveryAtMost: term('pollEveryAtMost'),
  /** The resource pool that the subject (a demand or budget) draws on. */
  pool: term('pool'),
  /** What its removal is thought to gain, in words; improvements say it in numbers. */
  potential: term('potential'),
  /** The metric is the goal. */
  primary: term('primary'),
  /** How likely the risk is to come true, from 0 to 1. */
  probability: term('probability'),
  /** A program, started with its arguments as they are; through a shell only where the binding says shellCommand. */
  processExecutor: term('processExecutor'),
  /** The process id that the attempt's group leader had. */
  processId: term('processId'),
  /** The task that leaves the value. */
  producer: term('producer'),
  /** What the agent is told. */
  prompt: term('prompt'),
  /** How the prompt reaches the program. */
  promptBy: term('promptBy'),
  /** Of a run: all that it was asked to do is done; it can be resumed, and then goes to its end. */
  reached: term('reached'),
  /** The gate or phase whose passing or completion reaches the milestone. */
  reachedBy: term('reachedBy'),
  /** All that it depends on is met; it starts as soon as pools allow. */
  ready: term('ready'),
  /** Why it ended, was decided or is so, in one sentence. */
  reason: term('reason'),
  /** The longest time the rollback is thought to take. */
  recoveryHigh: term('recoveryHigh'),
  /** The shortest time the rollback is thought to take. */
  recoveryLow: term('recoveryLow'),
  /** Have the work designed again without the pattern that broke it. */
  redesign: term('redesign'),
  /** The agent that designs the work again. */
  redesignedBy: term('redesignedBy'),
  /** The change is not taken unless the owner says otherwise. */
  rejectChange: term('rejectChange'),
  /** The bottleneck that the improvement works on. */
  relieves: term('relieves'),
  /** What to write so that the finding that a shape gives goes away: one concrete way out. */
  remedy: term('remedy'),
  /** The work that is left is planned again, without what led to the conflict. */
  replan: term('replan'),
  /** The subject (a task, gate or phase) may start, or be judged, only after the object (a task, gate or phase) is met: a task succeeded or was skipped as up to date, a gate passed, a phase is complete. The direct edge; p-plan:isPrecededBy is its transitive closure. */
  requires: term('requires'),
  /** What is done where the rule finds a conflict. */
  resolution: term('resolution'),
  /** Of a conflict: resolved. */
  resolved: term('resolved'),
  /** The agent or role that makes the resolution, where that is not the owner. */
  resolvedBy: term('resolvedBy'),
  /** Something the agent answers for. */
  responsibility: term('responsibility'),
  /** How often the task is tried again after a failure; 0 where nothing is said. */
  retriesMax: term('retriesMax'),
  /** How long after the end of the attempt the task may be tried again. */
  retryAfter: term('retryAfter'),
  /** By how much each further wait is longer than the one before; 2 where nothing is said. */
  retryBackoff: term('retryBackoff'),
  /** How long it is waited before the first retry; not at all where nothing is said. */
  retryDelay: term('retryDelay'),
  /** No wait before a retry is longer. */
  retryDelayMax: term('retryDelayMax'),
  /** The share of each wait that is left to chance, from 0 to 1, so that tasks which failed together do not come back together; 0.2 where nothing is said. */
  retryJitter: term('retryJitter'),
  /** A cause after which the task is tried again by the same agent; every cause where none is said. */
  retryOn: term('retryOn'),
  /** Take that commit back by a new commit. */
  revert: term('revert'),
  /** The feature runs this risk. */
  risk: term('risk'),
  /** The document that gets an entry. */
  riskLog: term('riskLog'),
  /** The role that may act or approve here. */
  role: term('role'),
  /** How the feature is taken back when it went wrong. */
  rollback: term('rollback'),
  /** The steps in order. */
  rollbackSteps: term('rollbackSteps'),
  /** Why the bottleneck is there. */
  rootCause: term('rootCause'),
  /** A task finds why it happened before anything goes on. */
  rootCauseAnalysis: term('rootCauseAnalysis'),
  /** It is being done. */
  running: term('running'),
  /** The second agent's branch is rebased onto the first's, and verified again. */
  secondIntegrates: term('secondIntegrates'),
  /** The metric guards what must not get worse. */
  secondary: term('secondary'),
  /** The name of an environment variable that is passed on and whose value is a secret: it is taken out of all that the run records and shows. */
  secretEnvironment: term('secretEnvironment'),
  /** A file that it changed or a commit that it made holds a declared secret; nothing of it is kept. */
  secretInOutput: term('secretInOutput'),
  /** A variable that is set, as NAME=value. */
  setEnvironment: term('setEnvironment'),
  /** How bad the subject is: a conflict, the conflicts a rule finds, or a risk. */
  severity: term('severity'),
  /** The SHA-256 digest of the bytes, as lower-case hexadecimal. */
  sha256: term('sha256'),
  /** In place of argv: what /bin/sh runs, as it is written here. Nothing is filled in; values are reached as variables, such as "$SPEC_EXEC_PROMPT", and a prompt by argument as "$1". */
  shellCommand: term('shellCommand'),
  /** What the sign-off is about: a plan, gate or milestone. */
  signs: term('signs'),
  /** The role that is filled automatically. */
  signsFor: term('signsFor'),
  /** It was up to date or left out by request; counts as met. */
  skipped: term('skipped'),
  /** What removes it. */
  solution: term('solution'),
  /** The column at which it begins, counted from 1. */
  sourceColumn: term('sourceColumn'),
  /** The column after its last character, counted from 1. */
  sourceEndColumn: term('sourceEndColumn'),
  /** The line on which what the finding points at ends, counted from 1. */
  sourceEndLine: term('sourceEndLine'),
  /** The file that the finding points at, relative to the project root. */
  sourceFile: term('sourceFile'),
  /** The line on which what the finding points at begins, counted from 1. */
  sourceLine: term('sourceLine'),
  /** The SHA-256 digest of the canonical N-Quads of the specification that the run executes. */
  specificationDigest: term('specificationDigest'),
  /** The specification's folder, relative to the project root. */
  specificationFolder: term('specificationFolder'),
  /** What the run was given as its specification, a folder or one of its files, relative to the project root. */
  specificationPath: term('specificationPath'),
  /** The phase whose start the node is. */
  startOf: term('startOf'),
  /** Where the subject is now: in the graph <run>/status alone, one triple a node, rebuilt on replay, never journaled. */
  state: term('state'),
  /** The value before the feature, as the authors state it, in the metric's unit; one of the two ends where it is a range. */
  statedBaseline: term('statedBaseline'),
  /** The upper end of a stated baseline that is a range; the lower is statedBaseline. */
  statedBaselineHigh: term('statedBaselineHigh'),
  /** The longest total duration that the authors claim. */
  statedDurationHigh: term('statedDurationHigh'),
  /** The shortest total duration that the authors claim. */
  statedDurationLow: term('statedDurationLow'),
  /** An outcome that the authors expect beside the targets; it gates nothing. */
  statedOutcome: term('statedOutcome'),
  /** A task or gate that the criterion asks for. */
  step: term('step'),
  /** What depends on the failed task does not start; all else goes on. */
  stopDependents: term('stopDependents'),
  /** Nothing more of the failed task's phase starts; phases beside it go on. */
  stopPhase: term('stopPhase'),
  /** Nothing more starts; what runs is seen through. */
  stopRun: term('stopRun'),
  /** The same table or key of a TOML, JSON or YAML file was changed by both. */
  structureDetector: term('structureDetector'),
  /** It was done, and what it must leave was checked. */
  succeeded: term('succeeded'),
  /** An exit status with which the task's process may end and have done it; 0 alone where none is said. */
  successExitStatus: term('successExitStatus'),
  /** The user of the operating system from whose session the word was given: what the machine knows, beside the name that was claimed. */
  systemUser: term('systemUser'),
  /** The number that the actual value is compared with, in the metric's unit. */
  target: term('target'),
  /** The task that the subject is about. */
  task: term('task'),
  /** How long all attempts of the task may take together, what lies between them included; what then runs is stopped, and nothing is tried again. */
  taskTimeout: term('taskTimeout'),
  /** The metric is a further improvement. */
  tertiary: term('tertiary'),
  /** The dialect is recognised where the weights of its clues that are there sum up to this. */
  threshold: term('threshold'),
  /** How close to the goal the metric is. */
  tier: term('tier'),
  /** It was stopped because its time was over. */
  timedOut: term('timedOut'),
  /** After how long an attempt is stopped. */
  timeout: term('timeout'),
  /** By how many per cent of the target the actual value may miss it and still meet it; 0 where nothing is said. */
  tolerance: term('tolerance'),
  /** What sets the rollback off. */
  trigger: term('trigger'),
  /** The task is tried again. */
  tryAgain: term('tryAgain'),
  /** The gate holds back the object (a task, gate or phase) until it has passed: the stated inverse of requires. Where both are given and disagree, that is a finding. */
  unblocks: term('unblocks'),
  /** The QUDT unit in which the subject's numbers are given. */
  unit: term('unit'),
  /** When the wait for an approval ends. */
  until: term('until'),
  /** Of the beginning of a run, or of a resumption: the task, gate or phase up to which it was asked to go. Nothing starts that this does not wait for. */
  upTo: term('upTo'),
  /** The task is tried with its fallback agent. */
  useFallback: term('useFallback'),
  /** The number, in the subject's unit. */
  value: term('value'),
  /** The name of a command that must end with exit status 0 in the task's folder before the task has succeeded. */
  verification: term('verification'),
  /** Show by the verification command that the rest works. */
  verify: term('verify'),
  /** Which value under the key it is, from 1. */
  version: term('version'),
  /** How long the gate waits for the approval once all else of it holds; without end, where nothing is said. */
  waitAtMost: term('waitAtMost'),
  /** Something that it depends on is not met. */
  waiting: term('waiting'),
  /** A path pattern that the rule watches. */
  watchedPath: term('watchedPath'),
  /** The part of a structured file that the rule watches, as a dotted path: tasks.*, features.*, workspace.members. */
  watchedSelector: term('watchedSelector'),
  /** How much the clue speaks for the dialect. */
  weight: term('weight'),
  /** When the checkpoint is evaluated. */
  when: term('when'),
  /** What follows when an attempt is gone and left no record of its end, as after a power cut: it is tried again where nothing is said. */
  whenLost: term('whenLost'),
  /** Why the finding that a shape gives matters: what the engine cannot do because of it. */
  why: term('why'),
  /** Met where the actual value, a change in per cent, is no further from zero than the target. */
  within: term('within'),
  /** The clue is there where a property or class in use has this local name, in whatever namespace of the author's. */
  word: term('word'),
  /** The folder, relative to the project root, that is copied and made a git repository of its own for each run; agents work on worktrees of it. */
  workspace: term('workspace'),
} as const;

/** Every term of what a reading says. */
export const read = {
  /** A number of things. */
  Count: fact('Count'),
  /** An amount of data, in bytes. */
  Data: fact('Data'),
  /** What a quantity is a quantity of. */
  Dimension: fact('Dimension'),
  /** A loaded document of the specification. */
  Document: fact('Document'),
  /** How many times as much. */
  Factor: fact('Factor'),
  /** A thing that is written in a vocabulary other than ours and was read as a thing of one of our kinds. */
  Foreign: fact('Foreign'),
  /** On what grounds a foreign thing was read as a thing of a kind. */
  Ground: fact('Ground'),
  /** The one gate of the specification that no gate comes after. */
  LastGate: fact('LastGate'),
  /** The property that names it says it, such as taskName. */
  NamingProperty: fact('NamingProperty'),
  /** Several properties that things of one kind alone have say it; it has no type that says otherwise. */
  Properties: fact('Properties'),
  /** A share of a whole: 0.15 is 15 per cent. */
  Ratio: fact('Ratio'),
  /** A property that refers to it says it, such as assignedTo. */
  Reference: fact('Reference'),
  /** Time, in seconds. */
  Time: fact('Time'),
  /** The name of its type says it. */
  Type: fact('Type'),
  /** The quantity sets a target where another quantity of the same dimension is the target already: by the words beside it, of a twin, or a second time. */
  about: fact('about'),
  /** The thing states an effort or a cost that its parts state too. */
  addsUp: fact('addsUp'),
  /** No document says one thing of this and another of the other, which has the same or nearly the same name. */
  agreesWith: fact('agreesWith'),
  /** The phase or group whose other members state the property. */
  among: fact('among'),
  /** The task has its agent from this phase or group, which has exactly one. */
  assignedThrough: fact('assignedThrough'),
  /** Whether more things than claimed agree with the claim. */
  atLeast: fact('atLeast'),
  /** The task neither leads to the last gate nor comes after it. */
  besideTask: fact('besideTask'),
  /** The thing claims how many things of a kind the specification has. */
  claims: fact('claims'),
  /** How the quantity bounds what is compared with it: <=, <, >=, > or =. */
  comparator: fact('comparator'),
  /** The day on which the work of the thing is to end, where its authors do not call it a deadline. */
  completion: fact('completion'),
  /** How many things are claimed. */
  count: fact('count'),
  /** The thing gives the number of all things of a kind by a property that says so. */
  counts: fact('counts'),
  /** The day that a value gives. */
  date: fact('date'),
  /** Two documents give the thing two values of a property that has one value elsewhere. */
  differs: fact('differs'),
  /** What the quantity is a quantity of. */
  dimension: fact('dimension'),
  /** The loaded document that is spoken of. */
  document: fact('document'),
  /** No task follows the task and it leads to no gate, while the other, which it follows, does. */
  endsAfter: fact('endsAfter'),
  /** How many things of the kind the specification has, those with the same or nearly the same name counted once. */
  fewest: fact('fewest'),
  /** The kind that the values of a misnaming property are of. */
  found: fact('found'),
  /** The baseline that is improved. */
  from: fact('from'),
  /** The improvement that is promised: a factor, or a share by which something is reduced. */
  gain: fact('gain'),
  /** The target that is to be reached. */
  goal: fact('goal'),
  /** The thing lists the other as one of its members: a phase its tasks, a group its steps. */
  hasPart: fact('hasPart'),
  /** A number that stands in a name of the thing. */
  index: fact('index'),
  /** On what grounds the thing was read as a thing of its kind. */
  kindBy: fact('kindBy'),
  /** What the quantity is of, in words that stand before it in its own literal. */
  label: fact('label'),
  /** The thing does not state a property that all others of its kind in its phase or group state. */
  leavesOut: fact('leavesOut'),
  /** A thing that does state it. */
  like: fact('like'),
  /** The class lists the property as its own; things that look like the class do not have it, and others do. */
  listsInVain: fact('listsInVain'),
  /** The upper end of the quantity in the base unit of its dimension: second, byte or 1; the quantity itself where it is no range. */
  maximum: fact('maximum'),
  /** The word that the thing probably means by the one that it misspells. */
  meant: fact('meant'),
  /** A value of the thing is the path of a file. */
  mentionsFile: fact('mentionsFile'),
  /** The lower end of the quantity in the base unit of its dimension: second, byte or 1; the quantity itself where it is no range. */
  minimum: fact('minimum'),
  /** The thing uses a property whose name speaks of another kind than all its values are of. */
  misnames: fact('misnames'),
  /** A document repeats most things of this kind that another declares, and not this one. */
  missingIn: fact('missingIn'),
  /** A name of the thing has this word, which is probably a slip of the pen. */
  misspells: fact('misspells'),
  /** A name of the thing, in words of lower case. */
  name: fact('name'),
  /** The name of a property whose value names a thing of the class. */
  named: fact('named'),
  /** An earlier thing of the same kind has a name of mostly the same words, under another IRI. */
  nearName: fact('nearName'),
  /** The phase has the next number in its name, and nothing in it waits for anything in the other. */
  notBehind: fact('notBehind'),
  /** What is counted or shared, in words that stand after the quantity in its own literal. */
  noun: fact('noun'),
  /** A kind of thing of which the property is read; it is read of all where none is said. */
  of: fact('of'),
  /** The kind of the things that are claimed or counted, or that the name of a property speaks of. */
  ofKind: fact('ofKind'),
  /** A word that names the term only where it stands alone, not as the head of a longer name. */
  only: fact('only'),
  /** The value in the other document. */
  otherValue: fact('otherValue'),
  /** The path of a file as it is written. */
  path: fact('path'),
  /** The thing states an improvement beside the baseline that it improves and the target that it is to reach. */
  promises: fact('promises'),
  /** The property whose value was read so. */
  property: fact('property'),
  /** The kind that the value of the property is read as. */
  refersTo: fact('refersTo'),
  /** The property of ours as which the value was read. */
  role: fact('role'),
  /** The document speaks of the thing. */
  saidIn: fact('saidIn'),
  /** An earlier thing has a name of the same words, under another IRI. */
  sameName: fact('sameName'),
  /** The thing gives a property that was read so an empty list: it says that there is nothing, and leaves nothing out. */
  saysNone: fact('saysNone'),
  /** Both, which have the same or nearly the same name, have at least two properties in common. */
  sharesProperties: fact('sharesProperties'),
  /** Both, which have the same or nearly the same name, have a text that no third thing has. */
  sharesText: fact('sharesText'),
  /** The thing states the quantity or the date. */
  states: fact('states'),
  /** What the parts add up to. */
  sum: fact('sum'),
  /** How many tasks the last gate waits for, directly or through others. */
  tasksBehind: fact('tasksBehind'),
  /** How many tasks neither lead to the last gate nor come after it. */
  tasksBeside: fact('tasksBeside'),
  /** How many things of the kind the specification has, those with the same name counted once. */
  things: fact('things'),
  /** How many things of the kind one document has, those with the same name counted once. */
  thingsIn: fact('thingsIn'),
  /** Whether the name of the property says that the quantity is a total. */
  total: fact('total'),
  /** An earlier thing that may be the same: it has the same name, or nearly the same and a text that no third thing has. */
  twin: fact('twin'),
  /** A type that the foreign thing has in its own vocabulary: what is described alike is compared with what has the same. */
  typed: fact('typed'),
  /** The literal that was read so. */
  value: fact('value'),
  /** Both tasks name the same output, or the same file that they modify, and neither leads to the other. */
  writesBeside: fact('writesBeside'),
} as const;
