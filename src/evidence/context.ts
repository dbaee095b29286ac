// What a task is told: the JSON file that SPEC_EXEC_CONTEXT names. docs/agents.md is its contract.
import { unreachable } from '../base/result.ts';
import type { ComparatorName } from './compare.ts';
import type { Json } from './json.ts';
import { writeWhole } from './keep.ts';
import { QUDT_UNIT } from '../vocabulary/units.ts';

export interface ContextMetric {
  readonly iri: string;
  readonly id: string;
  readonly title: string;
  /** Local name of a QUDT unit. */
  readonly unit: string | null;
  readonly comparator: string | null;
  readonly target: number | null;
  readonly statedBaseline: { readonly low: number; readonly high: number } | null;
  readonly measuredBaseline: number | null;
  readonly actual: number | null;
}

export interface TaskContext {
  readonly run: string;
  readonly task: {
    readonly iri: string;
    readonly id: string;
    readonly title: string;
    readonly prompt: string | null;
    readonly attempt: number;
  };
  readonly agent: { readonly iri: string; readonly id: string; readonly type: string | null } | null;
  readonly phase: { readonly iri: string; readonly id: string; readonly order: number } | null;
  /** Absolute path of the specification's folder. */
  readonly spec: string;
  readonly workspace: { readonly base: string; readonly branch: string } | null;
  readonly inputs: readonly { readonly id: string; readonly path: string; readonly file: string | null }[];
  readonly outputs: readonly { readonly id: string; readonly path: string; readonly mediaType: string | null }[];
  readonly handoffs: Readonly<Record<string, Json>>;
  readonly produces: readonly string[];
  readonly metrics: readonly ContextMetric[];
  readonly gates: readonly { readonly id: string; readonly title: string; readonly criteria: readonly string[] }[];
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

/** Writes the file, readable by its owner alone. */
export function writeContext(file: string, context: TaskContext): void {
  writeWhole(file, `${JSON.stringify(context, undefined, 2)}\n`);
}

/** A metric as a task is told of it, from what the specification and the run know. */
export function contextMetric(metric: {
  readonly iri: string;
  readonly id: string;
  readonly title: string;
  /** IRI of a QUDT unit. */
  readonly unit?: string | undefined;
  readonly comparator?: ComparatorName | undefined;
  readonly target?: number | undefined;
  readonly statedBaseline?: { readonly low: number; readonly high: number } | undefined;
  readonly measuredBaseline?: number | undefined;
  readonly actual?: number | undefined;
}): ContextMetric {
  const { iri, id, title, unit, comparator } = metric;
  return {
    iri,
    id,
    title,
    unit: unit?.replace(QUDT_UNIT, '') ?? null,
    comparator: comparator ? operator(comparator) : null,
    target: metric.target ?? null,
    statedBaseline: metric.statedBaseline ?? null,
    measuredBaseline: metric.measuredBaseline ?? null,
    actual: metric.actual ?? null,
  };
}

function operator(comparator: ComparatorName): string {
  switch (comparator) {
    case 'atMost':
      return '<=';
    case 'lessThan':
      return '<';
    case 'atLeast':
      return '>=';
    case 'moreThan':
      return '>';
    case 'equalTo':
      return '=';
    case 'within':
      return 'within';
    default:
      return unreachable(comparator);
  }
}
