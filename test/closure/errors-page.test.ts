import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assetNames, packageRoot, readAsset } from '../../src/base/assets.ts';

const page = readFileSync(join(packageRoot, 'docs/errors.md'), 'utf8');
const headings = new Set(Array.from(page.matchAll(/^#{2,3} ([a-z]+\/[a-z-]+)$/gm), ([, code]) => code!));

function codesIn(folder: string, ending: string, pattern: RegExp): string[] {
  const root = join(packageRoot, folder);
  return assetNames(root, ending).flatMap((name) =>
    Array.from(readAsset(root, name).matchAll(pattern), ([, code]) => code!),
  );
}

describe('docs/errors.md', () => {
  it('has a heading for every code that the program gives', () => {
    const given = codesIn('src', '.ts', /(?:\bcode:|\bunusable\()\s*'([a-z]+\/[a-z-]+)'/g);
    expect(given.length).toBeGreaterThan(50);
    expect([...new Set(given)].filter((code) => !headings.has(code))).toEqual([]);
  });

  it('has a heading for every code of a shape or query', () => {
    const given = [
      ...codesIn('shapes', '.ttl', /sx:code "([^"]+)"/g),
      ...codesIn('queries', '.rq', /^# code: (\S+)/gm),
    ];
    expect([...new Set(given)].filter((code) => !headings.has(code))).toEqual([]);
  });

  it('has each heading once', () => {
    const all = Array.from(page.matchAll(/^#{2,3} ([a-z]+\/[a-z-]+)$/gm), ([, code]) => code!);
    expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([]);
  });

  it('says of shapes and queries what they say of themselves', () => {
    execFileSync(process.execPath, [join(packageRoot, 'scripts/errors.mjs'), '--check'], { env: {}, stdio: 'pipe' });
  });
});
