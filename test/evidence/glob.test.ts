import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFiles } from '../../src/evidence/glob.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spec-exec-glob-'));
  for (const path of [
    'a.md',
    'b.txt',
    'docs/a.md',
    'docs/.hidden.md',
    'docs/deep/er/c.md',
    '.ggen/designs/x.md',
    '.git/config.md',
    'we[i]rd/{a}.md',
    'docs/ä.md',
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
  mkdirSync(join(folder, 'folder.md'));
  symlinkSync('..', join(folder, 'docs/loop'));
  symlinkSync('nowhere', join(folder, 'docs/broken.md'));
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.md')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function found(pattern: string): string[] | string {
  const files = findFiles(folder, pattern);
  return files.ok ? files.value.map((one) => one.path) : files.diagnostics[0]!.message;
}

describe('a path pattern', () => {
  it.each([
    ['a.md', ['a.md']],
    ['./docs//a.md', ['docs/a.md']],
    ['*.md', ['a.md']],
    ['docs/?.md', ['docs/a.md', 'docs/ä.md']],
    ['**/a.md', ['a.md', 'docs/a.md']],
    ['**/*.md', ['.ggen/designs/x.md', 'a.md', 'docs/a.md', 'docs/deep/er/c.md', 'docs/ä.md', 'we[i]rd/{a}.md']],
    ['docs/**', ['docs/a.md', 'docs/deep/er/c.md', 'docs/ä.md']],
    ['.ggen/**/*.{md,txt}', ['.ggen/designs/x.md']],
    ['docs/.*.md', ['docs/.hidden.md']],
    ['we[i]rd/*.md', ['we[i]rd/{a}.md']],
    ['{a,{b,c}}.{md,txt}', ['a.md', 'b.txt']],
    ['*{.md,*t}', ['a.md', 'b.txt']],
    ['{a.md', []],
    ['a}.md', []],
    ['folder.md', []],
    ['pipe.md', []],
    ['docs/broken.md', []],
    ['nothing/**', []],
  ])('%s finds %j', (pattern, paths) => {
    expect(found(pattern)).toEqual(paths);
  });

  it.each(['../x', '/etc/passwd', 'a/../../x', 'C:\\x', 'a\\b', '', 'a\0b'])(
    '%j, which is no path below the folder, is refused',
    (pattern) => {
      expect(found(pattern)).toContain('it is not a path below the working folder');
    },
  );

  it('with many stars is held against a long name without trying every way there is', () => {
    const name = 'a'.repeat(200);
    writeFileSync(join(folder, name), '');
    expect(found(`${'a*'.repeat(30)}b`)).toEqual([]);
    expect(found(`${'a*'.repeat(30)}a`)).toEqual([name]);
    rmSync(join(folder, name));
  });

  it('that meets a link out of the folder is refused', () => {
    symlinkSync('/etc', join(folder, 'out'));
    expect(found('out/passwd')).toContain('outside the working folder');
    rmSync(join(folder, 'out'));
  });
});
