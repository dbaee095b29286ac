// Coverage queries: conditions that compare nodes. A row of `?focus ?met` is one obligation; what it is called, why it
// matters and what to write stand in the query's header.
import type { Term } from '@rdfjs/types';
import type { Diagnostic, Severity, Span } from '../base/diagnostic.ts';
import { select, type Row } from '../query/ask.ts';
import type { Catalogue, QueryEntry } from '../query/catalogue.ts';
import type { LoadedFiles } from '../store/load.ts';
import { prefixes } from '../vocabulary/borrowed.ts';
import { blankNode } from '../vocabulary/factory.ts';
import { fillIn, nameOf } from './names.ts';
import type { Obligations } from './obligations.ts';

/** Asks every query whose name starts so; the catalogue may hold a project's own beside ours. */
export async function coverageFindings(
  spec: LoadedFiles,
  catalogue: Catalogue,
  obligations: Obligations,
  prefix = 'closure/',
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const name of catalogue.names(prefix)) {
    const entry = catalogue.get(name);
    if (!entry.ok) throw new Error(`the catalogue does not know its own ${name}`);
    const { rows } = await select(spec.graphs, entry.value);
    const severity = severityOf(entry.value);
    const ofClass = fullIri(entry.value.fields['class'] ?? '') ?? name;
    for (const row of rows) {
      const focus = row['focus'] && asLoaded(row['focus']);
      if (!focus) throw new Error(`queries/${name}.rq gives a row without ?focus`);
      const met = row['met']?.value === 'true';
      if (severity === 'error') obligations.add(focus, name, ofClass, met);
      if (!met) found.push(findingOf(entry.value, severity, focus, row, spec));
    }
  }
  return found;
}

function findingOf(entry: QueryEntry, severity: Severity, focus: Term, row: Row, spec: LoadedFiles): Diagnostic {
  const { fields } = entry;
  const name = nameOf(focus, spec.graphs);
  const values: Record<string, string | undefined> = { focusName: name, this: name };
  for (const [variable, term] of Object.entries(row))
    values[variable] = term?.termType === 'Literal' ? term.value : term && nameOf(asLoaded(term), spec.graphs);
  const template = oneLine(fields['message'] ?? entry.question);
  const said = fillIn(template, values);
  return {
    code: (fields['code'] ?? entry.name) as Diagnostic['code'],
    severity,
    message: said.includes(name) ? said : `${name}: ${said}`,
    at: placeOf(focus, row, spec),
    why: fields['why'] && fillIn(oneLine(fields['why']), values),
    help: fields['remedy'] && fillIn(oneLine(fields['remedy']), values),
    ...(focus.termType === 'NamedNode' && { focus: focus.value }),
  };
}

/** A query may say which triple is wrong by `?predicate` and `?value`; else the finding stands where the focus is declared. */
function placeOf(focus: Term, row: Row, { graphs, locations }: LoadedFiles): Span | undefined {
  const predicate = row['predicate'];
  const value = row['value'] && asLoaded(row['value']);
  if (predicate || value)
    for (const quad of graphs.match(focus, predicate ?? null, value ?? null)) {
      const places = locations.ofQuad(quad);
      if (places) return value ? places.object : places.predicate;
    }
  const declared = locations.ofSubject(focus);
  if (declared) return declared;
  for (const quad of graphs.match(null, null, focus)) {
    const places = locations.ofQuad(quad);
    if (places) return places.object;
  }
  return undefined;
}

/** The SPARQL engine puts the number of its source before the label of a blank node. */
function asLoaded(term: Term): Term {
  return term.termType === 'BlankNode' ? blankNode(term.value.replace(/^bc_\d+_/, '')) : term;
}

function severityOf(entry: QueryEntry): Severity {
  const said = entry.fields['severity'] ?? 'error';
  if (said === 'error' || said === 'warning' || said === 'info') return said;
  throw new Error(`queries/${entry.name}.rq: severity is error, warning or info, not "${said}"`);
}

function fullIri(short: string): string | undefined {
  const [prefix, name] = short.trim().split(':');
  const namespace = prefix === undefined ? undefined : prefixes[prefix];
  return namespace && name ? namespace + name : undefined;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
