// What `spec-exec --help` loads, by Node's own coverage: it lists modules of both kinds, from wherever they were imported.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { builtProgram } from '../support/program.ts';

const PATH = process.env['PATH'] ?? '';

/** Output of the program, and the URLs of all modules that it loaded from files. */
function loadedBy(...words: string[]): { output: string; modules: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'spec-exec-loaded-'));
  try {
    const output = execFileSync(process.execPath, [builtProgram(), ...words], {
      env: { PATH, NODE_V8_COVERAGE: folder },
      encoding: 'utf8',
    });
    const modules = readdirSync(folder).flatMap((file) => {
      const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { result: { url: string }[] };
      return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
    });
    return { output, modules };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The package of each module that is not ours: from node_modules, or put into dist/vendor by the build. */
function packagesOf(modules: readonly string[]): string[] {
  const names = modules.flatMap(
    (url) =>
      /\/dist\/(vendor\/[^/]+)\.js$/.exec(url)?.[1] ??
      /.*\/node_modules\/((?:@[^/]+\/)?[^/.][^/]*)\//.exec(url)?.[1] ??
      [],
  );
  return [...new Set(names)].sort();
}

it.each(['--help', '--version', 'query --help'])('%s loads commander and colours, and no RDF library', (words) => {
  const { output, modules } = loadedBy(...words.split(' '));
  expect(output).not.toBe('');
  expect(packagesOf(modules)).toEqual(['commander', 'picocolors']);
});

it('a command that reads a specification is seen to load the RDF libraries, so that the list is to be trusted', () => {
  const spec = join(import.meta.dirname, '../../.specify/specs/007-optimize-build-times');
  const { modules } = loadedBy('graph', spec);
  expect(packagesOf(modules)).toEqual(
    expect.arrayContaining(['vendor/comunica', 'vendor/n3', 'vendor/rdf-stores', 'vendor/shacl-engine']),
  );
});
