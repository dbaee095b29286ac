// The files that a task declares as outputs: found, copied out of its working folder, and checked as copies, so that what
// is digested and checked is what is kept.
import { join } from 'node:path';
import type { Secrets } from '../base/secrets.ts';
import { type Check, reasonOf } from './checks.ts';
import { answerTo, artifactQuestions, type Question } from './declared.ts';
import { findFiles } from './glob.ts';
import { copyOrWhy, digestOf, dropSecret, encodedName, freshName, namesLike } from './keep.ts';
import { checkMediaType, checkSchema, type Finding } from './media.ts';

/** An artifact may be many files, all of them wrong. */
const REASONS_SHOWN_MAX = 5;

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
    const questions = artifactQuestions(output);
    const files = findFiles(where.folder, output.path);
    if (!files.ok || files.value.length === 0) {
      const reason = files.ok ? `There is no file ${output.path} in the working folder` : reasonOf(files.diagnostics);
      checks.push(answerTo(questions.there, reason));
      continue;
    }
    const keepIn = freshName(join(where.keepIn, encodedName(output.id)), where.name);
    const lost: string[] = [];
    const found: { readonly what: string; readonly file: string }[] = [];
    for (const { path, file } of files.value) {
      const kept = await copyOrWhy(file, join(keepIn, path));
      const secret = typeof kept === 'string' ? kept : dropSecret(kept.file, where.secrets);
      if (typeof kept === 'string' || secret !== undefined) {
        lost.push(`${path} ${secret}`);
        continue;
      }
      const several = files.value.length > 1;
      artifacts.push({
        iri: output.iri,
        evidenceIri: `${where.attempt}/artifact/${encodeURIComponent(output.id)}${several ? `/${path.split('/').map(encodeURIComponent).join('/')}` : ''}`,
        path,
        storedFile: kept.file,
        sha256: kept.sha256,
        bytes: kept.bytes,
      });
      found.push({ file: kept.file, what: `Artifact ${output.id}${several ? ` (${path})` : ''}` });
    }
    checks.push(answerTo(questions.there, lost.length > 0 ? shown(lost) : undefined));
    const paths = files.value.map(({ path }) => path);
    if (where.untouched)
      checks.push(answerTo(questions.changed, await unchanged(paths, where.untouched, where.noChange)));
    if (lost.length > 0) continue;
    const { type, fits } = questions;
    const typed =
      type && (await answerOfAll(type, found, (one) => checkMediaType(one.file, output.mediaType!, one.what)));
    if (typed) checks.push(typed);
    if (fits && typed?.outcome !== 'failed')
      checks.push(await answerOfAll(fits, found, (one) => checkSchema(one.file, output.schema!, one.what)));
  }
  return { artifacts, checks };
}

/** Why the files do not count as made by the attempt. */
async function unchanged(
  paths: readonly string[],
  untouched: CollectUntouched,
  noChange: string | undefined,
): Promise<string | undefined> {
  if (noChange !== undefined) return undefined;
  const asBefore = await untouched(paths);
  return paths.every((path) => asBefore.has(path))
    ? `${paths[0]!} was there before and is unchanged; where nothing had to be changed, the evidence says why (noChange.reason)`
    : undefined;
}

/** The worst answer of all files. */
async function answerOfAll<T>(
  question: Question,
  files: readonly T[],
  check: (file: T) => Promise<Finding>,
): Promise<Check> {
  const findings: Exclude<Finding, { outcome: 'passed' }>[] = [];
  for (const file of files) {
    const found = await check(file);
    if (found.outcome !== 'passed') findings.push(found);
  }
  const failed = findings.filter(({ outcome }) => outcome === 'failed');
  const worst = failed.length > 0 ? failed : findings;
  if (worst.length === 0) return answerTo(question, undefined);
  return { ...question, outcome: worst[0]!.outcome, reason: shown(worst.map(({ reason }) => reason)) };
}

function shown(reasons: readonly string[]): string {
  return reasons.slice(0, REASONS_SHOWN_MAX).join('; ');
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
