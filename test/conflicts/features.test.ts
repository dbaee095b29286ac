// What the features of two sides say together: only what is new, and only what comes of there being two.
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/conflicts/conflict.ts';
import { conflictsOf } from '../../src/conflicts/detect.ts';

const RULE: Rule = {
  id: 'features',
  paths: ['Cargo.toml'],
  selectors: [],
  detector: 'features',
  between: [],
  severity: 'major',
};

const manifest = (features: string, more = 'serde = { version = "1", optional = true }\nlog = "0.4"') =>
  `[dependencies]\n${more}\n\n[target.'cfg(unix)'.dependencies]\nnix = { version = "0.26", optional = true }\n\n[features]\n${features}\n`;

async function found(base: string, ours: string, theirs: string): Promise<readonly string[]> {
  const sides = Object.entries({ ann: ours, bob: theirs }).map(([agent, content], since) => ({
    agent,
    files: new Map([['Cargo.toml', { content, since }]]),
  }));
  const { conflicts } = await conflictsOf({ base: new Map([['Cargo.toml', base]]), sides, rules: [RULE] });
  return conflicts.map(({ message }) => message);
}

describe('features of two sides', () => {
  it.each([
    [
      'that name optional dependencies, for one target too, and features of dependencies',
      'a = []',
      'a = []\nb = ["dep:serde", "nix", "log/std"]',
      'a = []\nc = ["serde?/derive", "nix/fs", "a"]',
    ],
    ['of which one was unknown before', 'a = ["gone"]', 'a = ["gone"]\nb = []', 'a = ["gone"]\nc = []'],
    [
      'that went in a circle before',
      'a = ["b"]\nb = ["a"]',
      'a = ["b"]\nb = ["a"]\nc = []',
      'a = ["b"]\nb = ["a"]\nd = []',
    ],
    ['that were removed on both sides', 'a = []\nb = []', 'a = []', 'a = []\nc = []'],
    [
      'that lead to one another without a circle',
      'a = []\nb = []\nc = []',
      'a = ["b", "c"]\nb = []\nc = []',
      'a = []\nb = ["c"]\nc = []',
    ],
  ])('%s are no conflict', async (_, base, ours, theirs) => {
    expect(await found(manifest(base), manifest(ours), manifest(theirs))).toEqual([]);
  });

  it.each([
    [
      'a = []',
      'a = []\nb = ["dep:log"]',
      'a = []\nc = []',
      'the feature b of ann names dep:log, which neither ann nor bob has in Cargo.toml',
    ],
    [
      'a = []\nb = []',
      'a = []',
      'a = ["b"]\nb = []',
      'the feature a of bob names b, which means nothing after the change of ann in Cargo.toml',
    ],
    [
      'a = []\nb = []',
      'a = ["b"]\nb = []',
      'a = []\nb = ["a"]',
      'the features of ann and bob in Cargo.toml turn themselves on: a → b → a',
    ],
    [
      'a = []',
      'a = ["log"]',
      'a = ["serde"]',
      'ann and bob both changed features.a in Cargo.toml, each in another way',
    ],
  ])('%j, %j, %j: %s', async (base, ours, theirs, message) => {
    expect(await found(manifest(base), manifest(ours), manifest(theirs))).toContain(message);
  });

  it('are no matter where only one side has new ones: what it leaves unknown its own checks find', async () => {
    const theirs = manifest('a = []', 'serde = { version = "2", optional = true }\nlog = "0.4"');
    expect(await found(manifest('a = []'), manifest('a = []\nb = ["nowhere"]'), theirs)).toEqual([]);
  });

  it('meet where one has a feature for what the other makes a dependency that is always there', async () => {
    const theirs = manifest('a = []', 'serde = "1"\nlog = "0.4"');
    expect(await found(manifest('a = []'), manifest('a = []\nb = ["dep:serde"]'), theirs)).toEqual([
      'the feature b of ann names dep:serde, which means nothing after the change of bob in Cargo.toml',
    ]);
  });
});
