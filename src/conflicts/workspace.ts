// The packages of a workspace, and who needs whom, as the manifests of one state of the files say: Cargo's, npm's and pnpm's.
import { pathMatcher } from '../base/wildcard.ts';
import { dependenciesOf, sharedDependenciesOf } from './cargo.ts';
import { entriesOf, nodeAt, textOf, textsOf, type Node } from './tree.ts';

/** The files of one state: what each manifest holds, where it can be read. */
export interface State {
  readonly paths: readonly string[];
  readonly root: (path: string) => Node | undefined;
}

export interface Need {
  /** The manifest that says so, and where. */
  readonly path: string;
  readonly at: readonly string[];
  readonly node: Node;
}

export interface Package {
  readonly name: string;
  readonly path: string;
  /** Each package, or dependency of the workspace, that it needs, by the key of that. */
  readonly needs: ReadonlyMap<string, Need>;
}

export interface Workspace {
  /** Members by name. */
  readonly members: ReadonlyMap<string, Package>;
  /** What members inherit, by the name they call it. */
  readonly shared: ReadonlyMap<string, Need>;
  /** Every package below, a member or not: one that is no member any more needs what it needs. */
  readonly packages: readonly Package[];
  /** Where the members are listed. */
  readonly listedAt: readonly string[];
  /** Where packages are left out, if they are. */
  readonly excluded: (path: string) => boolean;
}

/** Keys of what can be needed: a package of the workspace, or a dependency that is said there for all. */
export const memberKey = (name: string): string => `package ${name}`;
export const sharedKey = (name: string): string => `shared ${name}`;

const MANIFESTS: Readonly<Record<string, string>> = {
  'Cargo.toml': 'Cargo.toml',
  'package.json': 'package.json',
  'pnpm-workspace.yaml': 'package.json',
};

/** Whether a path is a manifest that says something of a workspace. */
export function isManifest(path: string): boolean {
  return Object.hasOwn(MANIFESTS, nameOf(path));
}

/** The workspace that a manifest declares; where it declares none, undefined, or one without members if it did before. */
export function workspaceOf(path: string, state: State, before?: Workspace): Workspace | undefined {
  const root = state.root(path);
  const listedAt = listOf(nameOf(path), root) ?? before?.listedAt;
  if (listedAt === undefined) return undefined;
  const folder = path.slice(0, -nameOf(path).length);
  const manifest = MANIFESTS[nameOf(path)]!;
  const listed = textsOf(nodeAt(root, listedAt)).map((pattern) => pattern.replace(/\/+$/, ''));
  const without = [
    ...(manifest === 'Cargo.toml' ? textsOf(nodeAt(root, ['workspace', 'exclude'])) : []),
    ...listed.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)),
  ].map((pattern) => pattern.replace(/\/+$/, ''));
  const inside = listed.filter((pattern) => !pattern.startsWith('!')).map(pathMatcher);
  // Cargo leaves out whole folders, with all that is in them.
  const outside = without.flatMap((pattern) => [pathMatcher(pattern), pathMatcher(`${pattern}/**`)]);
  const excluded = (one: string): boolean => outside.some((test) => test(folderOf(one, folder, manifest)));
  const below = state.paths.filter((one) => nameOf(one) === manifest && one.startsWith(folder));
  const shared = new Map(sharedDependenciesOf(root).map((one) => [one.key, one]));
  const packages = below.flatMap((one) => packageOf(one, state.root(one), shared) ?? []);
  const isMember = (one: string): boolean =>
    one === `${folder}${manifest}` || (inside.some((test) => test(folderOf(one, folder, manifest))) && !excluded(one));
  return {
    members: new Map(packages.filter((one) => isMember(one.path)).map((one) => [one.name, one])),
    shared: new Map([...shared].map(([key, { at, node }]) => [key, { path, at, node }])),
    packages,
    listedAt,
    excluded,
  };
}

function listOf(name: string, root: Node | undefined): readonly string[] | undefined {
  if (name === 'Cargo.toml') return nodeAt(root, ['workspace']) ? ['workspace', 'members'] : undefined;
  if (name === 'pnpm-workspace.yaml') return nodeAt(root, ['packages']) ? ['packages'] : undefined;
  const workspaces = nodeAt(root, ['workspaces']);
  if (name !== 'package.json' || workspaces === undefined) return undefined;
  return workspaces.kind === 'table' ? ['workspaces', 'packages'] : ['workspaces'];
}

function packageOf(
  path: string,
  root: Node | undefined,
  shared: ReadonlyMap<string, { readonly package: string; readonly isLocal: boolean }>,
): Package | undefined {
  const needs = new Map<string, Need>();
  if (nameOf(path) === 'Cargo.toml') {
    const name = textOf(nodeAt(root, ['package', 'name']));
    if (name === undefined) return undefined;
    for (const { key, at, node, isInherited, isLocal, ...own } of dependenciesOf(root)) {
      const from = isInherited ? shared.get(key) : { package: own.package, isLocal };
      if (isInherited) needs.set(sharedKey(key), { path, at, node });
      // Without a path it is a package of that name from a registry.
      if (from?.isLocal) needs.set(memberKey(from.package), { path, at, node });
    }
    return { name, path, needs };
  }
  const name = textOf(nodeAt(root, ['name']));
  if (name === undefined) return undefined;
  for (const kind of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'])
    for (const [key, node] of entriesOf(nodeAt(root, [kind])))
      needs.set(memberKey(key), { path, at: [kind, key], node });
  return { name, path, needs };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a package, from the folder of the workspace. */
function folderOf(path: string, folder: string, manifest: string): string {
  return path.slice(folder.length, -manifest.length - 1);
}
