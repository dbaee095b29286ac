// A specification with lifted triples in it: a dataset of its own, and places that lead from lifted triples to the author's lines.
import type { Quad } from '@rdfjs/types';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { Graphs } from '../store/graphs.ts';
import type { LoadedFiles } from '../store/load.ts';
import { Locations, type LocatedText } from '../store/locations.ts';
import { Places } from '../store/stamp.ts';
import type { LiftedTriple } from './lift.ts';
import { placesOf } from './source.ts';

/** The given specification is left as it is. */
export function relocated<S extends LoadedFiles>(
  spec: S,
  quads: readonly Quad[],
  triples: readonly LiftedTriple[],
  guesses: readonly Diagnostic[],
): S {
  const graphs = new Graphs();
  for (const one of spec.graphs.match(null, null, null, null))
    if (one.graph.termType !== 'DefaultGraph') graphs.add(one);
  graphs.addAll(quads);
  // What the author wrote comes first: a thing is declared where he declared it.
  const locations = spec.locations.copy();
  for (const text of liftedTexts(triples, locations)) locations.add(text);
  return { ...spec, graphs, locations, diagnostics: [...spec.diagnostics, ...guesses] };
}

/** The lifted triples of each file, with their places in it. */
function liftedTexts(triples: readonly LiftedTriple[], locations: Locations): LocatedText[] {
  const byFile = new Map<string, { quads: Quad[]; numbers: number[]; places: Places }>();
  for (const { quad, source } of triples) {
    if (!source) continue;
    const spans = placesOf(quad, source);
    const { file } = spans.object;
    const of = byFile.get(file) ?? { quads: [], numbers: [], places: new Places() };
    byFile.set(file, of);
    const place = (span: Span): number => of.places.add(span.line, span.column - 1, span.endLine, span.endColumn - 1);
    of.quads.push(quad);
    of.numbers.push(place(spans.subject), place(spans.predicate), place(spans.object));
  }
  return Array.from(byFile, ([file, { quads, numbers, places }]) => ({
    file,
    text: locations.text(file) ?? '',
    quads,
    rows: Uint32Array.from(numbers),
    places,
  }));
}
