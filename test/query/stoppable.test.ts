// A question that was given up does nothing any more, and no regular expression holds the program.
import { setImmediate as turn } from 'node:timers/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ask } from '../../src/query/ask.ts';
import { stepsAtMost } from '../../src/query/stoppable.ts';
import { graphsOf } from '../derive/small.ts';

const many = graphsOf(Array.from({ length: 300 }, (_, i) => `:n${i} sx:order ${i} .`).join('\n'));
const TRIPLES = '?a sx:order ?x . ?b sx:order ?y . ?c sx:order ?z . FILTER(REGEX(STR(?x + ?y + ?z), "^-7$"))';

// Loading the engine takes longer than the questions may.
beforeAll(() => ask(many, 'ASK { ?s ?p ?o }'));

describe('a question that is given up', () => {
  it.each([
    ['an ASK', `ASK { ${TRIPLES} }`],
    ['a SELECT', `SELECT ?a { ${TRIPLES} }`],
    ['a count', `SELECT (COUNT(*) AS ?n) { ${TRIPLES} }`],
    ['an order', `SELECT ?a { ${TRIPLES.replace('^-7$', '.')} } ORDER BY ?a`],
    ['an ASK about what there is not', `ASK { ?n sx:order ?i FILTER NOT EXISTS { ${TRIPLES} } }`],
    ['a CONSTRUCT', `CONSTRUCT { ?a a ?b } { ${TRIPLES} }`],
  ])('does nothing any more: %s', async (_, query) => {
    const tests = vi.spyOn(RegExp.prototype, 'test');
    try {
      const answer = await ask(many, query, { limitMs: 300 });
      expect(answer).toMatchObject({ ok: false, diagnostics: [{ code: 'query/time-limit' }] });
      expect(tests.mock.calls.length, 'the query never came to its filter').toBeGreaterThan(0);
      for (let i = 0; i < 10; i++) await turn();
      const before = tests.mock.calls.length;
      for (let i = 0; i < 50; i++) await turn();
      expect(tests.mock.calls.length).toBe(before);
    } finally {
      tests.mockRestore();
    }
  });
});

const text = `${'a'.repeat(60)}!`;

describe('a regular expression', () => {
  it.each([
    ['REPLACE', `SELECT (REPLACE(?t, "(a|a)*$", "b") AS ?r) { BIND("${text}" AS ?t) }`, '"(a|a)*$"'],
    ['REGEX, where no match is "yes"', `ASK { BIND("${text}" AS ?t) FILTER(!REGEX(?t, "^(A+)+$", "i")) }`, '"^(A+)+$"'],
  ])(
    'that would not end is ended, and named: %s',
    async (_, query, pattern) => {
      const answer = await ask(many, query);
      expect(answer).toMatchObject({
        ok: false,
        diagnostics: [{ code: 'query/time-limit', exit: 2, message: expect.stringContaining(pattern) as string }],
      });
    },
    20_000,
  );

  it.each([
    ['a repeated group', 'ASK { FILTER(REGEX("abab", "^(ab)+$")) }', true],
    ['a repeated group that does not match', 'ASK { FILTER(REGEX("aba", "^(ab)+$")) }', false],
    ['flags', 'ASK { FILTER(REPLACE("aXbX", "(x)+", "-", "i") = "a-b-") }', true],
  ])('that ends says what it says: %s', async (_, query, value) => {
    expect(await ask(many, query)).toEqual({ ok: true, value: { kind: 'boolean', value } });
  });

  it.each([
    ['^abc$', 100, 101],
    ['a+b', 9, 100],
    ['a|b', 9, 20],
    ['(a+)+', 1, Infinity],
    ['(ab) {2}', 1, Infinity],
  ])('of the form %s takes on %i characters at most %d steps', (pattern, length, steps) => {
    expect(stepsAtMost(pattern, length)).toBe(steps);
  });
});
