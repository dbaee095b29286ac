// What the run has so far that others may read: hand-off values, artifacts, measurements, approvals, open conflicts.
// An index of the run's graph; rebuilt from it on resume, changed only by what a succeeded attempt left.
import type { Quad } from '@rdfjs/types';
import type { Iri } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import { revisionIn } from '../store/snapshot.ts';
import { earl, prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { staleIn } from './revision.ts';

export interface Handed {
  readonly iri: Iri;
  readonly version: number;
  readonly value: unknown;
  readonly attempt: Iri;
}

export interface Made {
  readonly iri: Iri;
  readonly path: string;
  readonly sha256: string;
  readonly attempt: Iri;
}

export interface Measured {
  readonly iri: Iri;
  /** In the metric's own unit; undefined where it was tried and blocked. */
  readonly value: number | undefined;
  readonly attempt: Iri;
}

export interface Ledger {
  readonly handed: Map<Iri, Handed>;
  /** Artifact → the files that it is now. */
  readonly made: Map<Iri, readonly Made[]>;
  /** `baseline <metric>` or `actual <metric>` → the newest measurement. */
  readonly measured: Map<string, Measured>;
  /** `approvedKey(role, gate)` → whether the newest approval says yes, and whose. */
  readonly approved: Map<string, { readonly iri: Iri; readonly yes: boolean; readonly name: string }>;
  /** Attempt → the commit that it left on its branch. */
  readonly commits: Map<Iri, string>;
}

export function measuredKey(kind: 'baseline' | 'actual', metric: Iri): string {
  return `${kind} ${metric}`;
}

/** An approval is for one gate, or for none: then it is for the plan as a whole. */
export function approvedKey(role: Iri, gate: Iri | undefined): string {
  return `${role} ${gate ?? ''}`;
}

export function emptyLedger(): Ledger {
  return { handed: new Map(), made: new Map(), measured: new Map(), approved: new Map(), commits: new Map() };
}

/** Takes up what one batch says: called in the order of the journal, for the batches of succeeded attempts and of approvals. */
export function enter(ledger: Ledger, quads: readonly Quad[]): void {
  const subjects = new Map<Iri, Map<string, string>>();
  for (const { subject, predicate, object } of quads) {
    let of = subjects.get(subject.value);
    if (!of) subjects.set(subject.value, (of = new Map()));
    if (predicate.equals(rdf.type) && of.has(rdf.type.value)) continue;
    of.set(predicate.value, object.value);
  }
  for (const [iri, of] of subjects) {
    const get = (term: { value: string }): string | undefined => of.get(term.value);
    const attempt = get(prov.wasGeneratedBy) ?? '';
    switch (get(rdf.type)) {
      case sx.HandOffValue.value:
        ledger.handed.set(get(sx.handOff) ?? '', {
          iri,
          version: Number(get(sx.version)),
          value: JSON.parse(get(sx.jsonValue) ?? 'null') as unknown,
          attempt,
        });
        break;
      case sx.Evidence.value: {
        const artifact = get(sx.artifact);
        if (artifact === undefined) break;
        const before = (ledger.made.get(artifact) ?? []).filter((one) => one.attempt === attempt);
        ledger.made.set(artifact, [
          ...before,
          { iri, path: get(sx.path) ?? '', sha256: get(sx.sha256) ?? '', attempt },
        ]);
        break;
      }
      case sx.Measurement.value: {
        const kind = get(sx.measurementKind) === sx.baseline.value ? 'baseline' : 'actual';
        const value = get(sx.value);
        ledger.measured.set(measuredKey(kind, get(sx.metric) ?? ''), {
          iri,
          value: value === undefined ? undefined : Number(value),
          attempt,
        });
        break;
      }
      case sx.Approval.value: {
        const result = subjects.get(get(earl.result) ?? '');
        ledger.approved.set(approvedKey(get(sx.role) ?? '', get(sx.gate)), {
          iri,
          yes: result?.get(earl.outcome.value) === earl.passed.value,
          name: get(sx.approverName) ?? '',
        });
        break;
      }
      case sx.Attempt.value:
      case undefined: {
        const commit = get(sx.commit);
        if (commit !== undefined) ledger.commits.set(iri, commit);
        break;
      }
      default:
    }
  }
}

/** Takes up one batch of the journal. What a revision makes stale was approved as something else: that word counts no longer. */
export function enterBatch(ledger: Ledger, run: Iri, quads: readonly Quad[]): void {
  if (revisionIn(quads)) {
    const stale = staleIn(quads);
    for (const key of [...ledger.approved.keys()])
      if (stale.has(key.slice(key.indexOf(' ') + 1))) ledger.approved.delete(key);
    return;
  }
  enter(ledger, ownQuads(run, quads));
}

/** What the run itself put on record: the snapshot of the specification in its first batch is nobody's word and no result. */
export function ownQuads(run: Iri, quads: readonly Quad[]): Quad[] {
  return quads.filter(({ graph }) => graph.value.startsWith(run));
}

/** Open conflicts at or above a severity. */
export function openConflicts(graphs: Graphs, severity: 'minor' | 'major' | 'critical'): Iri[] {
  const counted = { minor: [sx.minor, sx.major, sx.critical], major: [sx.major, sx.critical], critical: [sx.critical] }[
    severity
  ];
  return graphs
    .subjects(sx.conflictState, sx.open)
    .filter((conflict) => counted.some((one) => graphs.has(conflict, sx.severity, one)))
    .map((conflict) => namedNode(conflict.value).value);
}
