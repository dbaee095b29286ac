// What was guessed, as findings for people and as triples for the record of a run.
import type { Quad, Quad_Graph, Quad_Subject } from '@rdfjs/types';
import type { Diagnostic, Severity } from '../base/diagnostic.ts';
import type { Row } from '../query/ask.ts';
import type { QueryEntry } from '../query/catalogue.ts';
import { dcterms, rdf, xsd } from '../vocabulary/borrowed.ts';
import { literal, namedNode, quad } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import type { Dialect } from './dialect.ts';
import { asLoaded } from '../query/as-loaded.ts';
import { oneLine } from '../query/catalogue.ts';
import { fillIn, plain, spoken } from './names.ts';
import type { Source } from './source.ts';
import { digest } from './template.ts';

/** The finding of a row, where the query's header has a `code` for it; queries without one guess nothing. */
export function guessFinding(
  { fields, question }: QueryEntry,
  row: Row,
  source: Source | undefined,
  about: Quad_Subject,
): Diagnostic | undefined {
  const code = fields['code'];
  if (code === undefined) return undefined;
  const values: Record<string, string | undefined> = {};
  for (const [name, term] of Object.entries(row)) values[name] = term && spoken(plain(asLoaded(term)));
  const said = (text: string | undefined): string | undefined => text && fillIn(oneLine(text), values);
  return {
    code: code as Diagnostic['code'],
    severity: severityOf(fields['severity']),
    message: said(fields['message'] ?? question)!,
    ...(source && { at: source.value === undefined ? source.places.subject : source.places.object }),
    ...(fields['why'] && { why: said(fields['why']) }),
    ...(fields['remedy'] && { help: said(fields['remedy']) }),
    ...(about.termType === 'NamedNode' && { focus: about.value }),
  };
}

function severityOf(stated: string | undefined): Severity {
  return stated === 'warning' || stated === 'error' ? stated : 'info';
}

/** Of which dialect the graph was lifted, and each guess: of what, by which query, in words, and where. */
export function guessQuads(
  dialect: Dialect,
  given: readonly { readonly guess: Diagnostic | undefined; readonly query: { readonly entry: QueryEntry } }[],
  graph: Quad_Graph,
): Quad[] {
  const quads = [quad(namedNode(graph.value), sx.liftedFrom, literal(dialect.name), graph)];
  for (const { guess, query } of given) {
    if (!guess) continue;
    const place = guess.at ? `${guess.at.file}:${guess.at.line}:${guess.at.column}` : '';
    const self = namedNode(`${graph.value}/guess/${digest(`${guess.code}\n${guess.message}\n${place}`)}`);
    quads.push(
      quad(self, rdf.type, sx.Guess, graph),
      quad(self, sx.guessedBy, literal(query.entry.name), graph),
      quad(self, sx.code, literal(guess.code), graph),
      quad(self, dcterms.description, literal(guess.message), graph),
    );
    if (guess.focus !== undefined) quads.push(quad(self, sx.guessedOf, namedNode(guess.focus), graph));
    if (guess.at)
      quads.push(
        quad(self, sx.sourceFile, literal(guess.at.file), graph),
        quad(self, sx.sourceLine, literal(String(guess.at.line), xsd.integer), graph),
      );
  }
  return quads;
}
