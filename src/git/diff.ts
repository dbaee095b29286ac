// What a branch changed, file by file.
import { ok, type Result } from '../base/result.ts';
import { gitOut } from './git.ts';

/** A file that differs. Lines are undefined where git takes it for binary. A renamed file is one removed and one added. */
export interface FileChange {
  readonly path: string;
  readonly added: number | undefined;
  readonly removed: number | undefined;
}

export interface DiffStat {
  readonly files: readonly FileChange[];
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

/** What lies between two commits of a repository, sorted by path. */
export async function diffStat(repository: string, base: string, branch: string): Promise<Result<DiffStat>> {
  const args = [
    'diff',
    '--numstat',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--end-of-options',
    base,
    branch,
    '--',
  ];
  const answer = await gitOut(repository, `compare ${base} with ${branch}`, args);
  if (!answer.ok) return answer;
  const files = answer.value
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [added = '', removed = '', ...path] = line.split('\t');
      return { path: path.join('\t'), added: count(added), removed: count(removed) };
    });
  const sum = (numbers: readonly (number | undefined)[]): number =>
    numbers.reduce<number>((all, n) => all + (n ?? 0), 0);
  return ok({
    files,
    linesAdded: sum(files.map((file) => file.added)),
    linesRemoved: sum(files.map((file) => file.removed)),
  });
}

function count(field: string): number | undefined {
  return field === '-' ? undefined : Number(field);
}
