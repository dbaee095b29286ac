// Bytes on disk to text, or the finding that says why not.
import { readFile, readlink, stat } from 'node:fs/promises';
import { unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';

/** Larger files are refused before they are read. */
export const bytesMax = 64 * 1024 * 1024;

/** The text of a UTF-8 file without byte order mark; `shown` is its name in findings. */
export async function readText(path: string, shown: string): Promise<Result<string>> {
  let bytes: Buffer;
  try {
    const info = await stat(path);
    if (info.isDirectory())
      return fail(
        unusable('store/not-a-file', `${shown} is a folder, not a file.`, {
          ...place(shown),
          help: 'Write a file of that name, or give the folder another.',
        }),
      );
    if (!info.isFile()) return fail(unusable('store/not-a-file', `${shown} is not an ordinary file.`, place(shown)));
    if (info.size > bytesMax)
      return fail(
        unusable('store/too-large', `${shown} is larger than 64 MiB (${Math.ceil(info.size / 1024 / 1024)} MiB).`, {
          ...place(shown),
          help: 'A specification is written by people; put data of this size beside it, and refer to it as an artifact.',
        }),
      );
    bytes = await readFile(path);
  } catch (error) {
    const why = cannotRead(error, shown);
    if (why.code === 'store/unreadable') return fail({ ...why, ...place(shown) });
    // A folder lists a link whose file has gone.
    const target = await readlink(path).catch(() => undefined);
    if (target === undefined) return fail(why);
    return fail({
      ...why,
      message: `${shown} is a link to ${target}, and there is no such file.`,
      help: 'Put the file back, or take the link away.',
    });
  }
  // A zero byte is in no text, and in nearly every other file near its start.
  if (bytes.subarray(0, 8192).includes(0))
    return fail(
      unusable('store/binary-file', `${shown} is not a text file.`, {
        ...place(shown),
        help: 'Give a Turtle file in UTF-8, or the folder that holds the specification.',
      }),
    );
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = brokenLine(bytes);
    return fail(
      unusable('store/not-utf8', `${shown} is not UTF-8: line ${line} holds a byte that is no character.`, {
        at: { file: shown, line, column: 1, endLine: line, endColumn: 1 },
        help: 'Save the file as UTF-8.',
      }),
    );
  }
  if (text.includes('\0'))
    return fail(unusable('store/binary-file', `${shown} holds a zero byte and is not a text file.`, place(shown)));
  return ok(text);
}

/** The finding for a file or folder that the system does not let us read. */
export function cannotRead(error: unknown, shown: string) {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return unusable('store/no-such-file', `There is no file or folder ${shown}.`, {
      help: 'Check the path; a specification is a folder with feature.ttl, entities.ttl and plan.ttl.',
    });
  if (code === 'EACCES' || code === 'EPERM')
    return unusable('store/unreadable', `${shown} may not be read by this user.`, {
      help: `Give yourself the right: chmod u+rX ${shown}`,
    });
  return unusable('store/unreadable', `${shown} cannot be read: ${(error as Error).message}.`, {
    help: 'Check the disk and the path, and try again.',
  });
}

function place(file: string) {
  return { at: { file, line: 1, column: 1, endLine: 1, endColumn: 1 } };
}

function brokenLine(bytes: Buffer): number {
  // A line feed is never part of a longer UTF-8 character, so the bytes may be cut there.
  for (let line = 1, start = 0; start <= bytes.length; line++) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return 1;
}
