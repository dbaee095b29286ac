import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/evidence/json.ts';
import { checkJson } from '../../src/evidence/schema.ts';
import { placeText } from '../../src/evidence/schema-message.ts';

async function messages(schema: unknown, value: Json): Promise<string[]> {
  const found = await checkJson(typeof schema === 'string' ? schema : JSON.stringify(schema), value, 'it');
  return found.ok ? [] : found.diagnostics.map((one) => `${one.code.slice('evidence/'.length)}: ${one.message}`);
}

describe('a JSON Schema', () => {
  it.each([
    'https://json-schema.org/draft/2020-12/schema',
    'https://json-schema.org/draft/2019-09/schema',
    'http://json-schema.org/draft-07/schema#',
    'http://json-schema.org/draft-06/schema#',
    undefined,
  ])('of draft %s accepts what fits and refuses what does not', async ($schema) => {
    const schema = {
      $schema,
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' } },
      required: ['at'],
    };
    expect(await messages(schema, { at: '2026-11-22T15:30:00Z' })).toEqual([]);
    expect(await messages(schema, { at: 'today' })).toEqual([
      'schema-mismatch: It does not fit its schema at at: it must match format "date-time", and is "today"',
    ]);
  });

  it('names each place that does not fit, with the nearest right word', async () => {
    const schema = {
      type: 'object',
      required: ['name', 'count'],
      properties: {
        name: { type: 'string' },
        count: { type: ['integer', 'null'] },
        level: { enum: ['minor', 'major'] },
        list: { items: { const: 1 } },
      },
      additionalProperties: false,
    };
    expect(await messages(schema, { nmae: 'x', count: 1.5, level: 'mayor', list: [1, 2], 'a/b': {} })).toEqual([
      'schema-mismatch: It does not fit its schema: "name" is missing; did you mean it by "nmae"?',
      'schema-mismatch: It does not fit its schema: "nmae" is not allowed; did you mean "name"?',
      'schema-mismatch: It does not fit its schema: "a/b" is not allowed',
      'schema-mismatch: It does not fit its schema at count: it should be an integer or a null, and is 1.5',
      'schema-mismatch: It does not fit its schema at level: it should be one of "minor", "major", and is "mayor"; did you mean "major"? (and 1 more)',
    ]);
  });

  it.each<[string, unknown, string]>([
    ['is no JSON', '{', 'The schema is not JSON that can be kept'],
    [
      'has an unknown draft',
      { $schema: 'http://json-schema.org/draft-04/schema#' },
      'its draft "http://json-schema.org/draft-04/schema#" is not known; known are 2020-12, 2019-09, 07 and 06',
    ],
    [
      'refers elsewhere',
      { $ref: 'https://example.org/s.json' },
      'it refers to https://example.org/s.json, which is not in it, and nothing is fetched',
    ],
    ['refers to a file', { $ref: 'file:///etc/passwd' }, 'which is not in it, and nothing is fetched'],
    ['has a type that is none', { type: 'nmber' }, 'schema is invalid'],
    ['has a pattern that is none', { pattern: '(' }, 'Invalid regular expression'],
    ['has an identifier that cannot be resolved', { $id: 'urn:x', $ref: 'y' }, 'it'],
    ['is no schema at all', 7, 'schema must be object or boolean'],
    ['answers by promise', { $async: true }, '`$async` is not JSON Schema'],
    ['refers to itself without end', { $ref: '#' }, 'it refers to itself without end'],
  ])('that %s is a finding, not an exception', async (_, schema, reason) => {
    const [message] = await messages(schema, {});
    expect(message).toMatch(/^bad-schema: It cannot be checked: its JSON Schema is unsound: /);
    expect(message).toContain(reason);
  });

  it('of `false` refuses everything, of `true` nothing', async () => {
    expect(await messages('true', {})).toEqual([]);
    expect(await messages('false', {})).toHaveLength(1);
  });
});

describe('a place', () => {
  it('is written as in JavaScript', () => {
    expect(['', '/a/0/b', '/a~1b/c~0d', '/0'].map(placeText)).toEqual(['', 'a[0].b', '["a/b"]["c~d"]', '[0]']);
  });

  it('whose pattern would not end on a value is given up, and the pattern named', async () => {
    const schema = {
      type: 'object',
      properties: { id: { pattern: '^[a-z]+$' }, name: { pattern: '^(a+)+$' } },
      patternProperties: { '^x-': {} },
    };
    expect(await messages(schema, { id: 'a', name: 'aaa' })).toEqual([]);
    expect(await messages(schema, { name: `${'a'.repeat(60)}!` })).toEqual([
      'check-over-time: It could not be held against its schema within 5 s; its patterns are "^(a+)+$", "^[a-z]+$", "^x-"',
    ]);
  }, 20_000);
});
