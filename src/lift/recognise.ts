// Which vocabulary is a specification written in: ours, a dialect that we know, or neither?
import type { Quad } from '@rdfjs/types';
import type { Diagnostic } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import type { LoadedFiles } from '../store/load.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { SX, sx } from '../vocabulary/terms.ts';
import type { Dialect } from './dialect.ts';
import { localName, namespaceOf } from './names.ts';
import { isForeign } from './words.ts';

/** How much speaks for a dialect. */
export interface Score {
  readonly dialect: Dialect;
  readonly points: number;
}

export type Recognised =
  | { readonly kind: 'ours' }
  | { readonly kind: 'dialect'; readonly dialect: Dialect }
  | { readonly kind: 'unknown'; readonly nearest: Score | undefined };

const OURS: ReadonlySet<string> = new Set([sx.Plan.value, sx.Feature.value, sx.Task.value]);

/**
 * Whether a specification is in our vocabulary: whoever declares a plan, a feature or a task with our classes does so for all of it.
 * One that only mends its gaps in our words is still in its own.
 */
export function isOurs(spec: LoadedFiles): boolean {
  for (const { quad } of spec.locations.all())
    if (OURS.has(quad.object.value) && quad.predicate.equals(rdf.type)) return true;
  return false;
}

function usesOurs(spec: LoadedFiles): boolean {
  for (const { quad } of spec.locations.all()) if (termsInUse(quad).some((iri) => iri.startsWith(SX))) return true;
  return false;
}

/** The dialect with the most points, the first by name of several, where it has as many as it asks for. */
export function recognise(spec: LoadedFiles, dialects: readonly Dialect[]): Recognised {
  if (isOurs(spec)) return { kind: 'ours' };
  const terms = new Set<string>();
  for (const { quad } of spec.locations.all()) for (const iri of termsInUse(quad)) if (isForeign(iri)) terms.add(iri);
  const words = new Set(Array.from(terms, localName));
  const starts = Array.from(terms, namespaceOf);
  const scores = dialects.map((dialect): Score => {
    const there = dialect.clues.filter(({ kind, text }) =>
      kind === 'word' ? words.has(text) : starts.some((namespace) => namespace.startsWith(text)),
    );
    return { dialect, points: there.reduce((sum, { weight }) => sum + weight, 0) };
  });
  scores.sort((a, b) => b.points - a.points || (a.dialect.name < b.dialect.name ? -1 : 1));
  const found = scores.find(({ dialect, points }) => points >= dialect.threshold);
  if (found) return { kind: 'dialect', dialect: found.dialect };
  // Parts of a specification in our vocabulary, without its plan: closure says what is missing.
  return usesOurs(spec) ? { kind: 'ours' } : { kind: 'unknown', nearest: scores.find(({ points }) => points > 0) };
}

/** The property, and the class where the property is rdf:type. */
function termsInUse({ predicate, object }: Quad): string[] {
  if (!predicate.equals(rdf.type)) return [predicate.value];
  return object.termType === 'NamedNode' ? [object.value] : [];
}

/** What is said of a specification in a vocabulary that nobody knows, at the first triple of its namespace. */
export function unknownVocabulary(spec: LoadedFiles, near: Score | undefined, ownFolder: string): Diagnostic {
  const uses = new Map<string, { count: number; terms: Set<string> }>();
  for (const { quad } of spec.locations.all())
    for (const iri of termsInUse(quad)) {
      if (!isForeign(iri)) continue;
      const of = uses.get(namespaceOf(iri)) ?? { count: 0, terms: new Set() };
      of.count++;
      uses.set(namespaceOf(iri), { ...of, terms: of.terms.add(localName(iri)) });
    }
  const [namespace, { terms }] = [...uses].sort(([, a], [, b]) => b.count - a.count)[0] ?? [
    '',
    { terms: new Set<string>() },
  ];
  const slip = namespace !== '' && nearest(namespace, [SX]) !== undefined;
  const samples = [...terms].slice(0, 3).join(', ');
  return {
    code: 'lift/unknown-vocabulary',
    severity: 'error',
    message:
      namespace === ''
        ? 'This specification uses no term of our vocabulary.'
        : `This specification is written in a vocabulary that is not known here: <${namespace}> (${samples}${terms.size > 3 ? ` and ${terms.size - 3} more terms` : ''}).`,
    at: firstUse(spec, namespace),
    why: 'Nothing in it is a task, a gate or a metric to us, so there is nothing to check, to plan or to run.',
    help: slip
      ? `Did you mean <${SX}>?`
      : `Write it in our vocabulary (@prefix sx: <${SX}> .), or teach this one: a folder ${ownFolder}/NAME with dialect.ttl and queries.${
          near
            ? ` The nearest dialect is ${near.dialect.name}: ${near.points} of the ${near.dialect.threshold} points that it asks for.`
            : ''
        }`,
  };
}

function firstUse(spec: LoadedFiles, namespace: string): Diagnostic['at'] {
  for (const { quad, places } of spec.locations.all()) {
    const used = termsInUse(quad).some((iri) => namespaceOf(iri) === namespace);
    if (used) return quad.predicate.equals(rdf.type) ? places().object : places().predicate;
  }
  for (const { places } of spec.locations.all()) return places().subject;
  return undefined;
}
