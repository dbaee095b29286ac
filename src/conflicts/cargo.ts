// What a Cargo manifest says of features and dependencies.
import { entriesOf, nodeAt, textOf, textsOf, type Node } from './tree.ts';

export interface Dependency {
  /** How the manifest calls it, and where it says so. */
  readonly key: string;
  readonly at: readonly string[];
  readonly node: Node;
  /** The package that it is, which a manifest may call otherwise. */
  readonly package: string;
  readonly isOptional: boolean;
  /** A folder beside, given by `path`. */
  readonly isLocal: boolean;
  /** Said in the manifest of the workspace. */
  readonly isInherited: boolean;
}

const KINDS: readonly string[] = ['dependencies', 'dev-dependencies', 'build-dependencies'];

/** The state of every agent holds mostly the same manifests. */
const dependencies = new WeakMap<Node, readonly Dependency[]>();

/** Dependencies of a package, those for one target only among them. */
export function dependenciesOf(root: Node | undefined): readonly Dependency[] {
  if (root === undefined) return [];
  const known = dependencies.get(root) ?? dependenciesAnew(root);
  dependencies.set(root, known);
  return known;
}

function dependenciesAnew(root: Node): readonly Dependency[] {
  const targets = [...entriesOf(nodeAt(root, ['target'])).keys()];
  const places = [[], ...targets.map((target) => ['target', target])];
  return places.flatMap((place) => KINDS.flatMap((kind) => dependenciesAt(root, [...place, kind])));
}

/** Dependencies that members may inherit. */
export function sharedDependenciesOf(root: Node | undefined): readonly Dependency[] {
  return dependenciesAt(root, ['workspace', 'dependencies']);
}

function dependenciesAt(root: Node | undefined, at: readonly string[]): readonly Dependency[] {
  return [...entriesOf(nodeAt(root, at))].map(([key, node]) => ({
    key,
    at: [...at, key],
    node,
    package: textOf(nodeAt(node, ['package'])) ?? key,
    isOptional: isTrue(nodeAt(node, ['optional'])),
    isLocal: nodeAt(node, ['path']) !== undefined,
    isInherited: isTrue(nodeAt(node, ['workspace'])),
  }));
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === 'boolean true';
}

/** What each feature turns on. */
export function featuresOf(root: Node | undefined): ReadonlyMap<string, readonly string[]> {
  return new Map([...entriesOf(nodeAt(root, ['features']))].map(([name, node]) => [name, textsOf(node)]));
}

/** The feature or dependency that a member of a feature names: `serde` of `dep:serde`, `serde?/derive` and `serde/derive`. */
export function namedBy(member: string): { readonly kind: 'feature' | 'dependency'; readonly name: string } {
  if (member.startsWith('dep:')) return { kind: 'dependency', name: member.slice(4) };
  const slash = member.indexOf('/');
  return slash < 0
    ? { kind: 'feature', name: member }
    : { kind: 'dependency', name: member.slice(0, slash).replace(/\?$/, '') };
}
