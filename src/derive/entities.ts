// What a plan's tasks and criteria are about: artifacts, hand-offs, metrics, pools, agents, read once from the graph.
import type { Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { dcterms, rdf, rdfs } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { localName } from './names.ts';
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
}

export interface Entities {
  readonly artifacts: ReadonlyMap<Iri, ArtifactInfo>;
  readonly handOffs: ReadonlyMap<Iri, HandOffInfo>;
  readonly metrics: ReadonlyMap<Iri, MetricInfo>;
  readonly pools: ReadonlyMap<Iri, PoolInfo>;
  /** The JSON Schema that the plan asks of all evidence, as JSON text. */
  readonly evidenceSchema: string | undefined;
  /** IRI of anything → its title, label, or short name. */
  title(iri: Iri): string;
}

/** dcterms:identifier, else the local name. */
export function shortName(graphs: Graphs, term: Term): string {
  return graphs.object(term, dcterms.identifier)?.value ?? localName(term.value);
}

/** dcterms:title, rdfs:label, else the short name. */
export function titleOf(graphs: Graphs, term: Term): string {
  return (graphs.object(term, dcterms.title) ?? graphs.object(term, rdfs.label))?.value ?? shortName(graphs, term);
}

export function readEntities(graphs: Graphs): Entities {
  const value = (term: Term, predicate: Term): string | undefined => graphs.object(term, predicate)?.value;
  const number = (term: Term, predicate: Term): number | undefined => {
    const found = value(term, predicate);
    return found === undefined ? undefined : Number(found);
  };
  const mapOf = <T extends { iri: Iri }>(classes: readonly Term[], read: (term: Term) => T): ReadonlyMap<Iri, T> =>
    new Map(classes.flatMap((type) => graphs.subjects(rdf.type, type)).map((term) => [term.value, read(term)]));
  return {
    artifacts: mapOf([sx.Artifact, sx.WorkspaceFile], (term) => ({
      iri: term.value,
      id: shortName(graphs, term),
      title: titleOf(graphs, term),
      path: value(term, sx.path) ?? '',
      mediaType: value(term, sx.mediaType),
      jsonSchema: value(term, sx.jsonSchema),
    })),
    handOffs: mapOf([sx.HandOff], (term) => ({
      iri: term.value,
      id: shortName(graphs, term),
      key: value(term, sx.key) ?? shortName(graphs, term),
      jsonSchema: value(term, sx.jsonSchema),
    })),
    metrics: mapOf([sx.Metric, sx.ServiceLevelObjective], (term) => {
      const low = number(term, sx.statedBaseline);
      const high = number(term, sx.statedBaselineHigh);
      const comparator = value(term, sx.comparator);
      const obligation = value(term, sx.obligation);
      return {
        iri: term.value,
        id: shortName(graphs, term),
        title: titleOf(graphs, term),
        unit: value(term, sx.unit),
        comparator: comparator === undefined ? undefined : (localName(comparator) as ComparatorName),
        target: number(term, sx.target),
        tolerancePercent: number(term, sx.tolerance) ?? 0,
        obligation: obligation === undefined ? 'mandatory' : (localName(obligation) as ObligationName),
        statedBaseline: low === undefined ? undefined : { low, high: high ?? low },
        minimumFactor: number(term, sx.minimumFactor),
        serviceLevelObjective: graphs.has(term, rdf.type, sx.ServiceLevelObjective),
      };
    }),
    pools: mapOf([sx.ResourcePool], (term) => ({
      iri: term.value,
      id: shortName(graphs, term),
      unit: value(term, sx.unit),
      exclusive: value(term, sx.exclusive) === 'true',
    })),
    evidenceSchema: graphs
      .subjects(rdf.type, sx.Plan)
      .map((plan) => value(plan, sx.evidenceSchema))
      .find((schema) => schema !== undefined),
    title: (iri) => titleOf(graphs, namedNode(iri)),
  };
}
