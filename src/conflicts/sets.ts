// Lists of well-known files in which order and repetition say nothing: two that each put something in do not meet.
import { pathMatcher } from '../base/wildcard.ts';
import { selectorOf, type Selector } from './selector.ts';

const SETS: readonly (readonly [pattern: string, selectors: readonly string[]])[] = [
  [
    '**/Cargo.toml',
    [
      'workspace.members',
      'workspace.default-members',
      'workspace.exclude',
      'features.*',
      '**.dependencies.*.features',
      '**.dev-dependencies.*.features',
      '**.build-dependencies.*.features',
      'package.keywords',
      'package.categories',
      'package.include',
      'package.exclude',
    ],
  ],
  ['**/Cargo.lock', ['package']],
  ['**/package.json', ['workspaces', 'workspaces.packages', 'keywords', 'files', 'bundleDependencies']],
  ['**/pnpm-workspace.yaml', ['packages']],
  [
    '**/pyproject.toml',
    ['project.dependencies', 'project.optional-dependencies.*', 'dependency-groups.*', 'project.keywords'],
  ],
];

const COMPILED = SETS.map(([pattern, selectors]) => ({
  covers: pathMatcher(pattern),
  selectors: selectors.map(selectorOf),
}));

export function knownSets(path: string): readonly Selector[] {
  return COMPILED.flatMap(({ covers, selectors }) => (covers(path) ? selectors : []));
}
