// Patterns of paths, without a folder to look into.
import { describe, expect, it } from 'vitest';
import { pathMatcher } from '../../src/base/wildcard.ts';

describe('a pattern of paths', () => {
  it.each([
    ['Cargo.toml', 'Cargo.toml', true],
    ['Cargo.toml', 'crates/a/Cargo.toml', false],
    ['./Cargo.toml', 'Cargo.toml', true],
    ['crates/*/Cargo.toml', 'crates/a/Cargo.toml', true],
    ['crates/*/Cargo.toml', 'crates/a/b/Cargo.toml', false],
    ['**/Cargo.toml', 'Cargo.toml', true],
    ['**/Cargo.toml', 'crates/a/Cargo.toml', true],
    ['crates/**', 'crates/a/src/lib.rs', true],
    ['crates/**', 'crates', false],
    ['**', 'a', true],
    ['a/**/b/**/c', 'a/b/c', true],
    ['a/**/b/**/c', 'a/x/b/y/z/c', true],
    ['a/**/b/**/c', 'a/x/y/z/c', false],
    ['*.{json,yaml}', 'a.yaml', true],
    ['*', '.hidden', false],
    ['.github/**', '.github/workflows/ci.yml', true],
    ['', 'a', false],
  ])('%j: %j is %s', (pattern, path, fits) => {
    expect(pathMatcher(pattern)(path)).toBe(fits);
  });

  it('with many stars ends', () => {
    expect(pathMatcher(`${'**/'.repeat(40)}x`)(`${'a/'.repeat(200)}b`)).toBe(false);
  });
});
