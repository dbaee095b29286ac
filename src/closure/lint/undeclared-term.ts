// Words that no vocabulary at hand has: `owl:property`, which OWL lacks; `:requries` beside a declared `:requires`; and, told
// once, a namespace whose properties nobody declares at all.
import type { Term } from '@rdfjs/types';
import type { Diagnostic, Span } from '../../base/diagnostic.ts';
import { nearest } from '../../base/near.ts';
import { push } from '../../base/push.ts';
import { owl, rdf, rdfs } from '../../vocabulary/borrowed.ts';
import { publishedNames } from '../../vocabulary/published.ts';
import { localName, namespaceOf, shortName } from '../names.ts';
import type { LintContext } from './context.ts';
import { counted, others, type LintRule } from './rule.ts';

interface Use {
  readonly iri: string;
  readonly kind: 'property' | 'class' | 'datatype';
  readonly places: (() => Span)[];
}

export const undeclaredTerm: LintRule = {
  code: 'lint/undeclared-term',
  *find(context) {
    const own = new Map<string, Use[]>();
    for (const use of usesOf(context)) {
      const namespace = namespaceOf(use.iri);
      const names = publishedNames(namespace);
      if (names) {
        if (!names.includes(localName(use.iri)) && !isMember(use.iri) && !context.types.has(use.iri))
          yield unknownName(use, names, context);
      } else if (use.kind !== 'datatype' && context.isOwn(use.iri)) {
        push(own, namespace, use);
      }
    }
    for (const [namespace, uses] of own) yield* ofNamespace(namespace, uses, context);
  },
};

/** rdf:_1, rdf:_2 … */
function isMember(iri: string): boolean {
  return /^http:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#_\d+$/.test(iri);
}

/** Every property, class and datatype that is used, with its places. */
function usesOf(context: LintContext): Iterable<Use> {
  const uses = new Map<string, Use>();
  const add = (term: Term, kind: Use['kind'], place: () => Span) => {
    const known = uses.get(term.value);
    if (known) known.places.push(place);
    else uses.set(term.value, { iri: term.value, kind, places: [place] });
  };
  for (const { quad, places } of context.triples) {
    add(quad.predicate, 'property', () => places().predicate);
    if (quad.predicate.equals(rdf.type) && quad.object.termType === 'NamedNode')
      add(quad.object, 'class', () => places().object);
    if (quad.object.termType === 'Literal') add(quad.object.datatype, 'datatype', () => places().object);
  }
  return uses.values();
}

function unknownName(use: Use, names: readonly string[], context: LintContext): Diagnostic {
  const name = localName(use.iri);
  const short = shortName({ value: use.iri } as Term);
  const vocabulary = short.includes(':') ? short.slice(0, short.indexOf(':')) : `<${namespaceOf(use.iri)}>`;
  const fitting = names.filter((one) => isClassName(one) === (use.kind === 'class'));
  const near = nearest(name, fitting) ?? nearest(name, names);
  const [first] = use.places as [() => Span];
  return {
    code: undeclaredTerm.code,
    severity: 'warning',
    message:
      `The vocabulary ${vocabulary} has no ${use.kind} ${name}.` +
      (use.places.length > 1 ? ` It is used ${use.places.length} times.` : ''),
    at: first(),
    why: 'No program knows what is said with it.',
    help: listsProperties(use.iri, context)
      ? 'To say which properties a class has, declare each: `:p a owl:DatatypeProperty ; rdfs:domain :Class .`'
      : near === undefined
        ? 'Look the term up in the vocabulary, or use a word of your own and declare it.'
        : `Did you mean ${short.includes(':') ? `${vocabulary}:` : ''}${near}?`,
    focus: use.iri,
    ...others(use.places.map((place) => ({ at: place(), message: 'and here' }))),
  };
}

/** Whether a property's values are lists of properties, of which the subject is a class. */
function listsProperties(iri: string, { byProperty, members, types }: LintContext): boolean {
  return (byProperty.get(iri) ?? []).some(
    ({ quad }) =>
      (types.get(quad.subject.value)?.has(owl.Class.value) || types.get(quad.subject.value)?.has(rdfs.Class.value)) &&
      members(quad.object)?.some(({ term }) => byProperty.has(term.value)),
  );
}

function* ofNamespace(namespace: string, uses: readonly Use[], context: LintContext): Iterable<Diagnostic> {
  const declared = [...context.types.keys()].filter((iri) => namespaceOf(iri) === namespace);
  const isDeclared = ({ iri, kind }: Use) =>
    context.types.has(iri) || (kind === 'class' && context.bySubject.has(iri)) || saysWhatItIs(iri, context);
  const missing = uses.filter((use) => !isDeclared(use));
  if (!missing.length) return;
  if (missing.length < uses.length / 2 && missing.length < 50) {
    const names = declared.map(localName);
    for (const use of missing)
      yield ofOne(
        use,
        names.filter((name) => isClassName(name) === (use.kind === 'class')),
      );
    return;
  }
  // A vocabulary of another house is declared there: who knows which words it has?
  if (housesOf(context).has(houseOf(namespace))) yield ofAll(namespace, missing);
}

const made = new WeakMap<LintContext, ReadonlySet<string>>();

/** Where the things of the specification are at home. Made once for a context. */
function housesOf(context: LintContext): ReadonlySet<string> {
  const known = made.get(context) ?? new Set(Array.from(context.bySubject.keys(), houseOf));
  made.set(context, known);
  return known;
}

/** The last two parts of an IRI's host, `example.org` of `https://spec.example.org/a#`; of others, what stands before their second colon. */
function houseOf(iri: string): string {
  const [, host] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(iri) ?? [];
  return host === undefined ? iri.split(':', 2).join(':') : host.toLowerCase().split('.').slice(-2).join('.');
}

function isClassName(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** A property may be declared by its label, domain or range alone. */
function saysWhatItIs(iri: string, { bySubject }: LintContext): boolean {
  return (bySubject.get(iri) ?? []).some(({ quad }) => quad.predicate.value.startsWith(namespaceOf(rdfs.label.value)));
}

function ofOne(use: Use, names: readonly string[]): Diagnostic {
  const name = localName(use.iri);
  const near = nearest(name, names);
  const [first] = use.places as [() => Span];
  return {
    code: undeclaredTerm.code,
    severity: near === undefined ? 'info' : 'warning',
    message: `The ${use.kind} ${name} is declared nowhere, though most words of its namespace are.`,
    at: first(),
    why: 'Nobody can look up what is said with it; a slip of the keyboard looks the same.',
    help:
      near === undefined
        ? `Declare it: :${name} a ${use.kind === 'class' ? 'owl:Class' : 'rdf:Property'} ; rdfs:label "…" .`
        : `Did you mean ${near}?`,
    focus: use.iri,
    ...others(use.places.map((place) => ({ at: place(), message: 'and here' }))),
  };
}

function ofAll(namespace: string, missing: readonly Use[]): Diagnostic {
  const first = missing[0]!;
  const properties = missing.filter(({ kind }) => kind === 'property').length;
  const classes = missing.length - properties;
  const what = [
    ...(properties ? [counted(properties, 'property', 'properties')] : []),
    ...(classes ? [counted(classes, 'class', 'classes')] : []),
  ].join(' and ');
  return {
    code: undeclaredTerm.code,
    severity: 'info',
    message: `${what} of <${namespace}> ${missing.length === 1 ? 'is' : 'are'} used and declared nowhere, ${localName(first.iri)} first.`,
    at: first.places[0]!(),
    why: 'Nobody can look up what is said with them, and a slip of the keyboard looks like one more of them.',
    help: `Declare each once: :${localName(first.iri)} a ${first.kind === 'class' ? 'owl:Class' : 'rdf:Property'} ; rdfs:label "…" . If a file declares them, import it: owl:imports <file.ttl> .`,
    focus: first.iri,
  };
}
