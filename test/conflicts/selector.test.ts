// Which places of a file a selector selects.
import { describe, expect, it } from 'vitest';
import { reachOf, selectorOf } from '../../src/conflicts/selector.ts';

describe('a selector', () => {
  it.each([
    ['tasks.*', 'tasks', 'above'],
    ['tasks.*', 'tasks check', 'selected'],
    ['tasks.*', 'tasks check args', 'beside'],
    ['tasks.*', 'env', 'beside'],
    ['workspace.members', '', 'above'],
    ['workspace.members', 'workspace members', 'selected'],
    ['**.features', 'features', 'selected'],
    ['**.features', 'dependencies serde features', 'selected'],
    ['**.features', 'dependencies serde', 'above'],
    ['target."cfg(unix)".dependencies.*', 'target cfg(unix) dependencies nix', 'selected'],
    ['exports."./a.js"', 'exports ./a.js', 'selected'],
    ['a."b\\"c"', 'a b"c', 'selected'],
    ['"*"', '*', 'selected'],
    ['"*"', 'a', 'beside'],
    ['a."b', 'a "b', 'selected'],
    ['**', 'a b', 'selected'],
  ])('%s: %s is %s', (text, at, reach) => {
    expect(reachOf(selectorOf(text), at === '' ? [] : at.split(' '))).toBe(reach);
  });

  it('ends in [] where what it selects is a set', () => {
    expect(selectorOf('workspace.members[]')).toEqual({ ...selectorOf('workspace.members'), isSet: true });
    expect(selectorOf('workspace.members').isSet).toBe(false);
  });
});
