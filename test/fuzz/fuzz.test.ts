// A few of the inputs that `npm run fuzz` looks at, and every one in which something was found once (test/cases/fuzz): whatever an
// author writes, validate ends, throws nothing, and every finding has a place in a file that is there and a code that is explained.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { codePages } from '../../src/base/code-pages.ts';
import { openEngine } from '../../src/engine.ts';
import { loadSpec } from '../../src/store/load.ts';
import { readInput, writeInput } from './input.ts';
import { inputOf } from './inputs.ts';
import { lookAt, placeProblem } from './look.ts';

const temporary = mkdtempSync(join(tmpdir(), 'spec-exec-fuzz-test-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const engine = openEngine();
const kept = join(packageRoot, 'test/cases/fuzz');
let folders = 0;

/** A folder of its own for each, since what is read of a file is kept by its folder. */
const folderOf = (): string => join(temporary, String(folders++));

describe('validate', () => {
  it('deals with random and damaged specifications: nothing throws, and every finding has a place and a code', async () => {
    const wrong: unknown[] = [];
    for (let number = 0; number < 45; number++) {
      const input = inputOf(1, number);
      // What is large is looked at by `npm run fuzz` alone.
      if ([...input.files.values()].reduce((sum, { length }) => sum + length, 0) > 20_000) continue;
      const folder = folderOf();
      writeInput(folder, input);
      const { problems } = await lookAt(engine, folder, input.spec);
      if (problems.length > 0) wrong.push({ number, kind: input.kind, problems });
    }
    expect(wrong).toEqual([]);
  });

  it.each(existsSync(kept) ? readdirSync(kept) : [])('deals with %s, which it once did not', async (name) => {
    const input = readInput(join(kept, name));
    const folder = folderOf();
    writeInput(folder, input);
    expect((await lookAt(engine, folder, input.spec)).problems).toEqual([]);
  });
});

describe('loading', () => {
  it('reads each of 300 random and damaged specifications, or says at a place why not', async () => {
    const wrong: unknown[] = [];
    for (let number = 0; number < 300; number++) {
      const input = inputOf(2, number);
      const folder = folderOf();
      writeInput(folder, input);
      const loaded = await loadSpec(join(folder, input.spec));
      for (const { code, at } of loaded.ok ? loaded.value.diagnostics : loaded.diagnostics) {
        const problem = at && placeProblem(at, folder);
        if (problem || !codePages().has(code)) wrong.push({ number, kind: input.kind, code, at, problem });
      }
    }
    expect(wrong).toEqual([]);
  });
});
