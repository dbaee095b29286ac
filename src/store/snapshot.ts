// The specification inside a run's record: the first batch holds it, and a revision puts another in its place. Whoever reads a
// journal into a dataset takes its batches in here, one after another, and so always holds the newest one.
import type { Quad } from '@rdfjs/types';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';
import type { Graphs } from './graphs.ts';
import { documentPath } from './project.ts';

const RUNS = 'urn:spec-exec:run:';

/** Whether a quad is of the specification or derived from it, and not of a run's record or state. */
export function isOfSnapshot({ graph }: Quad): boolean {
  return graph.termType !== 'DefaultGraph' && !graph.value.startsWith(RUNS);
}

/** The batch's sx:SpecificationRevised event; undefined where the batch revises nothing. */
export function revisionIn(quads: readonly Quad[]): Quad['subject'] | undefined {
  return quads.find(
    (one) => one.object.equals(sx.SpecificationRevised) && one.predicate.equals(rdf.type) && !isOfSnapshot(one),
  )?.subject;
}

/** Takes up what one batch says. After a revision the former specification is gone, and so is what the run came to by it. */
export function takeBatch(graphs: Graphs, quads: readonly Quad[]): void {
  if (revisionIn(quads)) {
    const former = [...graphs.match(null, null, null, null)].filter(isOfSnapshot);
    for (const quad of former) graphs.delete(quad);
    forgetFormer(graphs, quads);
  }
  graphs.addAll(quads);
}

/** What is said of the run itself is said of it as it is now: what the revision says anew, and an end that was none. */
function forgetFormer(graphs: Graphs, quads: readonly Quad[]): void {
  const [run] = quads.filter(({ predicate }) => predicate.equals(sx.specificationDigest));
  if (!run) return;
  const anew = quads.filter((one) => one.subject.equals(run.subject) && !isOfSnapshot(one));
  for (const predicate of [sx.ending, sx.reason, prov.endedAtTime, ...anew.map((one) => one.predicate)])
    for (const quad of [...graphs.match(run.subject, predicate, null, run.graph)]) graphs.delete(quad);
  for (const quad of [...graphs.match(null, sx.sha256, null, run.graph)])
    if (documentPath(quad.subject.value) !== undefined) graphs.delete(quad);
}
