// Is the specification closed? Shapes for what one node must have, queries for what compares nodes, and a look at every
// name: a number, and a list of every gap with its place and the way to mend it.
import type { Quad } from '@rdfjs/types';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shippedAssets, type AssetFolders } from '../base/assets.ts';
import { byPlace, type Diagnostic } from '../base/diagnostic.ts';
import { ok, type Result } from '../base/result.ts';
import { openCatalogue, type Catalogue } from '../query/catalogue.ts';
import { lexiconOf } from '../reading/lexicon.ts';
import { readSpec, type Reading } from '../reading/read.ts';
import type { LoadedFiles } from '../store/load.ts';
import { loadOntology } from '../store/ontology.ts';
import { rdf, rdfs } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';
import { consistencyFindings } from './consistency.ts';
import { coverageFindings } from './coverage.ts';
import { lintFindings } from './lint/lint.ts';
import { Obligations, percentMet, type ClassScore } from './obligations.ts';
import { placeKey } from './place-key.ts';
import { referenceFindings } from './references.ts';
import { reportQuads } from './report.ts';
import { shapeFindings } from './shape-findings.ts';
import { loadShapes } from './shapes.ts';

export interface Closure {
  /** Whether no finding is an error. */
  readonly conforms: boolean;
  readonly met: number;
  readonly total: number;
  /** Obligations met of all, rounded down to a tenth. */
  readonly percent: number;
  readonly byClass: readonly ClassScore[];
  /** Every finding, sorted by place; those of loading included. */
  readonly diagnostics: readonly Diagnostic[];
  /** The findings as a sh:ValidationReport with places. */
  report(): Quad[];
}

export interface CloseOptions {
  readonly assets?: AssetFolders;
  /** Shapes files besides the shipped ones and those in `.specify/shapes/`. */
  readonly shapes?: readonly string[];
  /** Where the coverage queries come from: the shipped folder where nothing is said. */
  readonly catalogue?: Catalogue;
  /** Whether coverage and consistency are asked for too; not for a binding, of which no such query speaks. True where nothing is said. */
  readonly coverage?: boolean;
  /** Whether there has to be a plan: else what obliges nobody to anything would count as closed. False where nothing is said. */
  readonly planned?: boolean;
  /** Whether generic mistakes of Turtle's authors are looked for (lint/…), which never block. True where nothing is said. */
  readonly lint?: boolean;
  /**
   * Of a specification that was lifted from another vocabulary: what its author wrote, and how it was read. Consistency and generic
   * mistakes are looked for there; the given one is what is closed.
   */
  readonly written?: { readonly spec: LoadedFiles; readonly reading: Reading } | undefined;
}

/** Findings of consistency, and the errors that say the same of things of ours. */
const CERTAIN: Readonly<Record<string, string>> = {
  'consistency/gate-without-owner': 'closure/gate-without-owner',
  'consistency/gate-requires-nothing': 'closure/gate-without-requirement',
  'consistency/gate-guards-nothing': 'closure/gate-guards-nothing',
  'consistency/task-without-owner': 'closure/task-without-agent',
  'consistency/isolated-task': 'closure/task-awaited-by-nothing',
  'consistency/dead-end-task': 'closure/task-awaited-by-nothing',
};

/** Fails (exit class 2) only where the shapes themselves cannot be relied on. */
export async function closeSpec(spec: LoadedFiles, options: CloseOptions = {}): Promise<Result<Closure>> {
  const assets = options.assets ?? shippedAssets;
  const catalogue = options.catalogue ?? openCatalogue(assets.queries);
  const ontology = loadOntology(assets.ontology);
  const shapes = await loadShapes(assets.shapes, [...projectShapes(spec.root), ...(options.shapes ?? [])], spec.root, [
    ...ontology.subClasses,
    ...spec.graphs.match(null, rdfs.subClassOf),
  ]);
  if (!shapes.ok) return shapes;
  const obligations = new Obligations();
  if (options.planned)
    obligations.add(specification, 'derive/no-plan', sx.Plan.value, spec.graphs.subjects(rdf.type, sx.Plan).length > 0);
  const references = referenceFindings(spec, ontology, obligations);
  const { explained, astray } = references;
  // A value that is declared nowhere is also none of the right class: one mistake, one finding; the obligation is missed all the same.
  const ofShapes = (await shapeFindings(spec, shapes.value, obligations)).filter(
    ({ diagnostic, aboutValue }) => !(aboutValue && (astray || explained.has(placeKey(diagnostic.at)))),
  );
  const covered = options.coverage === false ? [] : await coverageFindings(spec, catalogue, obligations);
  // Where a document's names are in a wrong namespace, nearly everything is missing for those who look in the right one.
  const ofQueries = astray
    ? []
    : covered.filter(({ code, at }) => !(code === 'closure/unknown-reference' && explained.has(placeKey(at))));
  const said = [
    ...spec.diagnostics,
    ...references.diagnostics,
    ...ofShapes.map(({ diagnostic }) => diagnostic),
    ...ofQueries,
  ];
  const { written } = options;
  const read = (): Reading => written?.reading ?? readSpec(spec, lexiconOf(ontology));
  const reading = options.coverage === false || astray ? undefined : read();
  const consistency = reading ? await consistencyFindings(reading, catalogue) : [];
  // Of what was lifted, closure says as an error what consistency can only suspect of a foreign thing.
  const errors = new Set(written ? said.map(({ code, at }) => `${code} ${placeKey(at)}`) : []);
  const ofReading = consistency.filter(({ code, at }) => !errors.has(`${CERTAIN[code]} ${placeKey(at)}`));
  const ofLint = options.lint === false ? [] : lintFindings(written?.spec ?? spec, ontology, said);
  const diagnostics = [...said, ...ofReading, ...ofLint].sort(byPlace);
  const { met, total } = obligations;
  const conforms = !diagnostics.some(({ severity }) => severity === 'error');
  return ok({
    conforms,
    met,
    total,
    percent: percentMet(met, total),
    byClass: obligations.byClass(),
    diagnostics,
    report: () => reportQuads(diagnostics),
  });
}

/** What obliges the specification as a whole. */
const specification = 'urn:spec-exec:specification';

/** The shapes that the project keeps for all its specifications. */
function projectShapes(root: string): string[] {
  const folder = join(root, '.specify', 'shapes');
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.ttl') && !name.startsWith('.'))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
