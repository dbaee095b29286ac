// Real documents, changed as slips of the hand and bad merges change them: words swapped, lines cut, blocks from elsewhere, bytes flipped.
import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { packageRoot } from '../../src/base/assets.ts';
import type { FuzzInput } from './input.ts';
import { SPEC_FOLDER } from './input.ts';
import { foreignProperties, literals, names, ourClasses, ourProperties } from './words.ts';

/** A specification that mutations start from: a file, or a folder of documents. */
interface Source {
  readonly path: string;
  readonly bytes: number;
}

const READS = /\.(ttl|trig|nt|nq|n3|rdf|jsonld|html)$/;

function below(folder: string): Source[] {
  if (!existsSync(folder)) return [];
  const found: Source[] = [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (entries.some(({ name }) => name === 'plan.ttl')) {
    const bytes = entries.reduce(
      (sum, { name }) => sum + (name.endsWith('.ttl') ? statSync(join(folder, name)).size : 0),
      0,
    );
    return [{ path: folder, bytes }];
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...below(path));
    else if (READS.test(entry.name)) found.push({ path, bytes: statSync(path).size });
  }
  return found;
}

const sources: readonly Source[] = [
  '.specify/specs',
  '.specify/bindings',
  'test/cases',
  'test/spec',
  'test/w3c',
  'examples',
  '../shared/corpora/ggen-007',
  '../shared/corpora/shacl',
]
  .flatMap((folder) => below(join(packageRoot, folder)))
  .filter(({ path, bytes }) => bytes < 200_000 && !path.includes('test/cases/fuzz'));

/** Small ones far more often: a look at them takes a tenth of the time. */
const small = sources.filter(({ bytes }) => bytes < 8000);
const middling = sources.filter(({ bytes }) => bytes >= 8000);
const source = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...small) },
  { weight: 1, arbitrary: fc.constantFrom(...middling) },
);

function documentsOf({ path }: Source): Map<string, Buffer> {
  if (!statSync(path).isDirectory()) return new Map([[basename(path), readFileSync(path)]]);
  const files = readdirSync(path).filter((name) => name.endsWith('.ttl'));
  return new Map(files.map((name) => [name, readFileSync(join(path, name))]));
}

const TOKEN = /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|[\w-]*:[\w.-]*\w|\b\d[\d.]*\b|[.;,()[\]]|\ba\b/g;

interface Change {
  readonly how: string;
  /** Places, as parts of the whole. */
  readonly at: number;
  readonly to: number;
  readonly pick: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  how: fc.constantFrom(
    ...[
      'swap',
      'swap',
      'swap',
      'literal',
      'literal',
      'literal',
      'name',
      'name',
      'property',
      'class',
      'cut',
      'double',
      'splice',
      'splice',
    ],
    ...[
      'drop-block',
      'drop-block',
      'double-block',
      'namespace',
      'flip',
      'slice',
      'crlf',
      'bom',
      'insert',
      'retype',
      'drop-token',
      'again',
    ],
  ),
  at: fc.integer({ min: 0, max: 9999 }),
  to: fc.integer({ min: 0, max: 9999 }),
  pick: fc.integer({ min: 0, max: 99_999 }),
});

const some = <T>(all: readonly T[], at: number): T => all[at % all.length]!;

function changed(text: string, { how, at, to, pick }: Change): string | Buffer {
  const tokens = [...text.matchAll(TOKEN)];
  const tokenAt = (part: number, keep: (word: string) => boolean) => {
    const fit = tokens.filter(([word]) => keep(word));
    return fit.length === 0 ? undefined : some(fit, part);
  };
  const replace = (found: RegExpMatchArray | undefined, word: string): string =>
    found === undefined ? text : text.slice(0, found.index) + word + text.slice(found.index! + found[0].length);
  const isLiteral = (word: string) => /^["\d]/.test(word);
  const isName = (word: string) => /^[\w-]*:|^</.test(word);
  const blocks = text.split(/\n\s*\n/);
  const lines = text.split('\n');
  switch (how) {
    case 'swap': {
      const one = some(tokens.length > 0 ? tokens : [undefined], at);
      const kind =
        one &&
        (isLiteral(one[0]) ? isLiteral : isName(one[0]) ? isName : (word: string) => !isLiteral(word) && !isName(word));
      const other = kind && tokenAt(to, kind);
      if (!one || !other) return text;
      const [first, second] = one.index < other.index ? [one, other] : [other, one];
      if (first === second) return text;
      const between = text.slice(first.index + first[0].length, second.index);
      return text.slice(0, first.index) + second[0] + between + first[0] + text.slice(second.index + second[0].length);
    }
    case 'literal':
      return replace(tokenAt(at, isLiteral), some(literals, pick));
    case 'retype':
      return replace(tokenAt(at, isLiteral), some(tokens, to)?.[0] ?? '');
    case 'name':
      return replace(tokenAt(at, isName), tokenAt(to, isName)?.[0] ?? `:${some(names, pick)}`);
    case 'property':
      return replace(tokenAt(at, isName), some([...ourProperties, ...foreignProperties], pick));
    case 'class':
      return replace(tokenAt(at, isName), some(ourClasses, pick));
    case 'drop-token':
      return replace(
        tokenAt(at, () => true),
        '',
      );
    case 'cut':
      return lines.filter((_, i) => i !== at % lines.length).join('\n');
    case 'double':
      return [...lines.slice(0, at % lines.length), lines[at % lines.length], ...lines.slice(at % lines.length)].join(
        '\n',
      );
    case 'drop-block':
      return blocks.filter((_, i) => i === 0 || i !== at % blocks.length).join('\n\n');
    case 'double-block':
    case 'again': {
      const block = some(blocks, at);
      const other = how === 'again' ? changed(block, { how: 'literal', at: to, to, pick }) : block;
      return `${text}\n\n${String(other)}`;
    }
    case 'splice': {
      const [other] = [...documentsOf(some(small, pick)).values()];
      const theirs = other!.toString();
      const heads = theirs.split('\n').filter((line) => /^@?prefix/i.test(line));
      return [text, ...heads, ...theirs.split(/\n\s*\n/).slice(at % 3, (at % 3) + 1 + (to % 3))].join('\n\n');
    }
    case 'namespace':
      return replace(
        tokenAt(at, (word) => /^<http/.test(word)),
        some(
          [
            '<https://example.org/it#>',
            '<https://w3id.org/spec-exec/ns/>',
            '<http://w3id.org/spec-exec/ns#>',
            '<urn:a:>',
            '<#>',
            '<>',
          ],
          pick,
        ),
      );
    case 'flip': {
      const bytes = Buffer.from(text);
      if (bytes.length > 0) bytes[(at * 7919 + to) % bytes.length]! ^= 1 << (pick % 8);
      return bytes;
    }
    case 'slice':
      return text.slice(0, Math.floor((text.length * at) / 10_000));
    case 'insert': {
      const place = Math.floor((text.length * at) / 10_000);
      return (
        text.slice(0, place) +
        some(['"', '\\', '<', '[', '(', ' .', ';', '\ud800', '\0', '\u2028', '"""', '@', '^^', '#', '{', '}'], pick) +
        text.slice(place)
      );
    }
    case 'crlf':
      return text.replaceAll('\n', '\r\n');
    case 'bom':
      return `\ufeff${text}`;
    default:
      throw new Error(`no such change: ${how}`);
  }
}

/** A real specification with a few changes. */
export const mutatedInput: fc.Arbitrary<FuzzInput> = fc
  .tuple(source, fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 4 }), fc.nat({ max: 11 }))
  .map(([from, changes, where]) => {
    const documents = documentsOf(from);
    const paths = [...documents.keys()];
    for (const [which, one] of changes) {
      const path = some(paths, which);
      const now = changed(documents.get(path)!.toString(), one);
      documents.set(path, typeof now === 'string' ? Buffer.from(now) : now);
    }
    // Now and then the same as a project's own shapes: whatever it is.
    const asShapes = where === 0 || (where < 7 && /shacl|w3c/.test(from.path)) ? [...documents.values()][0] : undefined;
    const files = new Map([...documents].map(([name, bytes]) => [`${SPEC_FOLDER}/${name}`, bytes]));
    if (asShapes) files.set('.specify/shapes/own.ttl', asShapes);
    const spec = documents.size === 1 ? `${SPEC_FOLDER}/${paths[0]}` : SPEC_FOLDER;
    const title = `${relative(packageRoot, dirname(from.path))}/${basename(from.path)}`;
    return { kind: `${title}: ${changes.map(([, { how }]) => how).join(' ')}`, files, spec };
  });
