// Documents that write their names in a wrong namespace: in ours, in another than the specification's other documents, or
// with a prefix for our terms that is not quite ours. One slip in a prefix line makes hundreds of names wrong, so it is told
// once, and what follows from it is not told.
import type { Quad, Term } from '@rdfjs/types';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { editDistance } from '../base/near.ts';
import type { LoadedDocument, LoadedFiles } from '../store/load.ts';
import type { Ontology } from '../store/ontology.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { publishedNames } from '../vocabulary/published.ts';
import { SX } from '../vocabulary/terms.ts';
import { localName, namespaceOf } from './names.ts';

export interface WrongNamespaces {
  /** One for each document and namespace. */
  readonly findings: readonly { readonly document: string; readonly finding: Diagnostic }[];
  /** Whether a name that is declared nowhere is wrong by its namespace alone. */
  explains(iri: string): boolean;
}

/** From this many different names on that another namespace declares, it is no accident. */
const namesMin = 3;

export function wrongNamespaces(spec: LoadedFiles, ontology: Ontology): WrongNamespaces {
  const names = namesOf(spec, ontology);
  const home = homeOf(names);
  const findings: { document: string; finding: Diagnostic }[] = [];
  const wrong = new Set<string>();
  for (const document of spec.documents) {
    for (const finding of nearlyOurs(document, spec, ontology)) findings.push({ document: document.iri, finding });
    const main = mainNamespace(names.subjects.get(document.iri));
    if (main === undefined || (main === home && main !== SX)) continue;
    const astray = main === SX ? names.declared.get(SX)! : astrayNames(main, home, names);
    if (astray.size < (main === SX ? 1 : namesMin)) continue;
    wrong.add(main);
    findings.push({ document: document.iri, finding: strayDocument(document, main, home, astray.size, spec) });
  }
  const explains = (iri: string): boolean => {
    const namespace = namespaceOf(iri);
    if (wrong.has(namespace) && (namespace === SX || names.isDeclared(localName(iri), namespace))) return true;
    return [...wrong].some((one) => names.declared.get(one)?.has(localName(iri)));
  };
  return { findings, explains: wrong.size ? explains : () => false };
}

interface Names {
  /** Of each document: how many things it describes in each namespace. */
  readonly subjects: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Local names of what is described, by namespace. */
  readonly declared: ReadonlyMap<string, ReadonlySet<string>>;
  /** Local names that are referred to and described nowhere, by namespace. */
  readonly missing: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether a local name is described in another namespace than this one. */
  isDeclared(name: string, butNotIn: string): boolean;
}

function namesOf({ documents, locations }: LoadedFiles, { terms }: Ontology): Names {
  const files = new Set(documents.map(({ iri }) => iri));
  const subjects = new Map<string, Map<string, number>>();
  const declared = new Map<string, Set<string>>();
  const objects = new Set<string>();
  let before = '';
  for (const { quad } of locations.all()) {
    const { subject, predicate, object, graph } = quad;
    if (!files.has(graph.value)) continue;
    if (object.termType === 'NamedNode' && !predicate.equals(rdf.type)) objects.add(object.value);
    if (subject.termType !== 'NamedNode' || subject.value === before || files.has(subject.value)) continue;
    before = subject.value;
    const namespace = namespaceOf(subject.value);
    if (terms.has(subject.value) || publishedNames(namespace)) continue;
    const counts = subjects.get(graph.value) ?? new Map<string, number>();
    subjects.set(graph.value, counts.set(namespace, (counts.get(namespace) ?? 0) + 1));
    const inNamespace = declared.get(namespace);
    if (inNamespace) inNamespace.add(localName(subject.value));
    else declared.set(namespace, new Set([localName(subject.value)]));
  }
  const missing = new Map<string, Set<string>>();
  for (const iri of objects) {
    const namespace = namespaceOf(iri);
    if (terms.has(iri) || declared.get(namespace)?.has(localName(iri))) continue;
    missing.set(namespace, (missing.get(namespace) ?? new Set()).add(localName(iri)));
  }
  return {
    subjects,
    declared,
    missing,
    isDeclared: (name, butNotIn) =>
      [...declared].some(([namespace, names]) => namespace !== butNotIn && names.has(name)),
  };
}

function mainNamespace(counts: ReadonlyMap<string, number> | undefined): string | undefined {
  let main: string | undefined;
  for (const [namespace, count] of counts ?? []) if (main === undefined || count > counts!.get(main)!) main = namespace;
  return main;
}

/** The namespace that most documents describe their things in; of several, the one with most things. */
function homeOf({ subjects, declared }: Names): string | undefined {
  const documents = new Map<string, number>();
  for (const counts of subjects.values()) {
    const main = mainNamespace(counts);
    if (main !== undefined && main !== SX) documents.set(main, (documents.get(main) ?? 0) + 1);
  }
  const weight = (namespace: string) => documents.get(namespace)! * 1e9 + declared.get(namespace)!.size;
  return [...documents.keys()].sort((a, b) => weight(b) - weight(a))[0];
}

/** Names that are wanted in one of two namespaces and described in the other. */
function astrayNames(main: string, home: string | undefined, { declared, missing }: Names): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [wanted, other] of [
    [main, home],
    [home, main],
  ])
    for (const name of missing.get(wanted ?? '') ?? []) if (declared.get(other ?? '')?.has(name)) found.add(name);
  return found;
}

const follows =
  'Nothing else of the specification finds what stands there; what follows from it is not told until it is mended.';

function strayDocument(
  { path, iri, prefixes, prefixUses }: LoadedDocument,
  namespace: string,
  home: string | undefined,
  names: number,
  spec: LoadedFiles,
): Diagnostic {
  // `sx:` rightly stands for our namespace; another prefix beside it does not.
  const prefix = Object.keys(prefixes).find((one) => prefixes[one] === namespace && one !== 'sx');
  const line = prefixUses.find((one) => one.prefix === prefix);
  const ours = namespace === SX;
  return {
    code: 'closure/wrong-namespace',
    severity: 'error',
    message: ours
      ? `${path} declares ${names === 1 ? 'a thing' : `${names} things`} in the namespace of our vocabulary, <${SX}>.`
      : `${path} writes its names in <${namespace}>, the rest of the specification in <${home}>: ${names} names are wanted in one and declared in the other.`,
    at: line?.at ?? firstSubject(iri, namespace, spec),
    why: ours ? `That namespace holds the terms of sx: alone. ${follows}` : follows,
    help: `Write: @prefix ${prefix ?? ''}: <${home ?? 'https://example.org/my-specification#'}> .`,
  };
}

function firstSubject(iri: string, namespace: string, { locations }: LoadedFiles): Span | undefined {
  for (const { quad, places } of locations.all())
    if (quad.graph.value === iri && quad.subject.value.startsWith(namespace)) return places().subject;
  return undefined;
}

/** Namespaces from which a document takes properties and classes that are ours by name, and that are nearly ours. */
function* nearlyOurs(
  { iri, path, prefixes, prefixUses }: LoadedDocument,
  spec: LoadedFiles,
  { terms }: Ontology,
): Iterable<Diagnostic> {
  const suspects = Object.entries(prefixes).filter(
    ([prefix, namespace]) => namespace !== SX && (prefix === 'sx' || isNearOurs(namespace)),
  );
  for (const [prefix, namespace] of suspects) {
    const used = new Set<string>();
    let first: Span | undefined;
    for (const { quad, places } of spec.locations.all())
      if (quad.graph.value === iri)
        for (const [term, which] of termsOf(quad))
          if (term.value.startsWith(namespace)) {
            used.add(term.value.slice(namespace.length));
            first ??= places()[which];
          }
    const ours = [...used].filter((name) => terms.has(SX + name)).length;
    if (!ours || ours * 2 < used.size) continue;
    yield {
      code: 'closure/wrong-namespace',
      severity: 'error',
      message: `${path} takes its terms from <${namespace}>, which is not our vocabulary.`,
      at: prefixUses.find((one) => one.prefix === prefix)?.at ?? first,
      why: follows,
      help: `Did you mean <${SX}>? Write: @prefix ${prefix}: <${SX}> .`,
    };
  }
}

function termsOf({ predicate, object }: Quad): (readonly [Term, 'predicate' | 'object'])[] {
  return predicate.equals(rdf.type) ? [[object, 'object']] : [[predicate, 'predicate']];
}

function isNearOurs(namespace: string): boolean {
  const bare = (iri: string) => iri.replace(/^https?:\/\/(?:www\.)?/, '').replace(/[#/]+$/, '');
  return editDistance(bare(namespace).toLowerCase(), bare(SX), 3) <= 3;
}
