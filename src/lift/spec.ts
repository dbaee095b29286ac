// What lifting makes of a loaded specification: nothing where it is in our vocabulary; the lifted one where its dialect is known;
// else one finding that says that nobody knows its vocabulary, and what to do.
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { lexiconOf } from '../reading/lexicon.ts';
import { readSpec, type Reading } from '../reading/read.ts';
import type { LoadedFiles } from '../store/load.ts';
import { loadOntology } from '../store/ontology.ts';
import { projectDialects, shippedDialects, type Dialect } from './dialect.ts';
import { lift, type Lifted } from './lift.ts';
import { isOurs, recognise, unknownVocabulary } from './recognise.ts';

export type Lifting<S extends LoadedFiles> =
  | { readonly kind: 'ours' }
  | { readonly kind: 'lifted'; readonly lifted: Lifted<S>; readonly reading: Reading }
  | { readonly kind: 'unknown'; readonly finding: Diagnostic };

export interface LiftOptions {
  /** Folders of queries (ours have `lift/` below them) and of the ontology, with the lexicon. */
  readonly assets: { readonly queries: string; readonly ontology: string };
}

/** Dialects of the project come before ours of the same name. Fails where a dialect of the project is unusable. */
export function knownDialects(root: string, queries: string): Result<readonly Dialect[]> {
  const ours = shippedDialects(queries);
  const theirs = projectDialects(root);
  if (!ours.ok || !theirs.ok) return fail(...[ours, theirs].flatMap((one) => (one.ok ? [] : one.diagnostics)));
  const taken = new Set(theirs.value.map(({ name }) => name));
  return ok([...theirs.value, ...ours.value.filter(({ name }) => !taken.has(name))]);
}

export async function liftSpec<S extends LoadedFiles>(spec: S, { assets }: LiftOptions): Promise<Result<Lifting<S>>> {
  if (isOurs(spec)) return ok({ kind: 'ours' });
  const dialects = knownDialects(spec.root, assets.queries);
  if (!dialects.ok) return dialects;
  const found = recognise(spec, dialects.value);
  switch (found.kind) {
    case 'ours':
      return ok(found);
    case 'unknown':
      return ok({ kind: 'unknown', finding: unknownVocabulary(spec, found.nearest, '.specify/dialects') });
    case 'dialect': {
      const reading = readSpec(spec, lexiconOf(loadOntology(assets.ontology)));
      const lifted = await lift(spec, found.dialect, reading.graphs);
      return lifted.ok ? ok({ kind: 'lifted', lifted: lifted.value, reading }) : lifted;
    }
  }
}

/** Said where somebody wants a specification lifted that is in our vocabulary. */
export function nothingToLift(spec: LoadedFiles): Diagnostic {
  const file = spec.documents[0]?.path;
  return unusable(
    'lift/nothing-to-lift',
    'This specification is written in our vocabulary: there is nothing to lift.',
    {
      ...(file !== undefined && { at: { file, line: 1, column: 1, endLine: 1, endColumn: 1 } }),
      help: '`spec-exec validate` and `graph` take it as it is.',
    },
  );
}
