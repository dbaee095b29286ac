// Coverage queries: conditions that compare nodes. A row of `?focus ?met` is one obligation; what it is called, why it
// matters and what to write stand in the query's header.
import type { Term } from '@rdfjs/types';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { asLoaded } from '../query/as-loaded.ts';
import { select, type Row } from '../query/ask.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { LoadedFiles } from '../store/load.ts';
import { prefixes } from '../vocabulary/borrowed.ts';
import type { Obligations } from './obligations.ts';
import { findingOf, focusOf, severityOf, valuesOf } from './rows.ts';

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
      const focus = focusOf(entry.value, row);
      const met = row['met']?.value === 'true';
      if (severity === 'error') obligations.add(focus, name, ofClass, met);
      if (met) continue;
      const values = valuesOf(row, focus, spec.graphs);
      found.push(findingOf(entry.value, severity, focus, values, placeOf(focus, row, spec)));
    }
  }
  return found;
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

function fullIri(short: string): string | undefined {
  const [prefix, name] = short.trim().split(':');
  const namespace = prefix === undefined ? undefined : prefixes[prefix];
  return namespace && name ? namespace + name : undefined;
}
