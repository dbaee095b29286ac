// The files that a task declares as outputs: found, copied out of its working folder, and checked as copies, so that what
// is digested and checked is what is kept.
import { join } from 'node:path';
import type { Secrets } from '../base/secrets.ts';
import { type Check, reasonOf } from './checks.ts';
import { findFiles } from './glob.ts';
import { copyOrWhy, digestOf, dropSecret, encodedName, freshName, namesLike } from './keep.ts';
import { checkFile } from './media.ts';

export interface ExpectedOutput {
  readonly iri: string;
  readonly id: string;
  /** Path or glob below the working folder. */
  readonly path: string;
  readonly mediaType?: string | undefined;
  /** JSON Schema, as text. */
  readonly schema?: string | undefined;
}

export interface KeptArtifact {
  /** IRI of the artifact. */
  readonly iri: string;
  /** IRI of this file of it. */
  readonly evidenceIri: string;
  /** Where it was, relative to the working folder. */
  readonly path: string;
  /** The kept copy, absolute. */
  readonly storedFile: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Which of these paths are as they were before the attempt. */
export type CollectUntouched = (paths: readonly string[]) => Promise<ReadonlySet<string>>;

export async function collectArtifacts(
  outputs: readonly ExpectedOutput[],
  where: {
    readonly folder: string;
    readonly attempt: string;
    readonly keepIn: string;
    readonly name: string;
    readonly secrets?: Secrets | undefined;
    readonly untouched?: CollectUntouched | undefined;
    /** Why no change was needed, where the agent says so. */
    readonly noChange?: string | undefined;
  },
): Promise<{ readonly artifacts: readonly KeptArtifact[]; readonly checks: readonly Check[] }> {
  const artifacts: KeptArtifact[] = [];
  const checks: Check[] = [];
  for (const output of outputs) {
    const what = `artifact ${output.id}`;
    const said = output.schema
      ? `${what} is there and fits its schema`
      : `${what} is there${output.mediaType ? ` and is ${output.mediaType}` : ''}`;
    const check = (reason?: string): void =>
      void checks.push({
        id: `artifact/${output.id}`,
        what: said,
        passed: reason === undefined,
        reason,
        about: output.iri,
      });
    const files = findFiles(where.folder, output.path);
    if (!files.ok) {
      check(reasonOf(files.diagnostics));
      continue;
    }
    if (files.value.length === 0) {
      check(`There is no file ${output.path} in the working folder`);
      continue;
    }
    const reasons: string[] = [];
    const paths = files.value.map(({ path }) => path);
    const asBefore = await where.untouched?.(paths);
    if (asBefore !== undefined && where.noChange === undefined && paths.every((path) => asBefore.has(path)))
      reasons.push(
        `${paths[0]!} was there before and is unchanged; where nothing had to be changed, the evidence says why (noChange.reason)`,
      );
    const keepIn = freshName(join(where.keepIn, encodedName(output.id)), where.name);
    for (const { path, file } of files.value) {
      const kept = await copyOrWhy(file, join(keepIn, path));
      if (typeof kept === 'string') {
        reasons.push(`${path} ${kept}`);
        continue;
      }
      const secret = dropSecret(kept.file, where.secrets);
      if (secret !== undefined) {
        reasons.push(`${path} ${secret}`);
        continue;
      }
      const several = files.value.length > 1 ? `/${path.split('/').map(encodeURIComponent).join('/')}` : '';
      artifacts.push({
        iri: output.iri,
        evidenceIri: `${where.attempt}/artifact/${encodeURIComponent(output.id)}${several}`,
        path,
        storedFile: kept.file,
        sha256: kept.sha256,
        bytes: kept.bytes,
      });
      const fits = await checkFile(
        kept.file,
        { mediaType: output.mediaType, schema: output.schema },
        several ? `${what} (${path})` : what,
      );
      if (!fits.ok) reasons.push(reasonOf(fits.diagnostics));
    }
    check(reasons.length > 0 ? reasons.slice(0, 5).join('; ') : undefined);
  }
  return { artifacts, checks };
}

/** The kept copy of an artifact's file that has this digest, as the run's graph names it; undefined where it is gone or was changed. */
export async function storedArtifact(
  storeFolder: string,
  artifactId: string,
  attemptName: string,
  path: string,
  sha256: string,
): Promise<string | undefined> {
  const folder = join(storeFolder, 'artifacts', encodedName(artifactId));
  for (const name of namesLike(folder, attemptName, '')) {
    const file = join(folder, name, path);
    if ((await digestOf(file)) === sha256) return file;
  }
  return undefined;
}
