// For each media type that can be looked into: what is taken for it, and what is not, with the reason.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEGINNINGS } from '../../src/evidence/beginnings.ts';
import { checkMediaType, mediaTypeSaid } from '../../src/evidence/media.ts';
import { READERS } from '../../src/evidence/readers.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'spec-exec-media-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function check(type: string, bytes: string) {
  const file = join(folder, 'file');
  // One character is one byte, but for the text beyond Latin-1 that no case has.
  writeFileSync(file, Buffer.from(bytes, 'latin1'));
  return checkMediaType(file, type, 'Artifact x');
}

const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';

/** Media type, what is of that type, what is not, and why. */
const CASES: readonly (readonly [type: string, fits: string, unfit: string, reason: string])[] = [
  ['application/json', '{"a": 1}', '{"a": }', 'not JSON that can be kept: Unexpected token'],
  ['application/problem+json', '[]', '', 'it is empty'],
  ['text/plain', 'words', '\xff\xfe', 'it is not UTF-8'],
  ['text/markdown', '# a', ' \n', 'it is empty'],
  ['text/csv; charset=utf-8', 'a,b\n', '\xc3', 'is not text/csv: it is not UTF-8'],
  ['text/turtle', '<urn:a> a <urn:b> .', 'a b c', 'is not text/turtle: Expected entity'],
  ['application/trig', '<urn:g> { <urn:a> a <urn:b> }', '<urn:g> {', 'is not application/trig: '],
  ['application/n-triples', '<urn:a> <urn:b> <urn:c> .', '<urn:a> a <urn:b> .', 'is not application/n-triples: '],
  ['application/n-quads', '<urn:a> <urn:b> <urn:c> <urn:g> .', '{ }', 'is not application/n-quads: '],
  [
    'application/rdf+xml',
    `<rdf:RDF ${RDF}><rdf:Description rdf:about="urn:a"><rdf:value>1</rdf:value></rdf:Description></rdf:RDF>`,
    `<rdf:RDF ${RDF}>`,
    'unclosed xml tag',
  ],
  ['application/ld+json', '{"@id": "urn:a", "urn:p": 1}', '{"@id": 3}', '"@id" value must a string'],
  ['text/n3', '@prefix : <urn:x#> . :a :b :c .', ':a :b .', 'Bad syntax'],
  ['application/toml', 'a = 1\n[b]\nc = 2026-11-22', 'a = 1\na = 2', 'is not application/toml: '],
  ['application/yaml', 'a: 1\n---\nb: [1]', 'a: [1', 'is not application/yaml: '],
  ['application/x-yaml', 'a: 1', 'a: b: c', 'is not application/x-yaml: '],
  ['text/yaml', '- 1', '\t- 1\n -', 'is not text/yaml: '],
  ['image/png', '\x89PNG\r\n\x1a\nrest', 'PNG', 'is not image/png: it does not begin as a PNG image'],
  ['IMAGE/PNG', '\x89PNG\r\n\x1a\nrest', '\x89PNG\n\x1a\n', 'it does not begin as a PNG image'],
  ['image/jpeg', '\xff\xd8\xff\xe0', '\x89PNG\r\n\x1a\n', 'it does not begin as a JPEG image'],
  ['image/gif', 'GIF89a', 'GIF88a', 'it does not begin as a GIF image'],
  ['image/webp', 'RIFF\0\0\0\0WEBP', 'RIFF\0\0\0\0WAVE', 'it does not begin as a WebP image'],
  ['image/svg+xml', '<svg/>', 'svg', 'it does not begin as an XML document'],
  ['application/pdf', '%PDF-1.7', '<html>', 'it does not begin as a PDF document'],
  ['application/zip', 'PK\x03\x04', 'PK', 'it does not begin as a ZIP archive'],
  ['application/java-archive', 'PK\x05\x06', '\xca\xfe\xba\xbe', 'it does not begin as a ZIP archive'],
  ['application/gzip', '\x1f\x8b\x08', '\x1f\x8b', 'it does not begin as a gzip file'],
  ['application/zstd', '\x28\xb5\x2f\xfd', '\x28', 'it does not begin as a Zstandard file'],
  ['application/x-tar', `${'a'.repeat(257)}ustar`, 'ustar', 'it does not begin as a tar archive'],
  ['application/wasm', '\0asm\x01', 'asm', 'it does not begin as a WebAssembly module'],
  ['application/vnd.sqlite3', 'SQLite format 3\0', 'SQLite', 'it does not begin as an SQLite database'],
  ['application/xml', '\xef\xbb\xbf\n<a/>', '{}', 'it does not begin as an XML document'],
  ['text/xml', '<?xml version="1.0"?><a/>', '', 'it is empty'],
];

describe('a media type', () => {
  it.each(CASES)('%s is told from what it is not', async (type, fits, unfit, reason) => {
    expect(await check(type, fits)).toEqual({ outcome: 'passed' });
    const found = await check(type, unfit);
    expect(found).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(reason) as string });
  });

  it('of every reader and every known beginning has a case', () => {
    const tried = new Set(CASES.map(([type]) => type));
    expect([...Object.keys(READERS), ...Object.keys(BEGINNINGS)].filter((type) => !tried.has(type))).toEqual([]);
  });

  it('that nothing here knows is neither passed nor failed', async () => {
    expect(await check('image/foo', 'anything')).toEqual({
      outcome: 'cantTell',
      reason: 'Artifact x is there; nothing here can tell whether it is image/foo',
    });
  });

  it('cannot be told where it hangs on a document that would have to be fetched', async () => {
    expect(await check('application/ld+json', '{"@context": "https://example.org/c.jsonld", "a": 1}')).toMatchObject({
      outcome: 'cantTell',
      reason: expect.stringContaining('https://example.org/c.jsonld would have to be fetched') as string,
    });
  });

  it('is said as what is really looked at', () => {
    expect(['application/toml', 'image/png', 'text/css', 'image/foo'].map(mediaTypeSaid)).toEqual([
      'is application/toml',
      'begins as a PNG image',
      'is text, as text/css is',
      'is image/foo',
    ]);
  });
});
