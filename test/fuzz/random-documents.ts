// Random specifications as text: graphs over our vocabulary and others, with rings, lists, loops and odd values, in documents that are
// written as oddly as Turtle allows.
import fc from 'fast-check';
import type { FuzzInput } from './input.ts';
import { SPEC_FOLDER } from './input.ts';
import { foreignClasses, foreignProperties, literals, names, ourClasses, ourProperties, PREFIXES } from './words.ts';

const either = <T>(...weighted: readonly [number, fc.Arbitrary<T>][]): fc.Arbitrary<T> =>
  fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const klass = either([3, fc.constantFrom(...ourClasses)], [2, fc.constantFrom(...foreignClasses)]);
const property = either([3, fc.constantFrom(...ourProperties)], [3, fc.constantFrom(...foreignProperties)]);
const name = fc.constantFrom(...names);
const thing = either(
  [8, name.map((one) => `:${one}`)],
  [2, name.map((one) => `b:${one}`)],
  [1, klass],
  [1, property],
  [
    1,
    fc.constantFrom(
      '<>',
      '<#a>',

      '<urn:x>',
      '<entities.ttl>',
      '<../x.ttl>',
      '<plan.ttl#a>',
      '<mailto:a@b>',
      '<HTTP://EX.org/%zz>',
    ),
  ],
  [2, fc.constantFrom('_:r0', '_:r1', '_:r2', '_:r3')],
);
const literal = either(
  [9, fc.constantFrom(...literals.slice(0, -20))],
  [1, fc.constantFrom(...literals.slice(-20))],
  [1, fc.string({ unit: 'binary', maxLength: 12 }).map((text) => `"${text.replace(/[\\"\r\n]/g, '')}"`)],
);

const { node } = fc.letrec<{ node: string; list: string; value: string }>((tie) => ({
  value: either([5, thing], [5, literal], [1, tie('node')], [1, tie('list')]),
  node: fc
    .array(fc.tuple(property, tie('value')), { maxLength: 3 })
    .map((pairs) => `[ ${pairs.map(([p, o]) => `${p} ${o}`).join(' ; ')} ]`),
  list: fc.array(tie('value'), { maxLength: 5 }).map((items) => `( ${items.join(' ')} )`),
}));
const list = fc
  .array(either([3, thing], [2, literal], [1, node]), { maxLength: 6 })
  .map((all) => `( ${all.join(' ')} )`);
const value = either([6, thing], [5, literal], [2, node], [1, list]);

const pair = fc
  .tuple(property, fc.array(value, { minLength: 1, maxLength: 3 }))
  .map(([p, all]) => `${p} ${all.join(', ')}`);
const block = fc
  .tuple(either([9, thing], [1, node]), fc.option(klass, { freq: 5 }), fc.array(pair, { minLength: 1, maxLength: 5 }))
  .map(([subject, type, pairs]) => `${subject}\n    ${[...(type ? [`a ${type}`] : []), ...pairs].join(' ;\n    ')} .`);

/** One property from each thing to the next and from the last to the first. */
const loop = fc
  .tuple(property, fc.uniqueArray(thing, { minLength: 1, maxLength: 6 }))
  .map(([p, all]) => all.map((one, i) => `${one} ${p} ${all[(i + 1) % all.length]} .`).join('\n'));
const chain = fc
  .tuple(
    fc.constantFrom('sx:requires', 'rdfs:subClassOf', 'rdf:rest', 'b:requires', 'b:partOf', 'owl:sameAs'),
    fc.integer({ min: 2, max: 60 }),
    fc.boolean(),
  )
  .map(([p, length, closed]) =>
    Array.from(
      { length },
      (_, i) => `:n${i} a ${i % 2 ? 'sx:Task' : 'b:Task'} ; ${p} :n${closed ? (i + 1) % length : i + 1} .`,
    ).join('\n'),
  );
const ring = fc
  .tuple(property, fc.integer({ min: 1, max: 4 }))
  .map(([p, length]) => Array.from({ length }, (_, i) => `_:r${i} ${p} _:r${(i + 1) % length} .`).join('\n'));
const deep = fc
  .tuple(property, fc.integer({ min: 5, max: 400 }), fc.constantFrom('[ P ', '( '))
  .map(
    ([p, depth, open]) =>
      `:deep ${p} ${open.replace('P', p).repeat(depth)}:a${(open === '( ' ? ' )' : ' ]').repeat(depth)} .`,
  );
const oddList = fc.constantFrom(
  '_:l rdf:first 1, 2 ; rdf:rest _:l .',
  '_:l rdf:first :a ; rdf:rest rdf:nil, _:m . _:m rdf:first :b .',
  'rdf:nil rdf:first :a ; rdf:rest rdf:nil .',
  ':a sx:argv _:q . _:q rdf:rest _:q2 . _:q2 rdf:first "x" .',
  ':a rdf:rest "end" .',
);
const many = fc
  .tuple(klass, property, fc.integer({ min: 2, max: 40 }), literal)
  .map(([type, p, count, said]) =>
    Array.from({ length: count }, (_, i) => `:m${i} a ${type} ; ${p} ${said} ; rdfs:label "thing ${i}" .`).join('\n'),
  );

const statement = either(
  [14, block],
  [1, loop],
  [1, chain],
  [1, ring],
  [1, deep],
  [1, oddList],
  [2, many],
  [
    1,
    fc.constantFrom(
      '# a comment',
      '#',
      '@base <http://example.org/other/> .',
      '@prefix : <http://example.org/other#> .',
      '<> sx:ignores "lint" .',
    ),
  ],
  [
    1,
    fc.constantFrom(
      '<> sx:ignores "nothing/there", 7, :a .',
      '<> owl:imports <entities.ttl>, <none.ttl>, <../../../../x.ttl>, <http://x/y> .',
      'PREFIX constructor: <urn:p:>\nconstructor:a constructor:b constructor:__proto__ .',
    ),
  ],
);

const header = fc
  .tuple(fc.subarray(Object.keys(PREFIXES), { minLength: Object.keys(PREFIXES).length - 1 }), fc.nat({ max: 15 }))
  .map(([some, missing]) =>
    (missing > 0 ? Object.keys(PREFIXES) : some)
      .map((prefix) => `@prefix ${prefix}: <${PREFIXES[prefix]}> .`)
      .join('\n'),
  );

const document = fc
  .tuple(header, fc.array(statement, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 40 }))
  .map(([head, statements, odd]) => {
    const text = [head, ...statements].join('\n\n');
    if (odd === 0) return `\ufeff${text.replaceAll('\n', '\r\n')}`;
    if (odd === 1) return text.replaceAll('\n', '\r');
    if (odd === 2) return text.replace(/\s+/g, ' ').replace(/# a comment|# /g, '');
    if (odd === 3) return text.slice(0, Math.floor(text.length / 2));
    return `${text}\n`;
  });

/** One file, or the documents of a folder. */
export const randomInput: fc.Arbitrary<FuzzInput> = fc
  .oneof(
    { weight: 3, arbitrary: document.map((text) => ({ 'one.ttl': text })) },
    { weight: 3, arbitrary: fc.record({ 'feature.ttl': document, 'entities.ttl': document, 'plan.ttl': document }) },
    { weight: 1, arbitrary: fc.record({ 'one.ttl': document, '.shapes': document }) },
  )
  .map((documents: Readonly<Record<string, string>>) => {
    const files = new Map<string, Buffer>();
    for (const [path, text] of Object.entries(documents))
      files.set(path === '.shapes' ? '.specify/shapes/own.ttl' : `${SPEC_FOLDER}/${path}`, Buffer.from(text));
    return {
      kind: 'random',
      files,
      spec: 'one.ttl' in documents ? `${SPEC_FOLDER}/one.ttl` : SPEC_FOLDER,
    };
  });
