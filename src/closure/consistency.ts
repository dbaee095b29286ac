// Consistency: what a specification says in two places that cannot both be so, in any vocabulary. Each row of a query in
// queries/consistency/ is a finding; what it is called, why it matters and what to write stand in the query's header.
import type { Diagnostic } from '../base/diagnostic.ts';
import { asLoaded } from '../query/as-loaded.ts';
import { select, type Row } from '../query/ask.ts';
import { oneLine, type Catalogue, type QueryEntry } from '../query/catalogue.ts';
import type { Reading } from '../reading/read.ts';
import { prefixes } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { fillIn } from './names.ts';
import { placeKey } from './place-key.ts';
import { codeOf, findingOf, focusOf, severityOf, valuesOf } from './rows.ts';

const FOLDER = 'consistency/';
/** More places than that help nobody; the message says how many there are where that matters. */
const RELATED_MAX = 50;

/** Asks every query of consistency that has anything to read. Counts no obligations: what is there contradicts itself, nothing is missing. */
export async function consistencyFindings(reading: Reading, catalogue: Catalogue): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const name of catalogue.names(FOLDER)) {
    if (!name.startsWith(FOLDER)) continue;
    const entry = catalogue.get(name);
    if (!entry.ok) throw new Error(`the catalogue does not know its own ${name}`);
    if (!hasToRead(entry.value, reading)) continue;
    const { rows } = await select(reading.graphs, entry.value);
    found.push(...findingsOf(entry.value, rows, reading));
  }
  return found;
}

/**
 * Whether the graph has what a query cannot do without: a foreign vocabulary, where it reads one (`reads:`), and a triple
 * with each property, or a thing of each class, that the header's `needs:` names.
 */
function hasToRead({ name, fields }: QueryEntry, { foreign, graphs }: Reading): boolean {
  if (!foreign && /^the reading of a foreign vocabulary/.test(fields['reads'] ?? '')) return false;
  for (const needed of (fields['needs'] ?? '').split(/[\s,]+/).filter((one) => one !== '')) {
    const [prefix = '', local = ''] = needed.split(':');
    const namespace = prefixes[prefix];
    if (namespace === undefined) throw new Error(`queries/${name}.rq needs ${needed}, whose prefix is none of ours`);
    const term = namedNode(namespace + local);
    const there = /^[A-Z]/.test(local) ? graphs.match(null, null, term) : graphs.match(null, term);
    if (there[Symbol.iterator]().next().done) return false;
  }
  return true;
}

/** Rows at one place are one finding, in the words of the first; each tells a related place. */
function findingsOf(entry: QueryEntry, rows: readonly Row[], reading: Reading): Diagnostic[] {
  const severity = severityOf(entry);
  const byKey = new Map<string, { finding: Diagnostic; related: Map<string, Related> }>();
  for (const row of rows) {
    const focus = focusOf(entry, row);
    const value = row['value'] && asLoaded(row['value']);
    const at = reading.placeOf(focus, row['predicate'], value);
    const key = at ? placeKey(at) : `${focus.termType} ${focus.value}`;
    const values = valuesOf(row, focus, reading.graphs);
    const known = byKey.get(key) ?? { finding: findingOf(entry, severity, focus, values, at), related: new Map() };
    byKey.set(key, known);
    const other = row['other'] && asLoaded(row['other']);
    if (!other || known.related.size >= RELATED_MAX) continue;
    const otherValue = row['otherValue'] && asLoaded(row['otherValue']);
    const place = reading.placeOf(other, row['otherPredicate'], otherValue);
    if (place && placeKey(place) !== key)
      known.related.set(placeKey(place), {
        at: place,
        message: fillIn(oneLine(entry.fields['related'] ?? `see also, of ${codeOf(entry)}`), values),
      });
  }
  return Array.from(byKey.values(), ({ finding, related }) =>
    related.size === 0 ? finding : { ...finding, related: [...related.values()] },
  );
}

type Related = NonNullable<Diagnostic['related']>[number];
