// Reads criteria: one union for all kinds, with what each kind must say.
import type { NamedNode } from '@rdfjs/types';
import type { Diagnostic } from '../base/diagnostic.ts';
import type { Graphs } from '../store/graphs.ts';
import { earl, rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';
import { boolean, duration, iri, iris, node, number, text, title } from './facts.ts';
import type { Criterion, Iri, ObligationName } from './plan.ts';

type Kind = Criterion['kind'];

const KINDS: Readonly<Record<Kind, NamedNode>> = {
  step: sx.StepCriterion,
  artifact: sx.ArtifactCriterion,
  metric: sx.MetricCriterion,
  factor: sx.FactorCriterion,
  measured: sx.MeasuredCriterion,
  regression: sx.RegressionCriterion,
  'hand-off': sx.HandOffCriterion,
  closure: sx.ClosureCriterion,
  conflict: sx.ConflictCriterion,
  command: sx.CommandCriterion,
  ask: sx.AskCriterion,
  approval: sx.ApprovalCriterion,
  progress: sx.ProgressCriterion,
  'clean-tree': sx.CleanTreeCriterion,
  rollback: sx.RollbackCriterion,
};

/** Reads the criteria that a gate or checkpoint asks for; what cannot be judged is added to the findings. */
export function readCriteria(graphs: Graphs, subjects: readonly Iri[], findings: Diagnostic[]): Criterion[] {
  const asked = new Set(subjects.flatMap((subject) => iris(graphs, subject, sx.criterion)));
  return [...asked].flatMap((criterion) => {
    const read = readCriterion(graphs, criterion);
    if (!('code' in read)) return [read];
    findings.push(read);
    return [];
  });
}

function readCriterion(graphs: Graphs, criterion: Iri): Criterion | Diagnostic {
  const kind = (Object.keys(KINDS) as Kind[]).find((one) => graphs.has(node(criterion), rdf.type, KINDS[one]));
  if (kind === undefined)
    return unjudgeable(
      graphs,
      criterion,
      'has no kind',
      `Give it one of the classes ${Object.values(KINDS).map(short).join(', ')}.`,
    );
  const base = { iri: criterion, title: title(graphs, criterion), obligation: obligation(graphs, criterion) };
  switch (kind) {
    case 'step':
      return { ...base, kind, steps: iris(graphs, criterion, sx.step) };
    case 'artifact':
      return { ...base, kind, artifacts: iris(graphs, criterion, sx.artifact) };
    case 'metric':
    case 'factor':
    case 'regression':
      return { ...base, kind, metrics: iris(graphs, criterion, sx.metric) };
    case 'measured': {
      const measurement = iri(graphs, criterion, sx.measurementKind) === sx.baseline.value ? 'baseline' : 'actual';
      return { ...base, kind, metrics: iris(graphs, criterion, sx.metric), measurement };
    }
    case 'hand-off':
      return { ...base, kind, handOffs: iris(graphs, criterion, sx.handOff) };
    case 'closure':
      return { ...base, kind, minimumPercent: number(graphs, criterion, sx.minimumClosure) ?? 100 };
    case 'conflict':
      return {
        ...base,
        kind,
        severity: severity(graphs, criterion),
        conflictsMax: number(graphs, criterion, sx.conflictsMax) ?? 0,
      };
    case 'command':
    case 'rollback': {
      const command = text(graphs, criterion, sx.command);
      return command === undefined ? incomplete(graphs, criterion, 'sx:command', '"test"') : { ...base, kind, command };
    }
    case 'ask': {
      const query = text(graphs, criterion, sx.ask);
      return query === undefined ? incomplete(graphs, criterion, 'sx:ask', '"ASK { … }"') : { ...base, kind, query };
    }
    case 'approval': {
      const role = iri(graphs, criterion, sx.role);
      if (role === undefined) return incomplete(graphs, criterion, 'sx:role', ':the-role');
      const stated = iri(graphs, criterion, sx.outcomeAfterWait);
      return {
        ...base,
        kind,
        role,
        excludesOwners: boolean(graphs, criterion, sx.excludesOwners) === true,
        waitAtMostMs: duration(graphs, criterion, sx.waitAtMost),
        outcomeAfterWait:
          stated === earl.passed.value ? 'passed' : stated === earl.failed.value ? 'failed' : 'cantTell',
      };
    }
    case 'progress':
    case 'clean-tree':
      return { ...base, kind };
  }
}

function obligation(graphs: Graphs, criterion: Iri): ObligationName {
  const stated = iri(graphs, criterion, sx.obligation);
  return stated === sx.expected.value ? 'expected' : stated === sx.acceptable.value ? 'acceptable' : 'mandatory';
}

// Where nothing is said, every open conflict counts.
function severity(graphs: Graphs, criterion: Iri): 'minor' | 'major' | 'critical' {
  const stated = iri(graphs, criterion, sx.severity);
  return stated === sx.critical.value ? 'critical' : stated === sx.major.value ? 'major' : 'minor';
}

function incomplete(graphs: Graphs, criterion: Iri, property: string, example: string): Diagnostic {
  return unjudgeable(graphs, criterion, `does not say its ${property}`, `Add ${property} ${example} to it.`);
}

function unjudgeable(graphs: Graphs, criterion: Iri, what: string, help: string): Diagnostic {
  return {
    code: 'derive/criterion',
    severity: 'error',
    message: `${called(graphs, criterion)} ${what}.`,
    why: 'Nothing can judge it, so the gate that asks for it could never pass.',
    help,
    focus: criterion,
  };
}

/** A node without a name is called by its title, if by anything: its label stands in no file. */
function called(graphs: Graphs, criterion: Iri): string {
  const name = title(graphs, criterion);
  return criterion === `_:${name}` ? 'A criterion without a name' : `The criterion "${name}"`;
}

function short(term: NamedNode): string {
  return `sx:${term.value.slice(term.value.indexOf('#') + 1)}`;
}
