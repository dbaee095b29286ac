// The sh:sparql constraints of a project's own shapes (SHACL 5): read once, judged before anything is asked, and refused aloud
// where their answer would not be what SHACL says.
import type { Quad_Object, Term } from '@rdfjs/types';
import { unusable, type Diagnostic, type Span } from '../base/diagnostic.ts';
import { prepareFocusQuery, type FocusQuery } from '../query/focus.ts';
import { blanked } from '../query/syntax.ts';
import type { Graphs } from '../store/graphs.ts';
import { owl, sh } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { pathText } from './paths.ts';

/** One constraint on one shape; two shapes that share it are two. */
export interface SparqlConstraint {
  readonly shape: Term;
  /** The value of sh:sparql. */
  readonly node: Term;
  readonly query: FocusQuery;
  /** sh:severity, where it has one of its own. */
  readonly severity: Term | undefined;
  /** Where its query stands. */
  readonly at: Span | undefined;
}

export interface Constraints {
  readonly all: readonly SparqlConstraint[];
  readonly problems: readonly Diagnostic[];
}

const named = (name: string) => namedNode(`http://www.w3.org/ns/shacl#${name}`);
export const sparql = named('sparql');
const [select, prefixes, declare, prefix, namespace] = ['select', 'prefixes', 'declare', 'prefix', 'namespace'].map(
  named,
) as [Property, Property, Property, Property, Property];
type Property = ReturnType<typeof named>;

/** All constraints that are switched on; `placeOf` says where a triple stands. */
export async function sparqlConstraints(
  shapes: Graphs,
  isOff: (shape: Term) => boolean,
  placeOf: (subject: Term, predicate: Term, object: Term) => Span | undefined,
): Promise<Constraints> {
  const all: SparqlConstraint[] = [];
  const problems: Diagnostic[] = [];
  for (const { subject: shape, object: node } of shapes.match(null, sparql)) {
    if (isOff(node)) continue;
    const [query, ...more] = shapes.objects(node, select);
    const at = query ? placeOf(node, select, query) : placeOf(shape, sparql, node);
    const refuse = (problem: string, help: string | undefined) => void problems.push(refusal(problem, help, at));
    if (query?.termType !== 'Literal' || more.length > 0) {
      refuse(
        query ? 'It has several queries, or one that is no text.' : 'It has no query.',
        'Write one sh:select """SELECT $this …""".',
      );
      continue;
    }
    const declared = declarations(shapes, node);
    if (typeof declared === 'string') {
      refuse(declared, 'Give each prefix one name and one namespace.');
      continue;
    }
    const path = shapes.object(shape, sh.path);
    const whole = declared.join('') + withPath(query.value, path && pathText(shapes, path));
    const prepared = await prepareFocusQuery(whole);
    if (prepared.ok) all.push({ shape, node, query: prepared.query, severity: shapes.object(node, sh.severity), at });
    else refuse(prepared.problem, prepared.help);
  }
  return { all, problems };
}

/** The query with the shape's path for `$PATH`; where there is no path, the query is refused for what is left of it. */
function withPath(query: string, path: string | undefined): string {
  if (path === undefined) return query;
  const plain = blanked(query);
  return query.replace(/[$?]PATH\b/g, (found, at: number) => (plain.startsWith(found, at) ? path : found));
}

function refusal(problem: string, help: string | undefined, at: Span | undefined): Diagnostic {
  return unusable('closure/sparql-constraint', `A sh:sparql constraint cannot be asked. ${problem}`, {
    at,
    why: 'Its answer would not be the one that SHACL asks for, and the specification might count as closed without it.',
    help,
  });
}

/** PREFIX declarations, all on the query's first line, so that lines stay as they were; a sentence where they are wrong. */
function declarations(shapes: Graphs, constraint: Term): string[] | string {
  const holders = new Map(shapes.objects(constraint, prefixes).map((one): [string, Term] => [one.value, one]));
  const found = new Map<string, string>();
  for (const holder of holders.values()) {
    for (const next of shapes.objects(holder, owl.imports)) if (!holders.has(next.value)) holders.set(next.value, next);
    for (const one of shapes.objects(holder, declare)) {
      const [name, iri] = [text(shapes.objects(one, prefix)), text(shapes.objects(one, namespace))];
      if (name === undefined || iri === undefined || !/^[\w.-]*$/.test(name) || /[<>"{}|^`\\\s]/.test(iri))
        return 'A value of sh:declare is no prefix with its namespace.';
      if ((found.get(name) ?? iri) !== iri) return `The prefix "${name}" is declared for two namespaces.`;
      found.set(name, iri);
    }
  }
  return Array.from(found, ([name, iri]) => `PREFIX ${name}: <${iri}> `);
}

function text(values: readonly Quad_Object[]): string | undefined {
  return values.length === 1 && values[0]!.termType === 'Literal' ? values[0]!.value : undefined;
}
