// Reads a case: what was there, what two agents made of it, and the rules that watch.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/assets.ts';
import type { Comparison, Region, Rule, Side, Stake } from '../../src/conflicts/conflict.ts';
import { conflictsOf } from '../../src/conflicts/detect.ts';

const folder = join(packageRoot, 'test/cases/conflicts');

export const caseNames = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const rules = readJson('rules.json') as Readonly<Record<string, Omit<Rule, 'id'>>>;

interface Case {
  /** What happens, in a sentence. */
  readonly what: string;
  /** Names in rules.json. */
  readonly rules: readonly string[];
  readonly removed?: Readonly<Record<string, readonly string[]>>;
  /** `ours` where nothing is said. */
  readonly first?: string;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(folder, path), 'utf8'));
}

/** What was found, in the words of expected.json: a place is `side:path:first-last at (change)`. */
export async function foundIn(name: string): Promise<unknown> {
  const { rules: watching, removed = {}, first = 'ours' } = readJson(`${name}/case.json`) as Case;
  const sides = ['ours', 'theirs'].map((agent): Side => {
    const since = agent === first ? 1 : 2;
    const files = [...filesOf(`${name}/${agent}`), ...(removed[agent] ?? []).map((path) => [path, null] as const)];
    return { agent, files: new Map(files.map(([path, content]) => [path, { content, since }])) };
  });
  const used = watching.map((id): Rule => ({ id, ...rules[id]! }));
  return shown(await conflictsOf({ base: new Map(filesOf(`${name}/base`)), sides, rules: used }));
}

export function expectedOf(name: string): unknown {
  return readJson(`${name}/expected.json`);
}

function filesOf(place: string): readonly (readonly [path: string, content: string])[] {
  const root = join(folder, place);
  let entries;
  try {
    entries = readdirSync(root, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file.slice(root.length + 1), readFileSync(file, 'utf8')]);
}

function shown({ conflicts, notes }: Comparison) {
  return {
    conflicts: conflicts.map(({ stakes, ...rest }) => ({
      ...rest,
      first: stakesOf(stakes)[0],
      second: stakesOf(stakes)[1],
    })),
    notes: notes.map((note) => (note.kind === 'unparsed' ? note : { ...note, stakes: stakesOf(note.stakes) })),
  };
}

function stakesOf(stakes: readonly Stake[]): readonly (readonly string[])[] {
  return stakes.map(({ agent, regions }) => [agent ?? 'base', ...regions.map(placeOf)]);
}

function placeOf({ path, in: where, firstLine, lastLine, at, change }: Region): string {
  return `${where}:${path}:${firstLine}-${lastLine}${at === null ? '' : ` ${at}`} (${change})`;
}
