// What a side took away from a workspace, and how.
import { memberKey, sharedKey, type Package, type State, type Workspace } from './workspace.ts';

export interface Loss {
  /** As packages need it. */
  readonly key: string;
  /** The package as it was; undefined for a dependency that members inherit. */
  readonly package: Package | undefined;
  /** What the rule watches: the list of members, or the dependency. */
  readonly at: readonly string[];
  /** Where it may have been done. */
  readonly places: readonly { readonly path: string; readonly at: readonly string[] }[];
  /** Half a sentence: who does it comes before. */
  readonly what: string;
}

export function lossesOf(path: string, before: Workspace, after: Workspace, state: State): readonly Loss[] {
  const packages = [...before.members.values()]
    .filter(({ name }) => !after.members.has(name))
    .map((one) => lossOf(path, one, before, after, state));
  const shared = [...before.shared]
    .filter(([key]) => !after.shared.has(key))
    .map(([key, { at }]): Loss => ({
      key: sharedKey(key),
      package: undefined,
      at,
      places: [{ path, at }],
      what: `took the dependency ${key} out of ${path}`,
    }));
  return [...packages, ...shared];
}

function lossOf(path: string, lost: Package, before: Workspace, after: Workspace, state: State): Loss {
  const { name } = lost;
  const of = { key: memberKey(name), package: lost, at: before.listedAt };
  const inside = after.packages.find((one) => one.path === lost.path);
  const places = [
    { path, at: before.listedAt },
    { path, at: ['workspace', 'exclude'] },
  ];
  if (state.root(lost.path) === undefined)
    return { ...of, places: [{ path: lost.path, at: [] }], what: `removed the package ${name}` };
  if (inside !== undefined && inside.name !== name) {
    const nameAt = lost.path.endsWith('Cargo.toml') ? ['package', 'name'] : ['name'];
    return { ...of, places: [{ path: lost.path, at: nameAt }], what: `renamed the package ${name} to ${inside.name}` };
  }
  const how = after.excluded(lost.path) && !before.excluded(lost.path) ? 'excluded' : 'took';
  return {
    ...of,
    places,
    what:
      how === 'took'
        ? `took the package ${name} out of the workspace`
        : `excluded the package ${name} from the workspace`,
  };
}
