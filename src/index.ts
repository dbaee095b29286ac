// The public names of the package: open an engine, and what it gives and takes. Everything else may change without notice.
//
//   import { openEngine } from 'spec-exec';
//   const checked = await openEngine().check('.specify/specs/007-optimize-build-times');
export { openEngine } from './engine.ts';
export type { Checked, CheckOptions, Engine, EngineOptions, OpenedRun, RunOptions } from './engine.ts';

export type { AssetFolders } from './base/assets.ts';
export type { Clock, RandomHex } from './base/clock.ts';
export type { Diagnostic, Severity, Span } from './base/diagnostic.ts';
export { printDiagnostic, type Palette, type PrintOptions } from './base/print-diagnostic.ts';
export { printDiagnostics } from './base/print-findings.ts';
export type { Result } from './base/result.ts';

export type { Closure } from './closure/close.ts';
export type {
  Criterion,
  Iri,
  NodeIndex,
  ObligationName,
  Plan,
  PlanCheckpoint,
  PlanEdge,
  PlanGate,
  PlanNode,
  PlanPhase,
  PlanTask,
} from './derive/plan.ts';
export { graphJson, type GraphDocument, type GraphNode } from './derive/graph-json.ts';

export type { Dialect } from './lift/dialect.ts';
export type { Lifted, LiftedTriple } from './lift/lift.ts';

export { ask, type Answer, type AskOptions, type Row, type Rows, type Values } from './query/ask.ts';
export type { Catalogue, QueryEntry } from './query/catalogue.ts';
export { printAnswer, type AnswerFormat } from './query/print.ts';
export type { Graphs } from './store/graphs.ts';

export type { Ending, GateOutcome, PauseReason, RunEnding, RunEvent } from './schedule/event.ts';
export type { RunResult, RunStop } from './schedule/run-input.ts';
export type { Said, SaidCriterion } from './schedule/session.ts';
export type { NodeState, RunState } from './schedule/state.ts';

export { sx } from './vocabulary/terms.ts';
