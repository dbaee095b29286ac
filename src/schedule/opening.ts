// The first batch of a run's journal: the specification as it was, the derived edges, what the run is; and the checkpoints
// that are evaluated before anything starts.
import type { Quad } from '@rdfjs/types';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../base/assets.ts';
import { localName } from '../derive/names.ts';
import { JOURNAL_FORMAT } from '../store/journal-format.ts';
import { isOfSnapshot } from '../store/snapshot.ts';
import type { Graphs } from '../store/graphs.ts';
import { quadLine } from '../store/journal-quads.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { dateTime, decimal, integer, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { automatedApprovals } from './approvals.ts';
import { evaluateCheckpoint } from './checkpoint.ts';
import type { RunEvent } from './event.ts';
import { enter } from './ledger.ts';
import { about } from './record.ts';
import type { RunInput } from './run-input.ts';
import type { Session } from './session.ts';
import { initialState } from './state.ts';

/** The snapshot and the run's description. Called before anything of the run is in the graphs. */
export function openingQuads(input: RunInput, run: string, at: number): Quad[] {
  return [
    ...specificationQuads(input, run),
    ...about(run, namedNode(run), [rdf.type, sx.Run], [prov.startedAtTime, dateTime(at)]),
  ];
}

/** The specification, and what the run says of it: of the first batch, and of each that revises it. */
export function specificationQuads(input: RunInput, run: string): Quad[] {
  const snapshot = [...input.graphs.match(null, null, null, null)].filter(isOfSnapshot);
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return [
    ...snapshot,
    ...about(
      run,
      namedNode(run),
      [sx.ofPlan, namedNode(input.plan.iri)],
      [sx.specificationDigest, text(digestOf(snapshot))],
      [sx.ontologyVersion, text(version)],
      [sx.journalFormat, text(JOURNAL_FORMAT)],
      [sx.bindingUsed, namedNode(input.binding.iri)],
      [sx.bindingFile, text(input.bindingFile)],
      [sx.bindingDigest, text(input.bindingDigest)],
      [sx.specificationFolder, text(input.specFolder)],
      [sx.specificationPath, text(input.specPath)],
      [sx.closureMet, integer(input.closure.met)],
      [sx.closureTotal, integer(input.closure.total)],
      [sx.minimumClosure, decimal(input.minClosure)],
    ),
    ...input.documents.flatMap(({ iri, digest }) => about(run, namedNode(iri), [sx.sha256, text(digest)])),
  ];
}

/** That a binding leads the run which has not led it before. */
export function ledBy(graphs: Graphs, run: string, bindingDigest: string): Quad[] {
  const known = graphs.has(namedNode(run), sx.bindingDigest, text(bindingDigest));
  return known ? [] : about(run, namedNode(run), [sx.bindingDigest, text(bindingDigest)]);
}

/** SHA-256 over the sorted N-Quads lines; there are no blank nodes, so this is canonical. */
export function digestOf(quads: readonly Quad[]): string {
  const hash = createHash('sha256');
  for (const line of quads.map(quadLine).sort()) hash.update(`${line.trimEnd()}\n`);
  return hash.digest('hex');
}

export interface Before {
  readonly quads: readonly Quad[];
  /** Where a checkpoint before execution does not hold: why nothing may start. */
  readonly stop: Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }> | undefined;
}

/** Evaluates the checkpoints before execution: where one does not hold, the run ends, or waits for the person who is to approve. */
export async function beforeExecution(session: Session): Promise<Before> {
  const { plan } = session;
  const quads: Quad[] = [];
  let stop: Before['stop'];
  const state = initialState(plan, {}, { keepGoing: false });
  for (const [index, checkpoint] of plan.checkpoints.filter(({ when }) => when === 'beforeExecution').entries()) {
    const base = `${session.run}/checkpoint/${index + 1}/${session.epoch}`;
    const approvals = automatedApprovals(session, undefined, base, checkpoint.criteria);
    enter(session.ledger, approvals);
    const {
      outcome,
      reason,
      quads: asserted,
    } = await evaluateCheckpoint(session, state, checkpoint, base, `checkpoint.${index + 1}`);
    quads.push(...approvals, ...asserted);
    if (outcome === 'passed') continue;
    // What was stopped with the run says nothing of the checkpoint.
    if (session.interrupt.aborted)
      return { quads, stop: { kind: 'run-paused', why: 'interrupted', reason: 'it was asked to stop' } };
    const waits = outcome === 'untested' && checkpoint.criteria.some(({ kind }) => kind === 'approval');
    stop ??= waits
      ? { kind: 'run-paused', why: 'awaiting', reason: `${localName(checkpoint.iri)} waits for an approval: ${reason}` }
      : {
          kind: 'run-ended',
          ending: 'failed',
          reason: `the checkpoint "${checkpoint.title}" does not hold: ${reason}`,
        };
  }
  return { quads, stop };
}
