// Judges one criterion: its EARL outcome, and in words the value that it had. One function for each kind.
import { durationText } from '../base/duration.ts';
import { unreachable } from '../base/result.ts';
import type { MetricInfo } from '../derive/entities.ts';
import type { Criterion, Iri } from '../derive/plan.ts';
import {
  betterBy,
  comparatorSign,
  improvement,
  improvementText,
  isMet as meets,
  reaches,
} from '../evidence/compare.ts';
import { quantityText } from '../vocabulary/units.ts';
import { ask } from '../query/ask.ts';
import { runBoundCommand } from './commands.ts';
import { storedFile } from './context.ts';
import type { GateOutcome } from './event.ts';
import { approvedKey, measuredKey, openConflicts } from './ledger.ts';
import { progressSince } from './progress.ts';
import { bothMeasured, regressionOf } from './regression.ts';
import type { Session } from './session.ts';
import { silenceOn } from './silence.ts';
import { isMet, type RunState } from './state.ts';

export interface Verdict {
  readonly outcome: GateOutcome;
  /** The value that the criterion had, in words: "First build 1.31 s ≤ 15 s". */
  readonly checked: string;
  /** IRIs of what decided: measurements, evidence, approvals. */
  readonly used: readonly Iri[];
}

const verdict = (good: boolean, checked: string, used: readonly Iri[] = []): Verdict => ({
  outcome: good ? 'passed' : 'failed',
  checked,
  used,
});
const cannotTell = (checked: string, used: readonly Iri[] = []): Verdict => ({ outcome: 'cantTell', checked, used });

/** All of them hold → passed; one fails → failed; one cannot be told → cantTell; one is not there yet → untested. */
function together(verdicts: readonly Verdict[]): Verdict {
  const worst = (['failed', 'cantTell', 'untested'] as const).find((one) =>
    verdicts.some((each) => each.outcome === one),
  );
  // Where some do not hold, those are what a person wants to read.
  const shown = worst ? verdicts.filter((each) => each.outcome === worst) : verdicts;
  return {
    outcome: worst ?? 'passed',
    checked: shown.map((each) => each.checked).join('; '),
    used: verdicts.flatMap((each) => each.used),
  };
}

/** Who asks: `name` for log files; `gate` where it is a gate, whose approvals then count. */
export interface Asker {
  readonly name: string;
  readonly gate?: Iri | undefined;
}

/** What the criterion's words say of agents and commands holds no secret. */
export async function evaluate(
  session: Session,
  state: RunState,
  criterion: Criterion,
  asker: Asker,
): Promise<Verdict> {
  const found = await judged(session, state, criterion, asker);
  return { ...found, checked: session.secrets.mask(found.checked) };
}

async function judged(session: Session, state: RunState, criterion: Criterion, asker: Asker): Promise<Verdict> {
  switch (criterion.kind) {
    case 'step':
      return together(criterion.steps.map((step) => ofStep(session, state, step)));
    case 'artifact':
      return together(await Promise.all(criterion.artifacts.map((artifact) => ofArtifact(session, artifact))));
    case 'metric':
      return together(criterion.metrics.map((metric) => ofMetric(session, metric)));
    case 'factor':
      return together(criterion.metrics.map((metric) => ofFactor(session, metric)));
    case 'measured':
      return together(criterion.metrics.map((metric) => ofMeasured(session, metric, criterion.measurement)));
    case 'regression':
      return ofRegression(session, criterion.metrics);
    case 'hand-off':
      return together(criterion.handOffs.map((handOff) => ofHandOff(session, handOff)));
    case 'closure':
      return verdict(
        session.closurePercent >= criterion.minimumPercent,
        `closure ${trimmed(session.closurePercent)} % ≥ ${trimmed(criterion.minimumPercent)} %`,
      );
    case 'conflict': {
      const open = openConflicts(session.graphs, criterion.severity);
      return verdict(
        open.length <= criterion.conflictsMax,
        `${open.length} open conflicts of severity ${criterion.severity} or above, ${criterion.conflictsMax} allowed`,
        open,
      );
    }
    case 'command':
      return ofCommand(session, criterion.command, asker.name);
    case 'ask': {
      const answer = await ask(session.graphs, criterion.query, { limitMs: 30_000 });
      if (!answer.ok) return cannotTell(answer.diagnostics[0]?.message ?? 'the query could not be answered');
      if (answer.value.kind !== 'boolean') return cannotTell('the criterion is not an ASK query');
      return verdict(answer.value.value, `the query answers ${answer.value.value}`);
    }
    case 'approval':
      return ofApproval(session, criterion, asker.gate);
    case 'progress':
      return progressSince(session, state);
    case 'clean-tree': {
      const paths = await session.workspace.uncommitted();
      return verdict(
        paths.length === 0,
        paths.length === 0 ? 'the integrated tree is clean' : `uncommitted in the integrated tree: ${paths.join(', ')}`,
      );
    }
    case 'rollback':
      return ofRollback(session, criterion.command, asker.name);
    default:
      return unreachable(criterion);
  }
}

function ofStep(session: Session, state: RunState, step: Iri): Verdict {
  const node = session.plan.indexOf.get(step);
  if (node === undefined) return cannotTell(`${step} is no task or gate of the plan`);
  const at = state.nodes[node]!;
  const name = session.entities.title(step);
  if (isMet(at)) return verdict(true, `${name}: ${at}`);
  return at === 'waiting' || at === 'ready' || at === 'running' || at === 'awaiting' || at === 'untested'
    ? { outcome: 'untested', checked: `${name} is ${at}`, used: [] }
    : verdict(false, `${name}: ${at}`);
}

async function ofArtifact(session: Session, artifact: Iri): Promise<Verdict> {
  const info = session.entities.artifacts.get(artifact);
  const made = session.ledger.made.get(artifact);
  const name = info?.path ?? artifact;
  if (!made || made.length === 0) return verdict(false, `${name} was not made`);
  for (const one of made)
    if ((await storedFile(session, artifact, one)) === undefined)
      return verdict(false, `the kept copy of ${one.path} is gone, or was changed`);
  return verdict(
    true,
    `${made.map((one) => one.path).join(', ')} is there and valid (sha256 ${made[0]!.sha256.slice(0, 12)}…)`,
    made.map((one) => one.iri),
  );
}

function ofMetric(session: Session, iri: Iri): Verdict {
  const metric = session.entities.metrics.get(iri);
  const name = metric?.title ?? iri;
  const actual = session.ledger.measured.get(measuredKey('actual', iri));
  if (!metric || metric.comparator === undefined || metric.target === undefined)
    return cannotTell(`${name} has no target`);
  if (!actual) return { outcome: 'untested', checked: `${name} was not measured`, used: [] };
  if (actual.value === undefined) return cannotTell(`${name} could not be measured: blocked`, [actual.iri]);
  const aim = { comparator: metric.comparator, target: metric.target, tolerancePercent: metric.tolerancePercent };
  const text = `${name} ${amount(metric, actual.value)} ${comparatorSign(metric.comparator)} ${amount(metric, metric.target)}`;
  return verdict(meets(aim, actual.value), text, [actual.iri]);
}

function ofFactor(session: Session, iri: Iri): Verdict {
  const metric = session.entities.metrics.get(iri);
  const name = metric?.title ?? iri;
  if (!metric || metric.minimumFactor === undefined || metric.comparator === undefined)
    return cannotTell(`${name} has no minimum factor`);
  const baseline = session.ledger.measured.get(measuredKey('baseline', iri));
  const actual = session.ledger.measured.get(measuredKey('actual', iri));
  if (!baseline || !actual)
    return { outcome: 'untested', checked: `${name} has no measured ${baseline ? 'result' : 'baseline'}`, used: [] };
  const used = [baseline.iri, actual.iri];
  if (baseline.value === undefined || actual.value === undefined)
    return cannotTell(`${name} was blocked, so there is no factor`, used);
  const found = improvement(baseline.value, actual.value, betterBy(metric.comparator));
  return verdict(
    reaches(found, metric.minimumFactor),
    `${name} ${amount(metric, baseline.value)} → ${amount(metric, actual.value)}: ${improvementText(found)} ≥ ${trimmed(metric.minimumFactor)}x`,
    used,
  );
}

function ofMeasured(session: Session, iri: Iri, kind: 'baseline' | 'actual'): Verdict {
  const metric = session.entities.metrics.get(iri);
  const name = metric?.title ?? iri;
  const found = session.ledger.measured.get(measuredKey(kind, iri));
  if (!found) return verdict(false, `${name}: no ${kind} was measured`);
  return verdict(true, `${name}: ${found.value === undefined ? 'tried, and blocked' : amount(metric, found.value)}`, [
    found.iri,
  ]);
}

function ofRegression(session: Session, named: readonly Iri[]): Verdict {
  const looked = named.length > 0 ? named : [...session.entities.metrics.keys()];
  const missing = named.filter((iri) => !bothMeasured(session, iri));
  if (missing.length > 0)
    return {
      outcome: 'untested',
      checked: `not measured before and after: ${missing.map((iri) => session.entities.title(iri)).join(', ')}`,
      used: [],
    };
  const found = looked.flatMap((iri) => regressionOf(session, iri) ?? []);
  const compared = looked.filter((iri) => bothMeasured(session, iri)).length;
  return found.length === 0
    ? verdict(true, `none of ${compared} metrics got worse beyond its tolerance`)
    : verdict(
        false,
        found.map(({ text }) => text).join('; '),
        found.flatMap(({ used }) => used),
      );
}

function ofHandOff(session: Session, iri: Iri): Verdict {
  const handed = session.ledger.handed.get(iri);
  const key = session.entities.handOffs.get(iri)?.key ?? iri;
  return handed
    ? verdict(true, `${key}, version ${handed.version}`, [handed.iri])
    : verdict(false, `${key} was not handed over`);
}

async function ofCommand(session: Session, command: string, owner: string): Promise<Verdict> {
  const ran = await runBoundCommand(session, command, await session.workspace.integrated(), owner);
  return ran.kind === 'ran' ? verdict(ran.passed, ran.text) : cannotTell(ran.text);
}

function ofApproval(
  session: Session,
  { iri, role, waitAtMostMs = 0, outcomeAfterWait }: Extract<Criterion, { kind: 'approval' }>,
  gate: Iri | undefined,
): Verdict {
  const found = session.ledger.approved.get(approvedKey(role, gate));
  const name = session.entities.title(role);
  if (!found) {
    const { graphs } = session;
    const silence = silenceOn(graphs, iri, gate);
    if (!silence) return { outcome: 'untested', checked: `waits for the approval of ${name}`, used: [] };
    const checked = `nobody spoke as ${name} within ${durationText(waitAtMostMs)}, which counts as ${outcomeAfterWait}`;
    return { outcome: outcomeAfterWait, checked, used: [silence.value] };
  }
  return verdict(found.yes, `${found.yes ? 'approved' : 'rejected'} by ${found.name} as ${name}`, [found.iri]);
}

async function ofRollback(session: Session, command: string, owner: string): Promise<Verdict> {
  const found = await session.workspace.withLastMergeReverted(async (folder, reverted) => ({
    ran: await runBoundCommand(session, command, folder, `${owner}.rollback`),
    reverted,
  }));
  if (!found) return cannotTell('there is no merge that could be reverted');
  const text = `with merge ${found.reverted.slice(0, 10)} reverted: ${found.ran.text}`;
  return found.ran.kind === 'ran' ? verdict(found.ran.passed, text) : cannotTell(text);
}

function amount(metric: MetricInfo | undefined, value: number): string {
  return quantityText(Number(value.toPrecision(4)), metric?.unit);
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(2)));
}
