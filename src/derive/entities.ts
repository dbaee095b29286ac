// What a plan's tasks and criteria are about: artifacts, hand-offs, metrics, pools, agents, read once from the graph.
import type { Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';
import { boolean, identifier, iri, iris, members, node, number, text, texts, title } from './facts.ts';
import type { Iri, ObligationName } from './plan.ts';

export interface ArtifactInfo {
  readonly iri: Iri;
  readonly id: string;
  readonly title: string;
  /** Path or glob, relative to the workspace. */
  readonly path: string;
  readonly mediaType: string | undefined;
  /** The JSON Schema as JSON text. */
  readonly jsonSchema: string | undefined;
}

export interface HandOffInfo {
  readonly iri: Iri;
  readonly id: string;
  readonly key: string;
  readonly jsonSchema: string | undefined;
}

export type ComparatorName = 'atMost' | 'lessThan' | 'atLeast' | 'moreThan' | 'equalTo' | 'within';

// What is written for them may be anything; the shapes say so.
const COMPARATORS: readonly ComparatorName[] = ['atMost', 'lessThan', 'atLeast', 'moreThan', 'equalTo', 'within'];
const OBLIGATIONS: readonly ObligationName[] = ['mandatory', 'expected', 'acceptable'];

export interface MetricInfo {
  readonly iri: Iri;
  readonly id: string;
  readonly title: string;
  /** QUDT unit IRI. */
  readonly unit: Iri | undefined;
  readonly comparator: ComparatorName | undefined;
  readonly target: number | undefined;
  /** Per cent of the target by which it may be missed. */
  readonly tolerancePercent: number;
  readonly obligation: ObligationName;
  readonly statedBaseline: { readonly low: number; readonly high: number } | undefined;
  readonly minimumFactor: number | undefined;
  readonly serviceLevelObjective: boolean;
}

export interface PoolInfo {
  readonly iri: Iri;
  readonly id: string;
  readonly unit: Iri | undefined;
  readonly exclusive: boolean;
  /** How much there is of it, in its own unit; undefined where the binding or the machine says. */
  readonly amount: number | undefined;
}

/** Whoever may act or answer: an agent or a role. */
export interface PartyInfo {
  readonly iri: Iri;
  readonly title: string;
  /** The names of those who may act for it; anybody where there is none. */
  readonly filledBy: readonly string[];
  readonly owners: readonly Iri[];
}

export interface Entities {
  readonly artifacts: ReadonlyMap<Iri, ArtifactInfo>;
  readonly handOffs: ReadonlyMap<Iri, HandOffInfo>;
  readonly metrics: ReadonlyMap<Iri, MetricInfo>;
  /** Task → the metrics that it measures, or that indicate a bottleneck which it addresses. */
  readonly metricsOf: ReadonlyMap<Iri, ReadonlySet<MetricInfo>>;
  readonly pools: ReadonlyMap<Iri, PoolInfo>;
  /** Agents and roles. */
  readonly parties: ReadonlyMap<Iri, PartyInfo>;
  /** The JSON Schema that the plan asks of all evidence, as JSON text. */
  readonly evidenceSchema: string | undefined;
  /** IRI of anything → its title, label, or short name. */
  title(iri: Iri): string;
}

export function readEntities(graphs: Graphs): Entities {
  const mapOf = <T extends { iri: Iri }>(classes: readonly Term[], read: (self: Iri) => T): ReadonlyMap<Iri, T> =>
    new Map(classes.flatMap((type) => members(graphs, type)).map((self) => [self, read(self)]));
  const metrics = mapOf([sx.Metric, sx.ServiceLevelObjective], (self) => {
    const low = number(graphs, self, sx.statedBaseline);
    const high = number(graphs, self, sx.statedBaselineHigh);
    const comparator = iri(graphs, self, sx.comparator);
    const obligation = iri(graphs, self, sx.obligation);
    return {
      iri: self,
      id: identifier(graphs, self),
      title: title(graphs, self),
      unit: iri(graphs, self, sx.unit),
      comparator: COMPARATORS.find((one) => sx[one].value === comparator),
      target: number(graphs, self, sx.target),
      tolerancePercent: number(graphs, self, sx.tolerance) ?? 0,
      obligation: OBLIGATIONS.find((one) => sx[one].value === obligation) ?? 'mandatory',
      statedBaseline: low === undefined ? undefined : { low, high: high ?? low },
      minimumFactor: number(graphs, self, sx.minimumFactor),
      serviceLevelObjective: graphs.has(node(self), rdf.type, sx.ServiceLevelObjective),
    };
  });
  return {
    artifacts: mapOf([sx.Artifact, sx.WorkspaceFile], (self) => ({
      iri: self,
      id: identifier(graphs, self),
      title: title(graphs, self),
      path: text(graphs, self, sx.path) ?? '',
      mediaType: text(graphs, self, sx.mediaType),
      jsonSchema: text(graphs, self, sx.jsonSchema),
    })),
    handOffs: mapOf([sx.HandOff], (self) => ({
      iri: self,
      id: identifier(graphs, self),
      key: text(graphs, self, sx.key) ?? identifier(graphs, self),
      jsonSchema: text(graphs, self, sx.jsonSchema),
    })),
    metrics,
    metricsOf: metricsByTask(graphs, metrics.values()),
    pools: mapOf([sx.ResourcePool], (self) => ({
      iri: self,
      id: identifier(graphs, self),
      unit: iri(graphs, self, sx.unit),
      exclusive: boolean(graphs, self, sx.exclusive) === true,
      amount: number(graphs, self, sx.amount),
    })),
    parties: mapOf([sx.Agent, sx.Role], (self) => ({
      iri: self,
      title: title(graphs, self),
      filledBy: texts(graphs, self, sx.filledBy),
      owners: iris(graphs, self, sx.owner),
    })),
    evidenceSchema: members(graphs, sx.Plan)
      .map((plan) => text(graphs, plan, sx.evidenceSchema))
      .find((schema) => schema !== undefined),
    title: (self) => title(graphs, self),
  };
}

function metricsByTask(graphs: Graphs, metrics: Iterable<MetricInfo>): ReadonlyMap<Iri, ReadonlySet<MetricInfo>> {
  const found = new Map<Iri, Set<MetricInfo>>();
  for (const metric of metrics) {
    const self = node(metric.iri);
    const tasks = [
      ...graphs.objects(self, sx.baselineBy),
      ...graphs.objects(self, sx.actualBy),
      ...graphs.objects(self, sx.indicates).flatMap((bottleneck) => graphs.subjects(sx.addresses, bottleneck)),
    ];
    for (const { value } of tasks) {
      const of = found.get(value) ?? new Set();
      found.set(value, of.add(metric));
    }
  }
  return found;
}
