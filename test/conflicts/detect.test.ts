// Which rule says how grave a conflict is, who is first, and what is compared with what.
import { describe, expect, it } from 'vitest';
import type { Content, Rule, Side } from '../../src/conflicts/conflict.ts';
import { conflictsOf, neededOfBase } from '../../src/conflicts/detect.ts';

const rule = (more: Partial<Rule>): Rule => ({
  id: 'rule',
  paths: ['**'],
  selectors: [],
  detector: 'structure',
  between: [],
  severity: 'major',
  ...more,
});

function agent(name: string, files: Readonly<Record<string, Content>>, since = 1): Side {
  return { agent: name, files: new Map(Object.entries(files).map(([path, content]) => [path, { content, since }])) };
}

const base = new Map([['a.toml', 'x = 1\n\ny = 1\n']]);
const twice = [agent('ann', { 'a.toml': 'x = 2\n\ny = 1\n' }, 5), agent('bob', { 'a.toml': 'x = 3\n\ny = 1\n' }, 4)];

describe('how grave a conflict is', () => {
  it('is what the rule says that watches the place', async () => {
    const { conflicts } = await conflictsOf({ base, sides: twice, rules: [rule({ selectors: ['x'] })] });
    expect(conflicts.map(({ severity, rule: by, at }) => [severity, by, at])).toEqual([['major', 'rule', 'x']]);
  });

  it.each([
    ['no rule watches the path', rule({ paths: ['b.toml'] })],
    ['no rule watches the place', rule({ selectors: ['y'] })],
    ['the rule is between others', rule({ between: ['ann', 'eve'] })],
  ])('is minor where %s', async (_, other) => {
    const { conflicts } = await conflictsOf({ base, sides: twice, rules: [other] });
    expect(conflicts.map(({ severity, rule: by }) => [severity, by])).toEqual([['minor', null]]);
  });

  it('is the graver of two rules for one place, and the place is one conflict', async () => {
    const rules = [
      rule({ id: 'mild', severity: 'minor' }),
      rule({ id: 'grave', detector: 'lines', severity: 'critical' }),
    ];
    const { conflicts } = await conflictsOf({ base, sides: twice, rules });
    expect(conflicts.map(({ severity, rule: by }) => [severity, by])).toEqual([['critical', 'grave']]);
  });

  it('comes first in the order', async () => {
    const files = (value: number) => ({ 'a.toml': `x = ${value}\n\ny = ${value}\n` });
    const sides = [agent('ann', files(2)), agent('bob', files(3))];
    const { conflicts } = await conflictsOf({ base, sides, rules: [rule({ selectors: ['y'], severity: 'critical' })] });
    expect(conflicts.map(({ at }) => at)).toEqual(['y', 'x']);
  });
});

describe('who is first', () => {
  it('is who changed the file first, wherever it stands among the agents', async () => {
    const { conflicts } = await conflictsOf({ base, sides: twice, rules: [] });
    expect(conflicts[0]!.stakes.map((stake) => stake.agent)).toEqual(['bob', 'ann']);
  });
});

describe('of three agents', () => {
  it('each two are compared, and who changed nothing there is in no conflict', async () => {
    const sides = [
      ...twice,
      agent('eve', { 'a.toml': 'x = 1\n\ny = 2\n' }),
      agent('fay', { 'a.toml': 'x = 4\n\ny = 3\n' }),
    ];
    const { conflicts } = await conflictsOf({ base, sides, rules: [] });
    const met = conflicts.map(({ at, stakes: [one, other] }) => `${at}: ${one.agent},${other.agent}`);
    expect(met.sort()).toEqual(['x: bob,ann', 'x: fay,ann', 'x: fay,bob', 'y: eve,fay']);
  });
});

describe('a file that was not read', () => {
  it('is in conflict where both sides hold something else, and not where they hold the same', async () => {
    const before = new Map([['logo.png', { id: '0' }]]);
    const both = async (id: string) =>
      (
        await conflictsOf({
          base: before,
          sides: [agent('ann', { 'logo.png': { id: '1' } }), agent('bob', { 'logo.png': { id } })],
          rules: [],
        })
      ).conflicts;
    expect((await both('2')).map(({ message }) => message)).toEqual([
      'ann and bob both changed logo.png, which is binary or too large to be looked into',
    ]);
    expect(await both('1')).toEqual([]);
  });
});

describe('a package that is gone', () => {
  const crate = (name: string, more = '') => `[package]\nname = "${name}"\n${more}`;
  const needs = '[dependencies]\nutils = { path = "../utils" }\n';
  const before = new Map([
    ['Cargo.toml', '[workspace]\nmembers = ["crates/*"]\n'],
    ['crates/utils/Cargo.toml', crate('utils')],
    ['crates/core/Cargo.toml', crate('core', needs)],
  ]);
  const watching = [
    rule({ paths: ['Cargo.toml'], detector: 'members', severity: 'critical', between: ['ann', 'bob'] }),
  ];
  const found = async (...sides: readonly Side[]) =>
    (await conflictsOf({ base: before, sides, rules: watching })).conflicts.map(({ stakes, message }) => [
      stakes.map((stake) => stake.agent),
      message,
    ]);
  const gone = { 'crates/utils/Cargo.toml': null };

  it('is reported of one agent alone, once, however many others there are', async () => {
    const others = [agent('bob', { 'a.md': 'x' }), agent('eve', { 'b.md': 'x' })];
    expect(await found(agent('ann', gone), ...others)).toEqual([
      [['ann', null], 'ann removed the package utils; used by 1 package: core'],
    ]);
  });

  it('is not reported of an agent that the rule does not name, nor where both took it away with its uses', async () => {
    expect(await found(agent('eve', gone))).toEqual([]);
    const all = { ...gone, 'crates/core/Cargo.toml': crate('core') };
    expect(await found(agent('ann', all), agent('bob', all))).toEqual([]);
  });

  it('is taken to be there while its manifest is half written', async () => {
    const half = agent('ann', { 'crates/utils/Cargo.toml': '[package]\nname = "ut' });
    const { conflicts, notes } = await conflictsOf({ base: before, sides: [half], rules: watching });
    expect(conflicts).toEqual([]);
    expect(notes).toEqual([
      {
        kind: 'unparsed',
        agent: 'ann',
        path: 'crates/utils/Cargo.toml',
        line: 2,
        column: 11,
        message: 'Unterminated string constant',
      },
    ]);
  });

  it('is known from manifests that nobody changed: they are asked for where a rule watches members, and only then', () => {
    const paths = ['Cargo.toml', 'src/main.rs', 'crates/core/Cargo.toml', 'web/package.json'];
    expect(neededOfBase(watching, paths)).toEqual(['Cargo.toml', 'crates/core/Cargo.toml', 'web/package.json']);
    expect(neededOfBase([rule({})], paths)).toEqual([]);
  });
});
