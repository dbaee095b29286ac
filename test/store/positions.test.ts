import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writer } from 'n3';
import { describe, expect, it } from 'vitest';
import { assetNames, packageRoot } from '../../src/base/assets.ts';
import { blankNode, literal, namedNode, quad } from '../../src/vocabulary/factory.ts';
import { Locations } from '../../src/store/locations.ts';
import { parseText } from '../../src/store/parse.ts';
import { expectRightPlaces, parse, slice, wrongPlaces } from './positions.ts';

const prefix = '@prefix ex: <http://example.org/> .\n';

describe('places of triples', () => {
  it('finds subject, predicate and object of a plain triple, columns from 1, end after the last character', async () => {
    const text = `${prefix}ex:a  ex:knows\t"Ann" .`;
    const { locations, quads } = await parse(text);
    expect(locations.ofQuad(quads[0]!)).toEqual({
      subject: { file: 't.ttl', line: 2, column: 1, endLine: 2, endColumn: 5 },
      predicate: { file: 't.ttl', line: 2, column: 7, endLine: 2, endColumn: 15 },
      object: { file: 't.ttl', line: 2, column: 16, endLine: 2, endColumn: 21 },
    });
  });

  const layouts: Record<string, string> = {
    'values that share subject and property': 'ex:a ex:p ex:b , ex:c ; ex:q 1 , 2.5 , true ;\n  a ex:T , ex:U .',
    'strings over several lines, with quotes inside':
      'ex:a ex:p """one\n "two"\n  three""" , \'\'\'x\ny\'\'\'@en ; ex:q "z" .',
    'datatypes and languages':
      'ex:a ex:p "1"^^<http://www.w3.org/2001/XMLSchema#integer> , "2"^^ex:t , "hello"@en-GB, "x" .',
    'a datatype on the next line': 'ex:a ex:p "1"^^\n  ex:t , "2" .',
    'nested blank nodes, the inner `a` not taken for the outer':
      'ex:a a [ a ex:B ; ex:p [ a ex:C ; ex:q [] ] ] , ex:D .\n[] a ex:E .\n[ ex:p ex:q ] ex:r ex:s .',
    'lists of all kinds of items':
      'ex:a ex:p ( 1 "two" "three" ex:four "five"@en [ a ex:Six ] _:seven ( 8 ( 9 ) ) () ) .',
    'lists of strings alone': 'ex:a ex:p ( "one" "two" "three"@en "four"^^ex:t ) , ("x") .',
    'empty lists as value and as subject': 'ex:a ex:p () , ( ) .\n() ex:q () .\n( 1 ) ex:r ex:b .',
    'blank nodes with names': '_:x ex:p _:y . _:y ex:p _:x ; a ex:T .',
    'SPARQL-style prefixes and base': 'PREFIX f: <http://f/>\nf:a f:b <c#d> , <> .',
    'comments in between': 'ex:a # ex:z\n  ex:p # ; ex:y "no"\n  ex:b . # end',
    escapes: 'ex:a\\-b ex:p "tab\\t quote\\" \\u00e9" , <http://example.org/\\u00e9> .',
    'wide characters before': 'ex:a ex:p "日本語 🙂" , ex:b .',
    'lines ended by CR LF and by CR': 'ex:a ex:p """x\r\ny""" ;\r\n  ex:q ex:b .\rex:c ex:p ex:d .',
  };
  for (const [name, body] of Object.entries(layouts))
    it(`is right through ${name}`, async () => {
      const text = prefix + body;
      expectRightPlaces(text, await parse(text));
    });

  it('is right in TriG: graphs with a name, with a blank one, and without', async () => {
    const trig = `${prefix}ex:g { ex:a a ex:B ; ex:p ( 1 2 ) . }\nGRAPH ex:h { [] ex:p "x" } ex:c ex:d ex:e .
      _:g { ex:a a [ a ex:C ; ex:p () , "y\\nz"@en ] } { ex:b a ex:D } [] { ( "u"^^ex:t ) ex:p 2.5 . ex:e a ex:F }`;
    const parsed = await parse(trig, 'application/trig');
    expect(parsed.quads.length).toBe(17);
    expectRightPlaces(trig, parsed);
  });

  for (const [name, body] of Object.entries(layouts))
    it(`is right in a graph of TriG through ${name}`, async () => {
      const head = body.startsWith('PREFIX') ? body.slice(0, body.indexOf('\n')) : '';
      const text = `${prefix}${head}\nex:g {${body.slice(head.length)}\n}`;
      const parsed = await parse(text, 'application/trig');
      expect(parsed.quads.length).toBe((await parse(prefix + body)).quads.length);
      expectRightPlaces(text, parsed);
    });

  it.each([
    ['application/n-triples', ''],
    ['application/n-quads', ' <http://g>'],
    ['application/n-quads', ' _:g'],
  ])(
    'is right in %s, the graph being "%s": comments, escapes, languages, datatypes, blank nodes',
    async (format, g) => {
      const triples = [
        '<http://a>\t<http://p>  "x\\"\\n"@en-GB',
        '_:b <http://p> _:c',
        '<http://a\\u00e9> <http://p> "\\U0001F642 \\\\"',
        '_:c <http://p> "1"^^<http://t>',
      ];
      const text = `# first\n${triples.map((one) => `${one}${g} . # <http://no> "no"`).join('\n')}\n`;
      const parsed = await parse(text, format);
      expect(parsed.quads.length).toBe(4);
      expectRightPlaces(text, parsed);
    },
  );

  it('keeps several files apart: what two of them say stands in each, and a blank label is not the other’s', async () => {
    const texts: Record<string, string> = {
      'one.ttl': `${prefix}ex:a ex:p _:x .`,
      'two.ttl': `${prefix}\n  ex:a ex:p ex:b , _:x .\n_:x ex:q """\n""" .`,
    };
    const locations = new Locations();
    for (const [file, text] of Object.entries(texts)) {
      const parsed = await parseText(text, { file, graph: namedNode(`urn:${file}`), blankPrefix: file.slice(0, 1) });
      locations.add({ file, text, ...parsed });
    }
    const places = Array.from(locations.all(), ({ quad: one, places: at }) => {
      expect(locations.ofQuad(one)).toEqual(at());
      const { subject, predicate, object } = at();
      const terms = [subject, predicate, object].map((span) => slice(texts[subject.file]!, span));
      return [`${subject.file}:${subject.line}`, ...terms];
    });
    expect(places).toEqual([
      ['one.ttl:2', 'ex:a', 'ex:p', '_:x'],
      ['two.ttl:3', 'ex:a', 'ex:p', 'ex:b'],
      ['two.ttl:3', 'ex:a', 'ex:p', '_:x'],
      ['two.ttl:4', '_:x', 'ex:q', '"""\n"""'],
    ]);
  });

  it('stands a blank node at its bracket and a list at its opening bracket', async () => {
    const text = `${prefix}ex:a ex:p [ ex:q 1 ] , ( ex:x ex:y ) .`;
    const { quads, locations } = await parse(text);
    const objects = quads
      .filter(({ subject }) => subject.value.endsWith('/a'))
      .map((one) => slice(text, locations.ofQuad(one)!.object));
    expect(objects).toEqual(['[', '(']);
  });

  it('finds the declaration of a thing: the subject of its rdf:type triple, not its first mention', async () => {
    const text = `${prefix}ex:a ex:p 1 .\nex:b ex:p ex:a .\nex:a a ex:T .`;
    const { locations } = await parse(text);
    expect(locations.ofSubject(namedNode('http://example.org/a'))?.line).toBe(4);
    expect(locations.ofSubject(namedNode('http://example.org/b'))?.line).toBe(3);
    expect(locations.ofSubject(namedNode('http://example.org/nobody'))).toBeUndefined();
  });

  it('names blank nodes the same in every reading, and never gives a named one the name of another', async () => {
    const text = `${prefix}[] ex:p [] . _:a0 ex:p _:b , [] .`;
    const [one, two] = [await parse(text), await parse(text)];
    expect(one.quads.map((q) => [q.subject.value, q.object.value])).toEqual(
      two.quads.map((q) => [q.subject.value, q.object.value]),
    );
    const names = new Set(one.quads.flatMap((q) => [q.subject.value, q.object.value]));
    expect(names.size).toBe(5);
  });

  it('is right for whatever n3 writes', async () => {
    const iri = fc
      .constantFrom('a', 'b/c', 'd#e', 'f.g', 'h-', 'é')
      .map((name) => namedNode(`http://example.org/${name}`));
    const blank = fc.constantFrom('x', 'y', 'z').map((name) => blankNode(name));
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('line\nline', '"', '\\', 'tab\t', '"""', "'", '🙂', 'a\r\nb', '\u0001', '# no'),
    );
    const lit = fc.oneof(
      text.map((value) => literal(value)),
      text.map((value) => literal(value, 'en')),
      text.map((value) => literal(value, namedNode('http://example.org/t'))),
      fc.integer().map((value) => literal(String(value), namedNode('http://www.w3.org/2001/XMLSchema#integer'))),
    );
    const triple = fc.tuple(fc.oneof(iri, blank), iri, fc.oneof(iri, blank, lit));
    await fc.assert(
      fc.asyncProperty(fc.array(triple, { minLength: 1, maxLength: 20 }), async (triples) => {
        const writer = new Writer({ prefixes: { ex: 'http://example.org/' } });
        const quads = triples.map(([s, p, o]) => quad(s, p, o));
        const written = await new Promise<string>((resolve, reject) => {
          writer.addQuads(quads);
          writer.end((error, result: string) => (error ? reject(error) : resolve(result)));
        });
        const parsed = await parse(written);
        expect(parsed.problem).toBeUndefined();
        expect(wrongPlaces(written, parsed)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('is right for random nestings, breaks and comments', async () => {
    const gap = fc.constantFrom(' ', '\n', '\t ', ' # ex:no "no" [ (\n', '\r\n', '  ');
    const { term } = fc.letrec<{ term: string }>((tie) => ({
      term: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom(
          'ex:a',
          '<b>',
          '"s"',
          '"t"@en',
          '"u"^^ex:t',
          '"""v\nw"""',
          '1',
          '-2.5',
          '1e3',
          'true',
          '_:n',
          '[]',
          '()',
        ),
        fc
          .tuple(gap, fc.array(tie('term'), { maxLength: 4 }), gap)
          .map(([g, items, h]) => `(${g}${items.join(h)}${g})`),
        fc
          .tuple(
            gap,
            fc.array(fc.tuple(fc.constantFrom('a', 'ex:p', '<q>'), tie('term')), { minLength: 1, maxLength: 3 }),
          )
          .map(
            ([g, pairs]) => `[${g}${pairs.map(([p, o]) => `${p}${g}${p === 'a' ? 'ex:T' : o}`).join(`${g};${g}`)}${g}]`,
          ),
      ),
    }));
    const statement = fc.tuple(
      fc.constantFrom('ex:s', '_:n', '[]', '( ex:i "j" )', '()'),
      fc.constantFrom('a ex:T ; ex:p', 'ex:p'),
      term,
      term,
      gap,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 5 }), async (statements) => {
        const body = statements.map(([s, p, o, o2, g]) => `${s}${g}${p}${g}${o}${g},${g}${o2}${g}.`).join('\n');
        const text = prefix + body;
        const parsed = await parse(text);
        expect(parsed.problem, text).toBeUndefined();
        expect(wrongPlaces(text, parsed), text).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('broken text', () => {
  it('is one finding at a place that the text has, whatever it is', async () => {
    const words = 'ex:a . ; , [ ] ( ) " """ \' < > @ # ^^ a _:b @prefix { } \\ 1. << >>'.split(' ');
    const piece = fc.oneof(fc.constantFrom(...words, ' ', '\n', '\r\n'), fc.string({ maxLength: 5, unit: 'binary' }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const text = prefix + pieces.join('');
        const { problem } = await parse(text);
        if (!problem) return;
        const lines = text.split(/\r\n|\r|\n/);
        const { line, column, endLine, endColumn } = problem.at!;
        expect(line).toBeGreaterThanOrEqual(1);
        expect(endLine).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
        expect(endColumn > column || endLine > line).toBe(true);
        expect(problem.help).toBeTruthy();
      }),
      { numRuns: 1000 },
    );
  });
});

const corpora = join(packageRoot, '..', 'shared', 'corpora');
describe.skipIf(!existsSync(corpora))('places in the corpora (skipped where ../shared/corpora is absent)', () => {
  it('are right for every triple of every Turtle file', async () => {
    let triples = 0;
    const wrong: string[] = [];
    for (const name of assetNames(corpora, '.ttl')) {
      const text = readFileSync(join(corpora, name), 'utf8');
      const parsed = await parse(text);
      if (parsed.problem) wrong.push(`${name}: ${parsed.problem.message}`);
      const base = /@base\s+<([^>]*)>/.exec(text)?.[1];
      wrong.push(...wrongPlaces(text, parsed, base).map((one) => `${name}: ${one}`));
      triples += parsed.quads.length;
    }
    expect(wrong).toEqual([]);
    expect(triples).toBeGreaterThan(7000);
  });
});
