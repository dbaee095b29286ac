// After an attempt ended: takes what it left, holds it against what the specification says, keeps copies, and makes triples.
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedNode, Quad } from '@rdfjs/types';
import { readAsset, shippedAssets } from '../base/assets.ts';
import { instant } from '../base/clock.ts';
import type { Result } from '../base/result.ts';
import type { Secrets } from '../base/secrets.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { dateTime, integer, json, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { type Check, checkQuads, reasonOf } from './checks.ts';
import {
  collectArtifacts,
  type CollectUntouched,
  type ExpectedOutput,
  type KeptArtifact,
} from './collect-artifacts.ts';
import { type ExpectedHandOff, readHandOffs } from './collect-handoffs.ts';
import { type ExpectedMetric, readMeasurements } from './collect-measurements.ts';
import { answerTo, declaredQuestions, evidenceQuestions, type Question, withUntested } from './declared.ts';
import { type GivenEvidence, linkEvidence, type Measured, noChangeOf } from './evidence-file.ts';
import { keepHandOff, type KeptHandOff } from './handoff.ts';
import { below } from './glob.ts';
import { JSON_BYTES_MAX, type Json, parseJson } from './json.ts';
import { quadsOf } from './json-ld.ts';
import { copyOrWhy, dropSecret, encodedName, freshName, type Kept } from './keep.ts';
import { checkJson } from './schema.ts';

export type { ExpectedOutput, KeptArtifact } from './collect-artifacts.ts';
export type { ExpectedHandOff } from './collect-handoffs.ts';
export type { ExpectedMetric } from './collect-measurements.ts';

export interface CollectInput {
  /** IRIs. */
  readonly run: string;
  readonly task?: string | undefined;
  readonly attempt: string;
  readonly agent: string | undefined;
  /** UTC milliseconds. */
  readonly at: number;
  /** The attempt's working folder. */
  readonly folder: string;
  readonly outputs: readonly ExpectedOutput[];
  readonly evidenceFile: string;
  readonly evidenceRequired: boolean;
  /** A JSON Schema of the plan's own that the evidence must fit beside the shipped one, as text. */
  readonly evidenceSchema?: string | undefined;
  /** The folder in which the attempt left its hand-off values. */
  readonly handOffFolder: string;
  readonly handOffs: readonly ExpectedHandOff[];
  readonly metrics: readonly ExpectedMetric[];
  /** The run's folder: copies go to `artifacts/`, `evidence/` and `handoff/` in it. */
  readonly storeFolder: string;
  /** The attempt as part of file names, such as `measure-baseline.1`; made from its IRI where it is not given. */
  readonly attemptName?: string | undefined;
  /** Whether all else went well (exit status, verification). Where it did not, nothing the attempt left becomes visible to others. */
  readonly succeeded: boolean;
  /** The folder of schemas; the shipped one where none is given. */
  readonly schemas?: string | undefined;
  /** Tells which files are as they were before the attempt; without it, all count as made by it. */
  readonly untouched?: CollectUntouched | undefined;
  /** Nothing that holds one of these is kept. */
  readonly secrets?: Secrets | undefined;
}

export interface Collected {
  /** Everything was there and fits, and `succeeded` was given: what it left is visible to others. */
  readonly accepted: boolean;
  readonly checks: readonly Check[];
  /** All triples for the run's graph: evidence, claims, checks, and where accepted also artifacts, measurements and hand-off values. */
  readonly quads: readonly Quad[];
  readonly artifacts: readonly KeptArtifact[];
  /** Why the agent says that no change was needed; undefined where it does not. */
  readonly noChange: string | undefined;
  /** Empty unless accepted. */
  readonly measurements: readonly Measured[];
  /** Empty unless accepted. */
  readonly handOffs: readonly (KeptHandOff & {
    readonly iri: string;
    readonly valueIri: string;
    readonly value: Json;
  })[];
  /** The evidence JSON, where there was one that fits. */
  readonly evidence: { readonly iri: string; readonly file: string; readonly value: GivenEvidence } | undefined;
}

/** Never rejects for what an agent left; only for a disk that fails. */
export async function collect(input: CollectInput): Promise<Collected> {
  const name = input.attemptName ?? nameOf(input.run, input.attempt);
  const read = await readEvidence(input, name);
  const measured = readMeasurements(read.value?.['measurements'], input.metrics, input.attempt);
  const left = await readHandOffs(input.handOffFolder, input.handOffs, input.secrets);
  const found = await collectArtifacts(input.outputs, {
    folder: input.folder,
    attempt: input.attempt,
    keepIn: join(input.storeFolder, 'artifacts'),
    name,
    secrets: input.secrets,
    untouched: input.untouched,
    noChange: noChangeOf(read.value),
  });
  const declared = declaredQuestions({
    ...input,
    verification: [],
    changeRequired: false,
    evidenceRequired: input.evidenceRequired || read.checks.length > 0,
    changesSeen: input.untouched !== undefined,
  });
  const checks = withUntested(
    [...read.checks, ...measured.checks, ...left.checks, ...found.checks],
    declared,
    'not reached: what comes before it does not hold',
  );
  const accepted = input.succeeded && checks.every(({ outcome }) => outcome !== 'failed');

  const measurements = accepted ? measured.measurements : [];
  const handOffs = accepted
    ? left.values.map(({ iri, key, value, recorded }) => ({
        ...keepHandOff(input.storeFolder, key, value, recorded),
        iri,
        value,
        valueIri: `${input.attempt}/handoff/${encodeURIComponent(key)}`,
      }))
    : [];
  const quads = [...checkQuads(checks, input)];
  const evidenceIri = `${input.attempt}/evidence`;
  if (read.kept) {
    const frame = {
      iri: evidenceIri,
      run: input.run,
      attempt: input.attempt,
      agent: input.agent,
      at: instant(input.at),
      path: below(input.storeFolder, read.kept.file),
      sha256: read.kept.sha256,
      bytes: read.kept.bytes,
    };
    const context = JSON.parse(readAsset(input.schemas ?? shippedAssets.schemas, 'evidence.context.jsonld')) as object;
    quads.push(
      ...(await quadsOf({ ...context, ...linkEvidence(read.value, frame, measurements) }, namedNode(input.run))),
    );
  }
  quads.push(...artifactQuads(found.artifacts, input, accepted));
  quads.push(...handOffs.flatMap((one) => handOffQuads(one, input)));
  return {
    accepted,
    checks,
    quads,
    artifacts: found.artifacts,
    noChange: noChangeOf(read.value),
    measurements,
    handOffs,
    evidence: read.value && read.kept ? { iri: evidenceIri, file: read.kept.file, value: read.value } : undefined,
  };
}

/** `measure-baseline.1` for `<run>:measure-baseline:1`. */
function nameOf(run: string, attempt: string): string {
  const rest = attempt.startsWith(`${run}:`) ? attempt.slice(run.length + 1) : encodedName(attempt);
  return rest.replace(/:(\d+)$/, '.$1').replace(/[/\\]/g, '_');
}

interface ReadEvidence {
  /** The evidence, where it fits its schema. */
  readonly value?: GivenEvidence;
  /** The copy, also of evidence that does not fit. */
  readonly kept?: Kept;
  readonly checks: readonly Check[];
}

async function readEvidence(input: CollectInput, name: string): Promise<ReadEvidence> {
  const { there, fits, fitsOwn } = evidenceQuestions;
  const missing = (reason: string): ReadEvidence => ({ checks: [answerTo(there, reason)] });
  const stat = lstatSync(input.evidenceFile, { throwIfNoEntry: false });
  if (!stat) return input.evidenceRequired ? missing('The agent left no evidence') : { checks: [] };
  if (!stat.isFile()) return missing('The evidence is not a regular file');
  if (stat.size > JSON_BYTES_MAX) return missing(`The evidence has ${stat.size} bytes; ${JSON_BYTES_MAX} are allowed`);
  const kept = await copyOrWhy(input.evidenceFile, freshName(join(input.storeFolder, 'evidence'), name, '.json'));
  if (typeof kept === 'string') return missing(`The evidence ${kept}`);
  const secret = dropSecret(kept.file, input.secrets);
  if (secret !== undefined) return missing(`The evidence ${secret}`);

  const checks = [answerTo(there, undefined)];
  const answer = (question: Question, found: Result<unknown>): boolean => {
    checks.push(answerTo(question, found.ok ? undefined : reasonOf(found.diagnostics)));
    return found.ok;
  };
  const parsed = parseJson(readFileSync(kept.file), 'the evidence');
  const schema = readAsset(input.schemas ?? shippedAssets.schemas, 'evidence.schema.json');
  const ours = parsed.ok ? await checkJson(schema, parsed.value, 'the evidence') : parsed;
  if (!answer(fits, ours) || !ours.ok) return { kept, checks };
  const own = input.evidenceSchema;
  if (own !== undefined && !answer(fitsOwn, await checkJson(own, ours.value, 'the evidence'))) return { kept, checks };
  return { kept, value: ours.value as GivenEvidence, checks };
}

function say(run: string, subject: NamedNode, ...pairs: readonly (readonly [NamedNode, Quad['object']])[]): Quad[] {
  return pairs.map(([predicate, object]) => quad(subject, predicate, object, namedNode(run)));
}

function origin(input: CollectInput): [NamedNode, Quad['object']][] {
  return [
    [prov.wasGeneratedBy, namedNode(input.attempt)],
    ...(input.agent ? [[prov.wasAttributedTo, namedNode(input.agent)] as [NamedNode, NamedNode]] : []),
    [prov.generatedAtTime, dateTime(input.at)],
    [sx.inRun, namedNode(input.run)],
  ];
}

/** Only an accepted file is said to be the artifact: what a failed attempt left is on record as a file alone. */
function artifactQuads(artifacts: readonly KeptArtifact[], input: CollectInput, accepted: boolean): Quad[] {
  return artifacts.flatMap((one) =>
    say(
      input.run,
      namedNode(one.evidenceIri),
      [rdf.type, sx.Evidence],
      ...(accepted ? [[sx.artifact, namedNode(one.iri)] as const] : []),
      [sx.path, text(one.path)],
      [sx.sha256, text(one.sha256)],
      [sx.byteSize, integer(one.bytes)],
      ...origin(input),
    ),
  );
}

function handOffQuads(one: Collected['handOffs'][number], input: CollectInput): Quad[] {
  return say(
    input.run,
    namedNode(one.valueIri),
    [rdf.type, sx.HandOffValue],
    [sx.handOff, namedNode(one.iri)],
    [sx.key, text(one.key)],
    [sx.version, integer(one.version)],
    [sx.jsonValue, json(one.value)],
    ...origin(input),
  );
}
