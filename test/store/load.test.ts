import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { printDiagnostic } from '../../src/base/print-diagnostic.ts';
import { linesOnDisk } from '../../src/store/lines.ts';
import { loadFiles, loadSpec, type LoadedSpec } from '../../src/store/load.ts';
import { projectRoot } from '../../src/store/project.ts';
import { skolemise } from '../../src/store/skolem.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';

let root: string;
let folder: string;
const ex = '@prefix ex: <http://example.org/> .\n';

function write(files: Record<string, string | Uint8Array>, below = folder): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(below, name)), { recursive: true });
    writeFileSync(join(below, name), content);
  }
}

const whole = {
  'feature.ttl': `${ex}ex:f a ex:Feature .`,
  'entities.ttl': `${ex}ex:e a ex:Agent .`,
  'plan.ttl': `${ex}ex:p a ex:Plan .`,
};

async function loaded(path = folder): Promise<LoadedSpec> {
  const result = await loadSpec(path);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

async function refused(path = folder): Promise<readonly Diagnostic[]> {
  const result = await loadSpec(path);
  if (result.ok) throw new Error('it was loaded');
  return result.diagnostics;
}

/** Code, place and way out: what a person needs. */
async function only(path = folder): Promise<Diagnostic> {
  const found = await refused(path);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity: 'error', exit: 2 });
  expect(found[0]!.help).toBeTruthy();
  return found[0]!;
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spec-exec-load-'));
  folder = join(root, '.specify/specs/x');
  mkdirSync(folder, { recursive: true });
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(root, { recursive: true, force: true });
});

describe('loading a specification', () => {
  it('says of triples beside it in another format that they are not read, until a document imports them', async () => {
    write({
      ...whole,
      'more.trig': '<urn:a> <urn:b> <urn:c> .',
      'MORE.TTL': '',
      'page.html': '',
      '.#plan.ttl': 'an editor',
    });
    const { diagnostics, graphs } = await loaded();
    expect(diagnostics.map(({ code, severity, at }) => [code, severity, at?.file.split('/').at(-1)])).toEqual([
      ['store/not-read', 'warning', 'MORE.TTL'],
      ['store/not-read', 'warning', 'more.trig'],
    ]);
    expect([...graphs.match()]).toHaveLength(3);
    rmSync(join(folder, 'MORE.TTL'));
    write({ 'plan.ttl': `${whole['plan.ttl']} <> <http://www.w3.org/2002/07/owl#imports> <more.trig> .` });
    expect((await loaded()).diagnostics).toEqual([]);
  });

  it('reads a folder: every Turtle file in it, none below it, each a named graph told from the project root', async () => {
    write({ ...whole, 'more notes.ttl': `${ex}ex:n a ex:Note , ex:Note .`, 'sub/other.ttl': `${ex}ex:o a ex:Other .` });
    const spec = await loaded();
    expect(spec.folder).toBe(folder);
    expect(spec.documents.map(({ path, iri, triples }) => [path, iri, triples])).toEqual([
      ['.specify/specs/x/entities.ttl', 'urn:spec-exec:doc:.specify/specs/x/entities.ttl', 1],
      ['.specify/specs/x/feature.ttl', 'urn:spec-exec:doc:.specify/specs/x/feature.ttl', 1],
      ['.specify/specs/x/more notes.ttl', 'urn:spec-exec:doc:.specify/specs/x/more%20notes.ttl', 1],
      ['.specify/specs/x/plan.ttl', 'urn:spec-exec:doc:.specify/specs/x/plan.ttl', 1],
    ]);
    expect(spec.graphs.size).toBe(4);
  });

  it('reads the same from plan.ttl as from its folder', async () => {
    write(whole);
    const [one, two] = [await loaded(), await loaded(join(folder, 'plan.ttl'))];
    expect(two.documents).toEqual(one.documents);
  });

  it('takes a single other file for a specification of its own', async () => {
    write({ 'alone.ttl': `${ex}ex:a a ex:B .` });
    expect((await loaded(join(folder, 'alone.ttl'))).documents).toHaveLength(1);
  });

  it('counts a triple that two documents say once in the union and once in each document', async () => {
    write({ ...whole, 'more.ttl': whole['plan.ttl'] });
    const spec = await loaded();
    expect(spec.graphs.size).toBe(3);
    expect(spec.documents.map(({ triples }) => triples)).toEqual([1, 1, 1, 1]);
  });

  it('gives blank nodes of different documents different names, the same in every reading, also as IRIs', async () => {
    write({ ...whole, 'a.ttl': `${ex}_:b ex:p [] .`, 'b.ttl': `${ex}_:b ex:p [] .` });
    const names = async () => Array.from((await loaded()).graphs.match(), (one) => skolemise(one).subject.value).sort();
    const found = await names();
    expect(found.filter((name) => name.startsWith('urn:spec-exec:node:'))).toHaveLength(2);
    expect(new Set(found).size).toBe(found.length);
    expect(await names()).toEqual(found);
  });

  it('follows relative imports within the project, once each, in a ring too', async () => {
    const owl = '@prefix owl: <http://www.w3.org/2002/07/owl#> .\n';
    write({ ...whole, 'plan.ttl': `${owl}<> owl:imports <../shared/pools.ttl> , <feature.ttl> .` });
    write(
      { '.specify/specs/shared/pools.ttl': `${owl}${ex}<> owl:imports <../x/plan.ttl> . ex:pool a ex:Pool .` },
      root,
    );
    const spec = await loaded();
    expect(spec.documents.map(({ path }) => path)).toContain('.specify/specs/shared/pools.ttl');
    expect(spec.documents).toHaveLength(4);
    expect(spec.diagnostics).toEqual([]);
  });

  it('follows relative imports of documents at the root of a project, too', async () => {
    const flat = join(root, 'flat');
    mkdirSync(join(flat, '.specify'), { recursive: true });
    const owl = '@prefix owl: <http://www.w3.org/2002/07/owl#> .\n';
    write({ 'a.ttl': `${owl}${ex}<> owl:imports <b.ttl> , <./more/c.ttl> . <#x> ex:p <b.ttl#y> .` }, flat);
    write({ 'b.ttl': `${ex}<#y> a ex:B .`, 'more/c.ttl': `${ex}<#z> a ex:C .` }, flat);
    const spec = await loadSpec(join(flat, 'a.ttl'));
    if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
    expect(spec.value.documents.map(({ path }) => path)).toEqual(['a.ttl', 'b.ttl', 'more/c.ttl']);
    const values = Array.from(
      spec.value.graphs.match(namedNode('urn:spec-exec:doc:a.ttl#x')),
      ({ object }) => object.value,
    );
    expect(values).toEqual(['urn:spec-exec:doc:b.ttl#y']);
  });

  it('says that an import from elsewhere is not read, and says nothing of an import of our vocabulary', async () => {
    const owl = '@prefix owl: <http://www.w3.org/2002/07/owl#> .\n';
    write({
      ...whole,
      'plan.ttl': `${owl}<> owl:imports <https://w3id.org/spec-exec/ns/core> , <http://www.w3.org/ns/prov-o#> .`,
    });
    const { diagnostics } = await loaded();
    expect(diagnostics.map(({ code, severity, at }) => [code, severity, at?.line])).toEqual([
      ['store/import-ignored', 'info', 2],
    ]);
  });

  it('refuses an import that leaves the project, by dots or by a link', async () => {
    const owl = '@prefix owl: <http://www.w3.org/2002/07/owl#> .\n';
    write({ ...whole, 'plan.ttl': `${owl}<> owl:imports <../../../../outside.ttl> .` });
    expect((await only()).code).toBe('store/import-outside');
    symlinkSync('/etc', join(folder, 'link'));
    write({ 'plan.ttl': `${owl}<> owl:imports <link/hostname.ttl> .` });
    expect((await only()).code).toBe('store/import-outside');
  });

  it('says at the import which file is not there', async () => {
    const owl = '@prefix owl: <http://www.w3.org/2002/07/owl#> .\n';
    write({ ...whole, 'plan.ttl': `${owl}<> owl:imports <gone.ttl> .` });
    expect(await only()).toMatchObject({ code: 'store/no-such-file', at: { line: 2, column: 16 } });
  });

  it('says all syntax errors of all files at once, with the missing document', async () => {
    write({ 'feature.ttl': `${ex}ex:f a .`, 'plan.ttl': 'ex:p a ex:Plan .' });
    const found = await refused();
    expect(found.map(({ code }) => code).sort()).toEqual([
      'store/missing-document',
      'store/syntax-error',
      'store/unknown-prefix',
    ]);
    expect(found.every(({ exit }) => exit === 2)).toBe(true);
  });

  it('takes a folder in another vocabulary with the documents that it has', async () => {
    write({ 'feature.ttl': '<urn:f> <urn:has> <urn:p> .', 'tasks.ttl': '<urn:t> <urn:of> <urn:f> .' });
    const loaded = await loadSpec(folder);
    expect(loaded.ok && loaded.value.documents.map(({ path }) => path.replace(/^.*\//, '')).sort()).toEqual([
      'feature.ttl',
      'tasks.ttl',
    ]);
  });

  it('offers the file that may have been meant by a missing document', async () => {
    write({
      'feature.ttl': '@prefix sx: <https://w3id.org/spec-exec/ns#> .\n<urn:f> a sx:Feature .',
      'entities.ttl': whole['entities.ttl'],
      'plans.ttl': whole['plan.ttl'],
    });
    expect((await only()).help).toMatch(/Did you mean plans\.ttl/);
  });

  it.each([
    ['store/empty-file', { 'plan.ttl': '' }, /is empty/],
    ['store/empty-file', { 'plan.ttl': '# to do\n@prefix ex: <http://example.org/> .' }, /no triple/],
    ['store/binary-file', { 'plan.ttl': new Uint8Array([0x89, 0x50, 0, 0, 1]) }, /not a text/],
    ['store/not-utf8', { 'plan.ttl': new Uint8Array([...Buffer.from('# a\n# caf'), 0xe9, 10]) }, /line 2/],
  ])('says %s of such a file, alone', async (code, files, message) => {
    write({ ...whole, ...files });
    const found = await only();
    expect(found.code).toBe(code);
    expect(found.message).toMatch(message);
    expect(found.at?.file).toBe('.specify/specs/x/plan.ttl');
  });

  it('reads a file that begins with a byte order mark, and its first column is 1', async () => {
    write({ ...whole, 'plan.ttl': `\uFEFF${ex}ex:p a ex:Plan .` });
    const spec = await loaded();
    expect(spec.documents).toHaveLength(3);
    expect(spec.locations.lineText('.specify/specs/x/plan.ttl', 1)?.startsWith('@prefix')).toBe(true);
  });

  it('says that a folder is empty, and that a path does not exist, and offers the near one', async () => {
    expect((await only()).code).toBe('store/empty-folder');
    write(whole);
    expect(await only(join(folder, 'plam.ttl'))).toMatchObject({
      code: 'store/no-such-file',
      help: expect.stringContaining('plan.ttl'),
    });
  });

  it('says of a link that leads nowhere, or to itself, which it is', async () => {
    write({ ...whole });
    rmSync(join(folder, 'plan.ttl'));
    symlinkSync('gone.ttl', join(folder, 'plan.ttl'));
    expect(await only()).toMatchObject({
      code: 'store/no-such-file',
      message: expect.stringContaining('plan.ttl is a link to gone.ttl, and there is no such file.') as string,
    });
    rmSync(join(folder, 'plan.ttl'));
    symlinkSync('plan.ttl', join(folder, 'plan.ttl'));
    const { code, at } = await only();
    expect([code, at?.file.split('/').at(-1)]).toEqual(['store/unreadable', 'plan.ttl']);
  });

  it('follows no link to a file outside the project, and shows nothing of that file', async () => {
    write({ ...whole });
    mkdirSync(join(folder, '.git'));
    const secret = mkdtempSync(join(tmpdir(), 'secret-'));
    try {
      writeFileSync(join(secret, 'token'), 'the secret word\n');
      symlinkSync(join(secret, 'token'), join(folder, 'extra.ttl'));
      const found = await only();
      expect(found.code).toBe('store/link-outside');
      expect(JSON.stringify(found)).not.toContain('secret word');
      rmSync(join(folder, 'extra.ttl'));
      symlinkSync('plan.ttl', join(folder, 'extra.ttl'));
      expect((await loadSpec(folder)).ok).toBe(true);
    } finally {
      rmSync(secret, { recursive: true });
    }
  });

  it.skipIf(process.getuid?.() === 0)('says which folder or file may not be read', async () => {
    write(whole);
    chmodSync(join(folder, 'plan.ttl'), 0);
    expect((await only()).code).toBe('store/unreadable');
    chmodSync(folder, 0);
    expect((await refused())[0]!.code).toBe('store/unreadable');
  });

  it('refuses a file whose ending says no format, and a file that is too large to be written by people', async () => {
    write({ 'x.pdf': 'x' });
    const result = await loadFiles([join(folder, 'x.pdf')]);
    expect(result.ok ? [] : result.diagnostics.map(({ code }) => code)).toEqual(['store/unknown-format']);
    write(whole);
    const large = join(folder, 'large.ttl');
    writeFileSync(large, '');
    const { truncateSync } = await import('node:fs');
    truncateSync(large, 64 * 1024 * 1024 + 1);
    expect((await only()).code).toBe('store/too-large');
  });
});

describe('syntax errors', () => {
  const cases: [string, string, string, RegExp][] = [
    [
      'an undeclared prefix that is ours',
      'sx:a a sx:B .',
      'sx:a',
      /Add this line.*@prefix sx: <https:\/\/w3id\.org\/spec-exec\/ns#>/,
    ],
    ['a misspelt prefix', `${ex}exx:a a ex:B .`, 'exx:a', /Did you mean "ex:"\?/],
    ['a missing dot', `${ex}ex:a a ex:B\nex:c a ex:D .`, 'ex:c', /End the statement before it/],
    ['an end in the middle', `${ex}ex:a a`, 'a', /Finish it/],
    ['an open string', `${ex}ex:a ex:p "never closed .\nex:b ex:p 1 .`, '"never', /Close it/],
    ['a string as subject', `${ex}"x" ex:p 1 .`, '"x"', /only be the value/],
    ['a missing value', `${ex}ex:a ex:p ; ex:q 1 .`, ';', /value is missing/],
    ['a broken prefix line', '@prefix ex: <http://example.org/>\nex:a a ex:B .', 'ex:a', /End the @prefix/],
    ['a stray bracket', `${ex}ex:a a ex:B ] .`, ']', /./],
    ['characters that are no Turtle', `${ex}ex:a a %% .`, '%%', /./],
  ];
  for (const [name, text, marked, help] of cases)
    it(`point at ${name}, and say what to do`, async () => {
      write({ ...whole, 'plan.ttl': text });
      const found = await only();
      expect(found.help).toMatch(help);
      const line = text.split('\n')[found.at!.line - 1]!;
      expect(line.slice(found.at!.column - 1, found.at!.endColumn - 1)).toBe(marked);
    });

  it.each([
    ['a last statement without its dot', `${ex}ex:a a ex:B`, /ends in the middle of a statement/, /end it with "\."/],
    ['a space in an IRI', `${ex}ex:a a <http://a b> .`, /"<http:\/\/a" cannot stand here/, /without spaces/],
    ['a brace in an IRI', `${ex}ex:a a <http://a/{b}> .`, /cannot stand here/, /Percent-encode/],
  ])('say of %s what it is and how it is mended', async (_, text, message, help) => {
    write({ ...whole, 'plan.ttl': text });
    const found = await only();
    expect(found.message).toMatch(message);
    expect(found.help).toMatch(help);
  });

  it('are printed with the line of the file, though nothing was loaded', async () => {
    write({ ...whole, 'plan.ttl': `${ex}ex:a a ex:B\nex:c a ex:D .` });
    expect(printDiagnostic(await only(), { lineText: linesOnDisk(root) })).toBe(
      [
        'error[store/syntax-error] A statement does not end where another begins.',
        '',
        '  .specify/specs/x/plan.ttl:3:1',
        '  3 | ex:c a ex:D .',
        '    | ^^^^',
        '',
        '  .specify/specs/x/plan.ttl:2:8  the statement before it ends here',
        '  2 | ex:a a ex:B',
        '    |        ^^^^',
        '',
        '  Nothing after this place can be read.',
        '  End the statement before it with "." (or ";" for another property, "," for',
        '  another value).',
      ].join('\n'),
    );
  });
});

describe('the project root', () => {
  it('is the nearest folder with .specify, else the repository, else the folder itself', () => {
    expect(projectRoot(join(folder, 'plan.ttl'))).toBe(projectRoot(root));
    const repository = join(root, 'r');
    rmSync(join(root, '.specify'), { recursive: true });
    mkdirSync(join(repository, '.git'), { recursive: true });
    mkdirSync(join(repository, 'a/b'), { recursive: true });
    expect(projectRoot(join(repository, 'a/b'))).toBe(repository);
    mkdirSync(join(root, 'c'));
    expect(projectRoot(join(root, 'c'))).toBe(join(root, 'c'));
    mkdirSync(folder, { recursive: true });
  });
});
