// The journal's bytes: a header line, then batches; each batch is N-Quads lines and one closing comment line.
//
//   # spec-exec journal 2.0
//   <s> <p> <o> <g> .
//   # batch 1 epoch 1 quads 1 sha256 9f86d0…
//
// The digest covers the digest before it, the batch's lines, and its own closing line up to the digest: no bit of a
// complete batch can change unseen, and no batch can be taken out or put elsewhere. The first digest covers the header.
import { createHash } from 'node:crypto';
import type { Quad } from '@rdfjs/types';
import { type Diagnostic, unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { quadLine, quadReader } from './journal-quads.ts';

/**
 * Major: an older program must refuse it. Minor: an older program may read it.
 * 2.0: a batch may revise the specification, and what comes after it names another plan.
 */
export const JOURNAL_FORMAT = '2.0';
export const HEADER = `# spec-exec journal ${JOURNAL_FORMAT}\n`;
const HEADER_LINE = /^# spec-exec journal (\d{1,6})\.(\d{1,6})$/;
const CLOSING = /^# batch ([1-9]\d{0,15}) epoch ([1-9]\d{0,15}) quads (0|[1-9]\d{0,15}) sha256 ([0-9a-f]{64})$/;
const CLOSING_AND_MORE = /^# batch \d+ epoch \d+ quads \d+ sha256 [0-9a-f]{64}./s;
const NEWLINE = 10;

export function firstDigest(header: string | Buffer): string {
  return createHash('sha256').update(header).digest('hex');
}

function nextDigest(before: string, lines: string | Buffer, closing: string): string {
  return createHash('sha256').update(before).update('\n').update(lines).update(closing).digest('hex');
}

function closingStart(number: number, epoch: number, quads: number): string {
  return `# batch ${number} epoch ${epoch} quads ${quads} sha256 `;
}

/** The text of one batch and the digest that the next one builds on. Throws on what N-Quads cannot hold letter for letter. */
export function batchText(
  number: number,
  epoch: number,
  quads: readonly Quad[],
  before: string,
): { text: string; digest: string } {
  const lines = quads.map((quad) => `${quadLine(quad)}\n`).join('');
  if (!lines.isWellFormed()) {
    const bad = quads.find((quad) => !quadLine(quad).isWellFormed());
    throw new Error(`the journal cannot hold half a surrogate pair: ${JSON.stringify(bad ? quadLine(bad) : '')}`);
  }
  const closing = closingStart(number, epoch, quads.length);
  const digest = nextDigest(before, lines, closing);
  return { text: `${lines}${closing}${digest}\n`, digest };
}

/** Where a batch stands in the file. */
export interface ScannedBatch {
  readonly number: number;
  readonly epoch: number;
  /** Offset of its first line, and of its closing line. */
  readonly start: number;
  readonly end: number;
  /** Line number of its first line, from 1. */
  readonly firstLine: number;
}

export interface Scan {
  readonly format: string;
  readonly batches: readonly ScannedBatch[];
  /** Number and epoch of the last batch that counts; 0 where there is none. */
  readonly number: number;
  readonly epoch: number;
  readonly digest: string;
  /** Bytes up to the end of the last complete batch; what follows is torn. */
  readonly soundBytes: number;
  readonly tornBytes: number;
  /** Batches of a former holder that wrote on after another had taken over; they do not count. */
  readonly staleBatches: number;
}

/** Checks the whole file, digests and all, without making quads of it. `file` is its name for messages. */
export function scanJournal(bytes: Buffer, file: string): Result<Scan> {
  const headerEnd = bytes.indexOf(NEWLINE);
  const header = bytes.toString('utf8', 0, headerEnd < 0 ? bytes.length : headerEnd);
  if (headerEnd < 0 && HEADER.startsWith(header)) return ok(emptyScan(bytes.length));
  const format = HEADER_LINE.exec(header);
  if (!format) return fail(damaged(file, 1, 'its first line is not the header of a journal'));
  if (Number(format[1]) > Number(JOURNAL_FORMAT.split('.')[0]))
    return fail(newerFormat(file, `${format[1]}.${format[2]}`));

  const batches: ScannedBatch[] = [];
  // Epoch → number and digest of its last batch: a former holder that writes on continues its own chain, not the new one.
  const chains = new Map<number, { number: number; digest: string }>();
  let last = { number: 0, digest: firstDigest(bytes.subarray(0, headerEnd + 1)) };
  let epoch = 0;
  let staleBatches = 0;
  let soundBytes = headerEnd + 1;
  let [start, firstLine, line, quads] = [soundBytes, 2, 2, 0];
  for (let at = soundBytes; at < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, at);
    if (end < 0) {
      // A write that was cut short ends somewhere within a batch. A whole closing line and then something else is no such write.
      if (CLOSING_AND_MORE.test(bytes.toString('utf8', at)))
        return fail(damaged(file, line, 'its last line does not end where it should'));
      break;
    }
    if (bytes[at] === 0x3c) {
      quads++;
      at = end + 1;
      continue;
    }
    const closing = CLOSING.exec(bytes.toString('utf8', at, end));
    if (!closing) return fail(damaged(file, line, 'this is neither a quad nor the closing line of a batch'));
    const found = {
      number: Number(closing[1]),
      epoch: Number(closing[2]),
      quads: Number(closing[3]),
      digest: closing[4]!,
    };
    const before = found.epoch < epoch ? chains.get(found.epoch) : last;
    if (before === undefined)
      return fail(damaged(file, line, `batch ${found.number} is of epoch ${found.epoch}, which never held this run`));
    const digest = nextDigest(
      before.digest,
      bytes.subarray(start, at),
      closingStart(found.number, found.epoch, found.quads),
    );
    if (digest !== found.digest)
      return fail(
        damaged(file, line, `the digest of batch ${found.number} does not fit lines ${firstLine} to ${line}`),
      );
    if (found.quads !== quads)
      return fail(damaged(file, line, `batch ${found.number} should have ${found.quads} quads and has ${quads}`));
    if (found.number !== before.number + 1)
      return fail(damaged(file, line, `batch ${found.number} follows batch ${before.number}`));
    const now = { number: found.number, digest };
    chains.set(found.epoch, now);
    if (found.epoch < epoch) staleBatches++;
    else {
      batches.push({ number: found.number, epoch: found.epoch, start, end: at, firstLine });
      last = now;
      epoch = found.epoch;
    }
    at = end + 1;
    soundBytes = at;
    [start, firstLine, quads] = [at, line + 1, 0];
  }
  // What is torn is the beginning of a batch: its whole lines are quads. Anything else was changed afterwards.
  const read = quadReader();
  const tail = bytes.toString('utf8', soundBytes).split('\n').slice(0, -1);
  const odd = tail.findIndex((text) => !read(text));
  if (odd >= 0)
    return fail(damaged(file, firstLine + odd, 'this line is neither a quad nor the closing line of a batch'));
  return ok({
    format: `${format[1]}.${format[2]}`,
    batches,
    number: last.number,
    epoch,
    digest: last.digest,
    soundBytes,
    tornBytes: bytes.length - soundBytes,
    staleBatches,
  });
}

function emptyScan(tornBytes: number): Scan {
  return {
    format: JOURNAL_FORMAT,
    batches: [],
    number: 0,
    epoch: 0,
    digest: firstDigest(HEADER),
    soundBytes: 0,
    tornBytes,
    staleBatches: 0,
  };
}

/** The journal is not what was written: `journal/damaged`, at the line where that shows. */
export function damaged(file: string, line: number, what: string): Diagnostic {
  return unusable('journal/damaged', `The journal is damaged: ${what}`, {
    at: { file, line, column: 1, endLine: line, endColumn: 1 },
    why: 'What happened in the run is what the journal says; a journal that was changed cannot be believed, so nothing is replayed from it.',
    help: `Restore ${file} from a copy, or start a new run. The batches above this line are sound.`,
  });
}

function newerFormat(file: string, format: string): Diagnostic {
  return unusable(
    'journal/newer-format',
    `The journal has format ${format}; this program reads formats up to ${JOURNAL_FORMAT}`,
    {
      at: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
      why: 'A newer format may say things that this program would misread.',
      help: 'Use the version of spec-exec that wrote it, or a newer one.',
    },
  );
}
