// docs/json.md against what the program prints: the keys of each example are the keys of the real document.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { openEngine } from '../../src/engine.ts';
import { plainEnvironment } from '../support/processes.ts';
import { builtProgram } from '../support/program.ts';
import { type Greeting, greetingProject, page } from './greeting.ts';

const text = page('docs/json.md');
const examples = Array.from(
  text.matchAll(/^`spec-exec ([^`\n]+) --json`:\n\n```json\n([\s\S]*?)^```/gm),
  ([, words, json]) => ({
    words: words!,
    document: JSON.parse(json!) as unknown,
  }),
);

let project: Greeting;
let program: string;
beforeAll(async () => {
  program = builtProgram();
  project = greetingProject();
  const ran = await openEngine().run(project.spec);
  expect(ran.ok).toBe(true);
});
afterAll(() => project.remove());

/** `.closure.byClass[].met` and the like. */
function paths(value: unknown, above = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => paths(one, `${above}[]`)))].sort();
  if (value === null || typeof value !== 'object') return [];
  return [
    ...new Set(Object.entries(value).flatMap(([key, one]) => [`${above}.${key}`, ...paths(one, `${above}.${key}`)])),
  ].sort();
}

function printed(words: string): unknown {
  const options = { cwd: project.root, env: plainEnvironment, encoding: 'utf8', stdio: 'pipe' } as const;
  try {
    return JSON.parse(execFileSync(process.execPath, [program, ...words.split(' '), '--json'], options));
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout);
  }
}

describe('docs/json.md', () => {
  it('has an example of each command that prints one document', () => {
    expect(examples.map(({ words }) => words.split(' ')[0])).toEqual([
      'validate',
      'validate',
      'graph',
      'run',
      'status',
      'explain',
      'explain',
      'query',
    ]);
  });

  it.each(examples)('shows the keys of `spec-exec $words --json`', ({ words, document }) => {
    // A document with findings has those keys that the finding has.
    expect(paths(printed(words))).toEqual(paths(document));
  });

  it.each([
    ['src/schedule/event.ts', /export type RunEvent =[\s\S]*?;\n\n/],
    ['src/schedule/session.ts', /export type Said =[\s\S]*?;\n\n/],
  ])('names every kind of line and event of %s', (file, union) => {
    const source = union.exec(readFileSync(join(packageRoot, file), 'utf8'))?.[0] ?? '';
    const kinds = Array.from(source.matchAll(/readonly kind: '([a-z-]+)'/g), ([, kind]) => kind!);
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.filter((kind) => !text.includes(`\`${kind}\``))).toEqual([]);
  });
});
