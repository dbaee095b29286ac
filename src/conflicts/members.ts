// Detector: one side takes a package out of a workspace, or renames it, or takes away a dependency that members inherit, and
// others need it: packages of the other side, or those that were there.
import type { Base, Note, Region, Side } from './conflict.ts';
import {
  contentOf,
  joined,
  NOTHING,
  type Detector,
  type Finding,
  type Found,
  type Pair,
  type Tools,
  type Watched,
} from './detector.ts';
import { editsOf, regionsOf } from './edits.ts';
import { lossesOf, type Loss } from './losses.ts';
import { reachOf } from './selector.ts';
import { dotted, nodeAt, type Node } from './tree.ts';
import { isManifest, workspaceOf, type Need, type Package, type State, type Workspace } from './workspace.ts';

export const members: Detector = {
  name: 'members',
  between: (pair, watched, tools) =>
    joined([
      joined(workspacesIn(pair.base, watched).map((path) => lostBetween(path, pair, watched, tools))),
      flipped(
        joined(
          workspacesIn(pair.base, watched).map((path) =>
            lostBetween(path, { base: pair.base, ours: pair.theirs, theirs: pair.ours }, watched, tools),
          ),
        ),
      ),
    ]),
  alone: (base, side, watched, tools) =>
    joined(workspacesIn(base, watched).map((path) => lostAlone(path, base, side, watched, tools))),
};

function flipped({ findings, notes }: Found): Found {
  return { findings: findings.map((one) => ({ ...one, ours: one.theirs, theirs: one.ours })), notes };
}

function workspacesIn(base: Base, { covers }: Watched): readonly string[] {
  return [...base.keys()].filter((path) => isManifest(path) && covers(path)).sort();
}

interface Known {
  readonly base: Workspace;
  readonly ours: Workspace;
  readonly losses: readonly Loss[];
  readonly state: State;
  readonly notes: readonly Note[];
}

/** What a side took away from a workspace; undefined where it touched no manifest, or there is no workspace. */
function lossesOfSide(path: string, base: Base, side: Side, watched: Watched, tools: Tools): Known | undefined {
  if (![...side.files.keys()].some(isManifest)) return undefined;
  const before = workspaceIn(path, base, undefined, tools);
  const after = workspaceIn(path, base, side, tools);
  if (!before.workspace || !after.workspace) return undefined;
  const losses = lossesOf(path, before.workspace, after.workspace, after.state).filter(
    ({ at }) => watched.selectors.length === 0 || watched.selectors.some((one) => reachOf(one, at) === 'selected'),
  );
  return { base: before.workspace, ours: after.workspace, losses, state: after.state, notes: after.notes };
}

function lostBetween(path: string, { base, ours, theirs }: Pair, watched: Watched, tools: Tools): Found {
  const known = lossesOfSide(path, base, ours, watched, tools);
  if (known === undefined || known.losses.length === 0) return { ...NOTHING, notes: known?.notes ?? [] };
  const other = workspaceIn(path, base, theirs, tools);
  if (!other.workspace) return NOTHING;
  const [before, mine, yours] = [known.base, known.ours, other.workspace].map(packagesByPath) as [
    ByPath,
    ByPath,
    ByPath,
  ];
  const findings = known.losses.flatMap((loss): readonly Finding[] => {
    const needs = (packages: ByPath, at: string): boolean => packages.get(at)?.needs.has(loss.key) ?? false;
    const paths = [...new Set([...mine.keys(), ...yours.keys()])].filter((at) => at !== loss.package?.path);
    const merged = paths.filter((at) => (needs(mine, at) === needs(before, at) ? needs(yours, at) : needs(mine, at)));
    const added = merged.filter((at) => needs(yours, at) && !needs(before, at));
    if (added.length === 0) return [];
    const dependents = namesOf(merged.map((at) => (yours.get(at) ?? mine.get(at))!));
    const needed = added.map((at) => yours.get(at)!.needs.get(loss.key)!);
    const message = `${ours.agent} ${loss.what}, which ${theirs.agent} came to need; ${usedBy(dependents)}`;
    return [
      finding(
        path,
        loss,
        removalOf(path, loss, base, known, tools),
        needed.map((need) => regionOf(need, 'side')),
        message,
        dependents,
      ),
    ];
  });
  return { findings, notes: [...known.notes, ...other.notes] };
}

function lostAlone(path: string, base: Base, side: Side, watched: Watched, tools: Tools): Found {
  const known = lossesOfSide(path, base, side, watched, tools);
  if (known === undefined) return NOTHING;
  const before = packagesByPath(known.base);
  const findings = known.losses.flatMap((loss): readonly Finding[] => {
    const left = known.ours.packages.filter((one) => one.needs.has(loss.key) && one.path !== loss.package?.path);
    const needed = left.flatMap((one) => before.get(one.path)?.needs.get(loss.key) ?? []);
    if (needed.length === 0) return [];
    const dependents = namesOf(left);
    const message = `${side.agent} ${loss.what}; ${usedBy(dependents)}`;
    return [
      finding(
        path,
        loss,
        removalOf(path, loss, base, known, tools),
        needed.map((need) => regionOf(need, 'base')),
        message,
        dependents,
      ),
    ];
  });
  return { findings, notes: known.notes };
}

function finding(
  path: string,
  { at }: Loss,
  ours: readonly Region[],
  theirs: readonly Region[],
  message: string,
  dependents: readonly string[],
): Finding {
  return { path, at, ours, theirs, message, dependents };
}

type ByPath = ReadonlyMap<string, Package>;

function packagesByPath({ packages }: Workspace): ByPath {
  return new Map(packages.map((one) => [one.path, one]));
}

function namesOf(packages: readonly Package[]): readonly string[] {
  return packages.map(({ name }) => name).sort();
}

const NAMES_SHOWN = 5;

function usedBy(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return `used by ${names.length} ${names.length === 1 ? 'package' : 'packages'}: ${shown}${more}`;
}

/** Where the side took it away. */
function removalOf(path: string, loss: Loss, base: Base, { state }: Known, tools: Tools): readonly Region[] {
  const places = loss.places.flatMap((place) => {
    const [before, after] = [rootOf(base, undefined, place.path, tools), state.root(place.path)];
    const edits = editsOf(nodeAt(before, place.at), nodeAt(after, place.at), place.at);
    return edits.length === 0 ? [] : regionsOf(place.path, edits, { at: place.at, before, after });
  });
  return places.length > 0 ? places : [{ path, in: 'side', firstLine: 0, lastLine: 0, at: null, change: 'changed' }];
}

function regionOf({ path, at, node }: Need, where: 'side' | 'base'): Region {
  const change = where === 'base' ? 'unchanged' : 'added';
  return { path, in: where, firstLine: node.firstLine, lastLine: node.lastLine, at: dotted(at), change };
}

interface WorkspaceIn {
  readonly workspace: Workspace | undefined;
  readonly state: State;
  readonly notes: readonly Note[];
}

/** By what it is of: all pairs ask for the same few. */
const workspaces = new WeakMap<Base | Side, Map<string, WorkspaceIn>>();

function workspaceIn(path: string, base: Base, side: Side | undefined, tools: Tools): WorkspaceIn {
  const of = workspaces.get(side ?? base) ?? new Map<string, WorkspaceIn>();
  workspaces.set(side ?? base, of);
  const known = of.get(path);
  if (known) return known;
  const notes: Note[] = [];
  const paths = [...new Set([...base.keys(), ...(side?.files.keys() ?? [])])].filter(isManifest);
  const state: State = { paths, root: (one) => rootOf(base, side, one, tools, notes) };
  const before = side && workspaceIn(path, base, undefined, tools).workspace;
  const made = { workspace: workspaceOf(path, state, before), state, notes };
  of.set(path, made);
  return made;
}

/** A manifest that cannot be read, half written perhaps, is taken to say what it said before. */
function rootOf(base: Base, side: Side | undefined, path: string, { parse }: Tools, notes?: Note[]): Node | undefined {
  const content = contentOf(base, side, path);
  if (typeof content !== 'string') return undefined;
  const parsed = parse(path, content);
  if (parsed === undefined || parsed.ok) return parsed?.root;
  notes?.push({ kind: 'unparsed', agent: side?.agent ?? null, path, ...parsed.problem });
  return side ? rootOf(base, undefined, path, { parse } as Tools) : undefined;
}
