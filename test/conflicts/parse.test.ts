// Files that are none, or are too much: they are compared by their lines, and it is said where they cannot be read.
import { describe, expect, it } from 'vitest';
import { conflictsOf } from '../../src/conflicts/detect.ts';
import { parserFor, STRUCTURE_MAX } from '../../src/conflicts/parse.ts';
import { digestOf } from '../../src/conflicts/tree.ts';

async function parsed(path: string, text: string) {
  return (await parserFor([path]))(path, text);
}

const DEEP = 20_000;

describe('a text that cannot be read', () => {
  it.each([
    ['a.toml', 'a = 1\na = 2\n', 2, 1, 'Defining a key multiple times is invalid'],
    ['a.toml', '<<<<<<< ours\na = 1\n', 1, 1, 'Unexpected character'],
    ['a.json', '{\n  "a": 1,\n  "a": 2\n}\n', 3, 3, 'the key "a" stands twice'],
    ['a.json', '{ "a": }', 1, 8, 'ValueExpected'],
    ['a.json', '', 1, 1, 'ValueExpected'],
    ['a.yaml', 'a: 1\nb: 2\na: 3\n', 3, 1, 'the key "a" stands twice'],
    ['a.yaml', 'a: 1\n---\nb: 2\n', 2, 1, 'there are several documents in it'],
    ['a.yaml', 'a: &x\n  b: *x\n', 2, 6, 'the anchor x stands inside itself'],
    ['a.yaml', 'a: *x\n', 1, 4, 'nothing has the anchor x'],
    ['a.yaml', 'a: "b\n', 2, 1, 'Missing closing "quote'],
  ])('%s %j: line %i, column %i', async (path, text, line, column, message) => {
    const found = await parsed(path, text);
    if (found?.ok !== false) throw new Error('it was read');
    expect(found.problem).toMatchObject({ line, column });
    expect(found.problem.message).toContain(message);
  });

  it.each([
    ['a.toml', `a = ${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
    ['a.json', `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
    ['a.json', `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`],
    ['a.yaml', `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
    ['a.yaml', `${'{a: '.repeat(300)}1${'}'.repeat(300)}`],
    ['a.toml', `[${Array.from({ length: 300 }, () => 'a').join('.')}]`],
  ])('is one that is nested too deeply: %s %.10s', async (path, text) => {
    expect(await parsed(path, text)).toMatchObject({ ok: false });
  });

  it('is one that is too long, and its lines are compared all the same', async () => {
    const long = (first: string) => `${first}\n${'# filler\n'.repeat(STRUCTURE_MAX / 9)}`;
    const sides = ['x = 2', 'x = 3'].map((first, since) => ({
      agent: first,
      files: new Map([['a.toml', { content: long(first), since }]]),
    }));
    const { conflicts, notes } = await conflictsOf({ base: new Map([['a.toml', long('x = 1')]]), sides, rules: [] });
    expect(conflicts.map(({ detector, at }) => [detector, at])).toEqual([['lines', null]]);
    expect(notes.map(({ kind }) => kind)).toEqual(['unparsed', 'unparsed', 'unparsed']);
  });
});

describe('two texts mean the same', () => {
  it.each([
    ['a.toml', 'a = 0x10\nb = 1e3\nc = 1979-05-27 07:32:00z', 'c = 1979-05-27T07:32:00Z\nb = 1000.0\na = 16'],
    ['a.toml', '[[p]]\nn = 1\n[[p]]\nn = 2\n[p.q]\nr = 3\n', 'p = [{ n = 1 }, { n = 2, q = { r = 3 } }]'],
    ['a.toml', '[a.b]\nc = "d"\n', "'a'.\"b\".c = '''d'''"],
    ['a.json', '{ "a": 1.0, "b": [1e2] }', '{"b":[100],"a":1}'],
    ['a.yaml', 'a: &x { b: 1 }\nc: *x\n', 'a: {b: 1}\nc:\n  b: 1\n'],
    ['a.yaml', 'a: |\n  b\n  c\n', '"a": "b\\nc\\n"'],
  ])('%s %j and %j', async (path, one, other) => {
    expect(await digest(path, one)).toBe(await digest(path, other));
  });

  it.each([
    ['a.toml', 'a = 1', 'a = 1.0'],
    ['a.toml', 'a = 9007199254740993', 'a = 9007199254740992'],
    ['a.toml', 'a = "1"', 'a = 1'],
    ['a.json', '[9007199254740993]', '[9007199254740992]'],
    ['a.json', '{"__proto__": {"a": 1}}', '{"__proto__": {"a": 2}}'],
    ['a.json', '["a", "b"]', '["a,b"]'],
    ['a.json', '[[], [1]]', '[[1], []]'],
    ['a.yaml', 'a: yes', 'a: true'],
    ['a.yaml', 'a: !secret b', 'a: b'],
    ['a.yaml', 'a:', 'a: ""'],
  ])('and do not: %s %j and %j', async (path, one, other) => {
    expect(await digest(path, one)).not.toBe(await digest(path, other));
  });
});

describe('aliases of aliases', () => {
  it('are read once each, however many things they come to', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`);
    expect(await parsed('a.yaml', ['a0: &a0 [x]', ...rows].join('\n'))).toMatchObject({ ok: true });
  });
});

async function digest(path: string, text: string): Promise<string> {
  const found = await parsed(path, text);
  if (!found?.ok) throw new Error(`not read: ${text}`);
  return digestOf(found.root);
}
