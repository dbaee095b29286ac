// Warnings and notes can be switched off, by document or by command; errors cannot.
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { codeMeant, codePages } from '../../src/base/code-pages.ts';
import { unknownToIgnore, withoutIgnored } from '../../src/closure/ignore.ts';
import { loadFiles } from '../../src/store/load.ts';
import { join } from 'node:path';
import { temporary, write } from './closing.ts';

const head = '@prefix sx: <https://w3id.org/spec-exec/ns#> .\n';
const at = (file: string) => ({ file, line: 1, column: 1, endLine: 1, endColumn: 2 });
const note: Diagnostic = { code: 'store/import-ignored', severity: 'info', message: 'a note', at: at('a.ttl') };
const warning: Diagnostic = { code: 'store/named-graphs', severity: 'warning', message: 'a warning', at: at('a.ttl') };
const error: Diagnostic = { code: 'closure/shape', severity: 'error', message: 'an error', at: at('a.ttl') };
const elsewhere: Diagnostic = { ...note, message: 'a note elsewhere', at: at('b.ttl') };

/** What is left of these four where a.ttl says so, and the command. */
async function left(says: string, asked: readonly string[] = []): Promise<string[]> {
  const root = write(temporary(), { 'a.ttl': `${head}${says}`, 'b.ttl': `${head}<#x> a sx:Agent .` });
  const spec = await loadFiles([join(root, 'a.ttl'), join(root, 'b.ttl')], { root });
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
  return withoutIgnored([note, warning, error, elsewhere], spec.value, asked).map(({ message }) => message);
}
const all = ['a note', 'a warning', 'an error', 'a note elsewhere'];

describe('what a document ignores', () => {
  it('is left out where it stands in that document, and nowhere else', async () => {
    expect(await left('<> sx:ignores "store/import-ignored" .')).toEqual(['a warning', 'an error', 'a note elsewhere']);
  });

  it('may be a whole room', async () => {
    expect(await left('<> sx:ignores "store" .')).toEqual(['an error', 'a note elsewhere']);
  });

  it('is never an error: that is said, and the error stays', async () => {
    const said = 'closure/shape is an error here, and errors cannot be switched off.';
    expect(await left('<> sx:ignores "closure/shape" .')).toEqual([...all, said]);
    expect(await left('<> sx:ignores "closure" .')).toEqual(all);
  });

  it('must be a code, a room, or of a room that is the project’s own', async () => {
    expect(await left('<> sx:ignores "store/named-graph" .')).toEqual([
      ...all,
      'No finding has the code "store/named-graph".',
    ]);
    expect(await left('<> sx:ignores "ours/no-jargon" .')).toEqual(all);
  });

  it('must be said of a document', async () => {
    expect(await left('<#x> sx:ignores "store" .')).toEqual([...all, 'This sx:ignores is not said of a document.']);
  });
});

describe('what a command ignores', () => {
  it('is left out wherever it stands', async () => {
    expect(await left('<#x> a sx:Agent .', ['store/import-ignored'])).toEqual(['a warning', 'an error']);
  });
});

describe('a misspelt code', () => {
  it('is answered with the nearest, by its problem alone where its room is wrong', () => {
    expect(unknownToIgnore('store/named-grahps')?.help).toBe('Did you mean "store/named-graphs"?');
    expect(codeMeant('named-graphs')).toBe('store/named-graphs');
    expect(codeMeant('xyz/unknown-term')).toBe('closure/unknown-term');
    expect(unknownToIgnore('wombat')?.help).toMatch(/^Name a code, or one of the rooms store, closure, /);
  });
});

describe('the pages of codes', () => {
  it('have each a sentence to begin with, and no heading in it', () => {
    const pages = [...codePages().values()];
    expect(pages.length).toBeGreaterThan(200);
    expect(
      pages.filter(({ summary, text }) => summary.length < 20 || text.startsWith('#')).map(({ code }) => code),
    ).toEqual([]);
  });
});
