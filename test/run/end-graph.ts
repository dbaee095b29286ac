// What a run came to, as one graph in canonical form: the states of everything, and all that is known of the attempts that
// succeeded; without what is a name of this run alone (an attempt's number, a commit) or a time. Two runs of one plan that came
// to the same have the same lines, however often one of them was killed.
import type { Quad, Term } from '@rdfjs/types';
// @ts-expect-error it has no types of its own
import { canonize as untyped } from 'rdf-canonize';
import type { Graphs } from '../../src/store/graphs.ts';
import { prov, rdf } from '../../src/vocabulary/borrowed.ts';
import { blankNode, literal, namedNode, quad } from '../../src/vocabulary/factory.ts';
import { sx } from '../../src/vocabulary/terms.ts';

type Canonize = (quads: readonly Quad[], options: { algorithm: string; maxWorkFactor: number }) => Promise<string>;
const canonize = untyped as Canonize;

const TIMES_AND_NAMES: ReadonlySet<string> = new Set(
  [
    prov.startedAtTime,
    prov.endedAtTime,
    prov.generatedAtTime,
    sx.elapsed,
    sx.elapsedSeconds,
    sx.attemptNumber,
    sx.log,
    sx.branch,
    sx.baseCommit,
    sx.commit,
  ].map((term) => term.value),
);

/** The lines of the end graph of a run, of its record and its states. */
export async function endGraph(graphs: Graphs, run: string): Promise<readonly string[]> {
  const succeeded = graphs
    .subjects(rdf.type, sx.Attempt)
    .map((attempt) => attempt.value)
    .filter((attempt) => graphs.object(namedNode(attempt), sx.ending)?.value === sx.succeeded.value);
  const isOf = (value: string): boolean => succeeded.some((one) => value === one || value.startsWith(`${one}/`));
  // What belongs to an attempt is known by what is said of it: its name, in which the attempt's number is, is a blank node.
  const nameless = <T extends Term>(term: T): T => {
    if (term.termType === 'NamedNode' && isOf(term.value))
      return blankNode(term.value.replace(/\W/g, '_')) as unknown as T;
    if (term.termType === 'NamedNode' && term.value.startsWith(run))
      return namedNode(term.value.replace(run, 'urn:run')) as unknown as T;
    // An evidence file is named after its attempt, and has a number more where an orchestrator died right after it was kept.
    if (term.termType === 'Literal' && /^evidence\/.*\.\d+(~\d+)?\.json$/.test(term.value))
      return literal(term.value.replace(/\.\d+(~\d+)?\.json$/, '.json')) as unknown as T;
    return term;
  };
  const quads = [
    ...[...graphs.match(null, null, null, namedNode(run))].filter(({ subject }) => isOf(subject.value)),
    ...graphs.match(null, null, null, namedNode(`${run}/status`)),
  ].flatMap(({ subject, predicate, object }) =>
    TIMES_AND_NAMES.has(predicate.value) ? [] : [quad(nameless(subject), predicate, nameless(object))],
  );
  const text = await canonize(quads, { algorithm: 'RDFC-1.0', maxWorkFactor: Infinity });
  return [...new Set(text.split('\n'))];
}
