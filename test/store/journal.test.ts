// The journal on a real disk: what was flushed is there, and what was damaged is never believed.
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import fc from 'fast-check';
import { Parser } from 'n3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppendHandle, JournalFiles } from '../../src/store/journal-files.ts';
import { systemFiles } from '../../src/store/journal-files.ts';
import { scanJournal } from '../../src/store/journal-format.ts';
import { type Journal, JournalError, openJournal, readJournal, type Replay } from '../../src/store/journal.ts';
import { literal, namedNode, quad } from '../../src/vocabulary/factory.ts';
import { someQuad } from './some-quads.ts';

let folder: string;
let file: string;
let count = 0;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'spec-exec-journal-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => void (file = join(folder, `journal-${++count}.nq`)));

const run = namedNode('urn:spec-exec:run:1');
function fact(n: number, text = 'x'): Quad {
  return quad(namedNode(`urn:spec-exec:run:1/event/${n}`), namedNode('urn:p'), literal(text), run);
}

async function opened(epoch: number, fs?: JournalFiles): Promise<Journal> {
  const journal = await openJournal(file, { epoch, fs });
  if (!journal.ok) throw new Error(JSON.stringify(journal.diagnostics));
  return journal.value;
}

async function write(epoch: number, ...batches: Quad[][]): Promise<void> {
  const journal = await opened(epoch);
  for (const quads of batches) journal.append({ quads });
  await journal.close();
}

function replay(): Replay {
  const read = readJournal(file);
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  return read.value;
}

function subjects(read: Replay): string[] {
  return read.batches.flatMap((batch) => batch.quads.map((one) => one.subject.value.split('/').at(-1)!));
}

describe('a journal', () => {
  it('is N-Quads with a header and a closing comment after each batch', async () => {
    await write(1, [fact(1), fact(2)], [fact(3)]);
    const text = readFileSync(file, 'utf8');
    expect(text.replace(/[0-9a-f]{64}/g, 'DIGEST')).toBe(
      [
        '# spec-exec journal 2.0',
        '<urn:spec-exec:run:1/event/1> <urn:p> "x" <urn:spec-exec:run:1> .',
        '<urn:spec-exec:run:1/event/2> <urn:p> "x" <urn:spec-exec:run:1> .',
        '# batch 1 epoch 1 quads 2 sha256 DIGEST',
        '<urn:spec-exec:run:1/event/3> <urn:p> "x" <urn:spec-exec:run:1> .',
        '# batch 2 epoch 1 quads 1 sha256 DIGEST',
        '',
      ].join('\n'),
    );
    expect(new Parser({ format: 'N-Quads' }).parse(text)).toHaveLength(3);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('gives back what was appended, whatever the quads and however they were batched and reopened', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.array(someQuad, { maxLength: 5 }), { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
        async (holders) => {
          file = join(folder, `journal-${++count}.nq`);
          for (const [i, batches] of holders.entries()) await write(i + 1, ...batches);
          const read = replay();
          const given = holders.flatMap((batches, i) => batches.map((quads) => ({ epoch: i + 1, quads })));
          expect(read.batches.map((batch) => batch.number)).toEqual(given.map((_, i) => i + 1));
          expect(read.batches.map((batch) => batch.epoch)).toEqual(given.map((batch) => batch.epoch));
          for (const [i, batch] of read.batches.entries())
            expect(
              batch.quads.length === given[i]!.quads.length &&
                batch.quads.every((one, j) => one.equals(given[i]!.quads[j]!)),
            ).toBe(true);
          expect(read).toMatchObject({ tornBytes: 0, staleBatches: 0, format: '2.0' });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has on disk all that was appended before a flush, and shares one write among the batches of one turn', async () => {
    const writes: number[] = [];
    const journal = await opened(
      1,
      counting((kind) => void (kind === 'write' && writes.push(1))),
    );
    const headerWrites = writes.length;
    for (let n = 1; n <= 50; n++) journal.append({ quads: [fact(n)] });
    expect(journal.number).toBe(50);
    await journal.flushed();
    expect(replay().batches).toHaveLength(50);
    expect(writes.length - headerWrites).toBe(1);
    journal.append({ quads: [fact(51)] });
    await Promise.all([journal.flushed(), journal.flushed()]);
    expect(replay().batches).toHaveLength(51);
    await journal.close();
    expect(() => journal.append({ quads: [] })).toThrow('closed');
  });

  it('refuses half a surrogate pair, and goes on as if it had never been asked', async () => {
    const journal = await opened(1);
    expect(() => journal.append({ quads: [fact(1, 'a\ud800b')] })).toThrow('half a surrogate pair');
    journal.append({ quads: [fact(2)] });
    await journal.close();
    expect(subjects(replay())).toEqual(['2']);
  });
});

describe('a journal that another holder has written', () => {
  it('is noticed before the next write, which never happens: the finding says so, and the other’s batches stay', async () => {
    const former = await opened(1);
    former.append({ quads: [fact(1)] });
    await former.flushed();
    await write(2, [fact(2)]);
    const between = readFileSync(file);
    former.append({ quads: [fact(3)] });
    await expect(former.flushed()).rejects.toMatchObject({ diagnostic: { code: 'journal/lost-run', exit: 2 } });
    await expect(former.close()).rejects.toThrow('has taken the run over');
    expect(readFileSync(file)).toEqual(between);
    expect(subjects(replay())).toEqual(['1', '2']);
  });
});

describe('a damaged journal', () => {
  it('of a real run, cut at every byte of its last three batches, loses no batch before the cut and no word', () => {
    const whole = readFileSync(new URL('../journals/1.0/in-folders.nq', import.meta.url));
    const text = whole.toString('latin1');
    const ends = [...text.matchAll(/^# batch \d+ .*\n/gm)].map((match) => match.index + match[0].length);
    for (let length = ends.at(-4)!; length <= whole.length; length++) {
      const scan = scanJournal(whole.subarray(0, length), file);
      const sound = ends.filter((end) => end <= length);
      expect(scan.ok && [scan.value.batches.length, scan.value.soundBytes, scan.value.tornBytes]).toEqual([
        sound.length,
        sound.at(-1),
        length - sound.at(-1)!,
      ]);
    }
  });

  it('of a real run, with a bit of any byte of its last batch flipped, is refused at a line of that batch', () => {
    const whole = readFileSync(new URL('../journals/1.0/in-folders.nq', import.meta.url));
    const text = whole.toString('latin1');
    const start = [...text.matchAll(/^# batch \d+ .*\n/gm)].map((match) => match.index + match[0].length).at(-2)!;
    const firstLine = text.slice(0, start).split('\n').length;
    // One bit of each byte; all of them are flipped below, in a journal that is quicker to read.
    for (let bit = start * 8; bit < whole.length * 8; bit += 9) {
      whole[bit >> 3]! ^= 1 << (bit & 7);
      const scan = scanJournal(whole, file);
      whole[bit >> 3]! ^= 1 << (bit & 7);
      expect(scan.ok ? 'read' : scan.diagnostics[0]!.code).toBe('journal/damaged');
      expect(scan.ok ? 0 : scan.diagnostics[0]!.at!.line).toBeGreaterThanOrEqual(firstLine);
    }
  });

  it('cut at any byte gives the whole batches before the cut, and says how much was torn', async () => {
    await write(1, [fact(1)], [fact(2, 'é"\n'), fact(3)]);
    await write(2, [fact(4)], []);
    const whole = readFileSync(file);
    const ends = [...whole.toString('latin1').matchAll(/# batch[^\n]*\n/g)].map(
      (found) => found.index + found[0].length,
    );
    const header = whole.indexOf(10) + 1;
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length));
      const complete = ends.filter((end) => end <= length);
      const sound = complete.at(-1) ?? (length < header ? 0 : header);
      expect(replay()).toMatchObject({ tornBytes: length - sound, epoch: [0, 1, 1, 2, 2][complete.length] });
      expect(replay().batches).toHaveLength(complete.length);
    }
  });

  it('opened for writing after any cut continues with the next number, as if the torn batch had never been', async () => {
    await write(1, [fact(1)], [fact(2), fact(3)]);
    const whole = readFileSync(file);
    for (let length = 0; length <= whole.length; length += 7) {
      writeFileSync(file, whole.subarray(0, length));
      const before = replay();
      await write(9, [fact(9)]);
      const after = replay();
      expect(subjects(after)).toEqual([...subjects(before), '9']);
      expect(after).toMatchObject({ tornBytes: 0, epoch: 9 });
      expect(after.batches.at(-1)!.number).toBe(before.batches.length + 1);
    }
  });

  it('with any one bit of its last batch flipped is refused at a line of that batch, or the batch is torn and said', async () => {
    await write(1, [fact(1)]);
    const start = statSync(file).size;
    await write(2, [fact(2)], [fact(3, 'é')]);
    const whole = readFileSync(file);
    let refused = 0;
    for (let bit = start * 8; bit < whole.length * 8; bit++) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(file, bytes);
      const read = readJournal(file);
      if (read.ok) {
        expect(read.value.tornBytes).toBeGreaterThan(0);
        expect(read.value.batches.length).toBeLessThan(3);
        continue;
      }
      refused++;
      expect(read.diagnostics[0]!.code).toBe('journal/damaged');
      expect(read.diagnostics[0]!.at!.line).toBeGreaterThanOrEqual(4);
    }
    expect(refused).toBe((whole.length - start) * 8);
  });

  it('with any one bit of its header flipped is refused, or read as the format that it names', async () => {
    await write(1, [fact(1)]);
    const whole = readFileSync(file);
    for (let bit = 0; bit < (whole.indexOf(10) + 1) * 8; bit++) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(file, bytes);
      const read = readJournal(file);
      expect(read.ok ? 'read' : read.diagnostics[0]!.code).toMatch(/^journal\/(damaged|newer-format)$/);
    }
  });

  it('without one of its batches, or with two in another order, is refused at the first line that does not follow', async () => {
    await write(1, [fact(1)], [fact(2)], [fact(3)]);
    const [header, ...lines] = readFileSync(file, 'utf8').split('\n');
    const [one, two, three] = [lines.slice(0, 2), lines.slice(2, 4), lines.slice(4, 6)];
    for (const parts of [
      [two, three],
      [one, three],
      [two, one, three],
      [one, one, two],
    ]) {
      writeFileSync(file, [header, ...parts.flat(), ''].join('\n'));
      const read = readJournal(file);
      expect(read.ok ? 'read' : read.diagnostics[0]!.code).toBe('journal/damaged');
    }
  });

  it('names the line, says why it matters, and shows a way out', async () => {
    await write(1, [fact(1)], [fact(2)]);
    writeFileSync(file, readFileSync(file, 'utf8').replace('event/2', 'event/7'));
    expect(readJournal(file)).toEqual({
      ok: false,
      diagnostics: [
        {
          code: 'journal/damaged',
          severity: 'error',
          exit: 2,
          message: 'The journal is damaged: the digest of batch 2 does not fit lines 4 to 5',
          at: { file, line: 5, column: 1, endLine: 5, endColumn: 1 },
          why: 'What happened in the run is what the journal says; a journal that was changed cannot be believed, so nothing is replayed from it.',
          help: `Restore ${file} from a copy, or start a new run. The batches above this line are sound.`,
        },
      ],
    });
  });

  it('of a newer major format is refused, of a newer minor one is read', async () => {
    const bytes = (version: string) => `# spec-exec journal ${version}\n`;
    writeFileSync(file, bytes('3.0'));
    const newer = readJournal(file);
    expect(newer.ok ? '' : `${newer.diagnostics[0]!.code} ${newer.diagnostics[0]!.message}`).toBe(
      'journal/newer-format The journal has format 3.0; this program reads formats up to 2.0',
    );
    writeFileSync(file, bytes('2.7'));
    expect(replay()).toMatchObject({ format: '2.7', batches: [] });
  });

  it('that is no journal, or is not there, is said in one sentence', () => {
    writeFileSync(file, 'hello\n');
    expect(readJournal(file)).toMatchObject({ ok: false, diagnostics: [{ code: 'journal/damaged', at: { line: 1 } }] });
    expect(readJournal(join(folder, 'none.nq'))).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'journal/unreadable',
          message: `The journal ${join(folder, 'none.nq')} cannot be read: there is no such file or folder`,
        },
      ],
    });
  });
});

describe('a former holder that wakes up', () => {
  it('between its look and its write writes batches that do not count, while those of the new holder do', async () => {
    let seen: number | undefined;
    const former = await opened(1, {
      ...systemFiles,
      openAppend: async (name) => {
        const handle = await systemFiles.openAppend(name);
        return { ...handle, size: async () => seen ?? (await handle.size()) };
      },
    });
    former.append({ quads: [fact(1)] });
    await former.flushed();
    seen = statSync(file).size;
    const present = await opened(2);
    present.append({ quads: [fact(2)] });
    await present.flushed();
    former.append({ quads: [fact(666)] });
    await former.close();
    present.append({ quads: [fact(3)] });
    await present.close();
    expect(subjects(replay())).toEqual(['1', '2', '3']);
    expect(replay()).toMatchObject({ staleBatches: 1, epoch: 2 });
    await write(3, [fact(4)]);
    expect(subjects(replay())).toEqual(['1', '2', '3', '4']);
  });

  it('cannot open the journal again with an epoch that is used up', async () => {
    await write(2, [fact(1)]);
    expect(await openJournal(file, { epoch: 2 })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'journal/stale-epoch' }],
    });
    expect(await openJournal(file, { epoch: 1 })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'journal/stale-epoch' }],
    });
  });
});

type Call = 'open' | 'read' | 'sync-folder' | 'write' | 'datasync' | 'truncate';

/** The real disk, with a look at (or an error from) each call. */
function counting(look: (call: Call) => void, writeMax = Infinity): JournalFiles {
  return {
    async openAppend(path) {
      look('open');
      const handle = await systemFiles.openAppend(path);
      const seen: AppendHandle = {
        async write(bytes) {
          look('write');
          return handle.write(bytes.subarray(0, writeMax));
        },
        async datasync() {
          look('datasync');
          await handle.datasync();
        },
        async truncate(length) {
          look('truncate');
          await handle.truncate(length);
        },
        size: () => handle.size(),
        close: () => handle.close(),
      };
      return seen;
    },
    async read(path) {
      look('read');
      return systemFiles.read(path);
    },
    async syncFolder(path) {
      look('sync-folder');
      await systemFiles.syncFolder(path);
    },
  };
}

describe('on a disk that fails at its n-th call', () => {
  it('a batch whose flush was confirmed is there, and one whose flush was rejected is not', async () => {
    for (const writeMax of [Infinity, 40])
      for (let n = 1; n <= 60; n++) {
        file = join(folder, `journal-${++count}.nq`);
        let calls = 0;
        const failing = counting(() => {
          if (++calls === n)
            throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        }, writeMax);
        const journal = await openJournal(file, { epoch: 1, fs: failing });
        let confirmed = 0;
        let failed = !journal.ok;
        if (journal.ok) {
          for (let event = 1; event <= 4; event++) {
            journal.value.append({ quads: [fact(event), fact(event)] });
            await journal.value.flushed().then(
              () => {
                expect(failed).toBe(false);
                confirmed++;
              },
              (error: unknown) => {
                failed = true;
                expect(error).toBeInstanceOf(JournalError);
                expect((error as JournalError).message).toBe(
                  `The journal ${file} cannot be written: there is no space left on the disk`,
                );
              },
            );
          }
          const closing = journal.value.close();
          await (failed ? expect(closing).rejects.toBeInstanceOf(JournalError) : closing);
        } else expect(journal.diagnostics[0]!.code).toBe('journal/not-written');
        if (calls < n) expect(failed).toBe(false);
        const read = readJournal(file);
        if (read.ok) expect(read.value.batches).toHaveLength(confirmed);
        else expect(read.diagnostics[0]!.code).toBe('journal/unreadable');
        await write(2, [fact(99)]);
        expect(replay().batches).toHaveLength(confirmed + 1);
      }
  });

  it('a failed journal leaves alone what somebody else has written since', async () => {
    let fail = false;
    const journal = await opened(
      1,
      counting((call) => {
        if (!fail || call !== 'datasync') return;
        // Somebody takes the run over while the disk is asked.
        appendFileSync(file, other);
        throw new Error('EIO');
      }),
    );
    journal.append({ quads: [fact(1)] });
    await journal.flushed();
    const before = readFileSync(file);
    await write(2, [fact(2)]);
    const other = readFileSync(file).subarray(before.length);
    writeFileSync(file, before);
    fail = true;
    journal.append({ quads: [fact(3)] });
    await expect(journal.flushed()).rejects.toThrow('EIO');
    await expect(journal.close()).rejects.toThrow('EIO');
    expect(readFileSync(file, 'utf8')).toContain(other.toString());
  });

  it('a journal in a folder that cannot be written is a finding, not an exception', async () => {
    const read = await openJournal(join(folder, 'no-such-folder', 'journal.nq'), { epoch: 1 });
    expect(read).toMatchObject({ ok: false, diagnostics: [{ code: 'journal/not-written', exit: 2 }] });
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    appendFileSync(file, '# spec-exec jour');
    expect(replay()).toMatchObject({ batches: [], tornBytes: 16 });
  });
});
