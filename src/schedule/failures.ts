// What keeps a run from going on and is nobody's bug: a disk that is full or read-only, a journal that cannot be written, a
// repository that git refuses to work in. Said as findings; what is on record stays, and the run can be resumed.
import { unusable } from '../base/diagnostic.ts';
import { fail, type Result } from '../base/result.ts';
import { JournalError } from '../store/journal.ts';
import { WorkspaceError } from './workspace-error.ts';

/** Turns such failures into findings; anything else is a bug and is thrown on. */
export async function orFindings<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkspaceError) return fail(...error.diagnostics);
    if (error instanceof JournalError) return fail(error.diagnostic);
    const { code, syscall, path, message } = error as NodeJS.ErrnoException;
    const isSystem =
      code !== undefined &&
      (SYSTEM.has(code) || code.startsWith('ERR_FS_CP') || (code === 'ENOENT' && syscall === 'mkdir'));
    if (!isSystem) throw error;
    return fail(
      unusable('schedule/disk', `The run's folder cannot be used: ${message}`, {
        why: 'Everything that a run does is put on record before it counts.',
        help: `Make ${path ?? 'it'} writable, or make room; then go on with \`spec-exec resume\`.`,
      }),
    );
  }
}

/** Causes that lie outside the program. */
const SYSTEM: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EMFILE',
  'ENFILE',
  'EIO',
  'ENOTDIR',
  'ENAMETOOLONG',
]);
