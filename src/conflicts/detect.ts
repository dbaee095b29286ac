// Compares the changes of all agents, pair by pair, under the rules: which conflicts there are, and how grave each is.
import { pathMatcher } from '../base/wildcard.ts';
import type { Base, Comparison, Conflict, Note, Rule, Severity, Side } from './conflict.ts';
import { type Detector, type Finding, type Pair, type Tools, type Watched } from './detector.ts';
import { features } from './features.ts';
import { lineDiffer } from './hunks.ts';
import { lines } from './lines.ts';
import { members } from './members.ts';
import { overlap, type Graded } from './overlap.ts';
import { parserFor } from './parse.ts';
import { selectorOf } from './selector.ts';
import { sharedLinesNotes } from './shared-lines.ts';
import { structure } from './structure.ts';
import { dotted } from './tree.ts';
import { isManifest } from './workspace.ts';

const DETECTORS: Readonly<Record<Rule['detector'], Detector>> = { structure, features, members, lines };

const GRADES: Readonly<Record<Severity, number>> = { critical: 0, major: 1, minor: 2 };

export interface Comparing {
  /** Every file that some side changed, and those of `neededOfBase`, as they were. */
  readonly base: Base;
  readonly sides: readonly Side[];
  readonly rules: readonly Rule[];
}

/** Files of the base that the rules ask for, beside those that somebody changed: the manifests of a workspace. */
export function neededOfBase(rules: readonly Rule[], paths: Iterable<string>): readonly string[] {
  return rules.some(({ detector }) => detector === 'members') ? [...paths].filter(isManifest) : [];
}

/** A rule with its patterns read; the last one watches everything, where no rule found the same. */
interface Compiled extends Watched {
  readonly rule: Rule | null;
  readonly detector: Detector;
}

export async function conflictsOf({ base, sides, rules }: Comparing): Promise<Comparison> {
  const paths = new Set([...base.keys(), ...sides.flatMap(({ files }) => [...files.keys()])]);
  const tools: Tools = { parse: await parserFor(paths), differ: await lineDiffer() };
  const watching = [...rules.map(compiled), { rule: null, detector: structure, covers: () => true, selectors: [] }];
  const conflicts: Conflict[] = [];
  const notes = new Map<string, Note>();
  const take = (note: Note): unknown => notes.set(JSON.stringify(note), note);
  for (const [index, ours] of sides.entries())
    for (const theirs of sides.slice(index + 1)) {
      const pair = { base, ours, theirs };
      const found = graded(pair, watching, tools, take);
      for (const one of found) conflicts.push(conflictOf(one, pair));
      sharedLinesNotes(pair, new Set(found.map(({ finding }) => finding.path)), tools).forEach(take);
    }
  const ofOne = sides.flatMap((side) => alone(base, side, watching, tools, take, conflicts));
  return { conflicts: inOrder([...conflicts, ...ofOne]), notes: [...notes.values()] };
}

function compiled(rule: Rule): Compiled {
  const patterns = rule.paths.map(pathMatcher);
  return {
    rule,
    detector: DETECTORS[rule.detector],
    covers: (path) => patterns.some((matches) => matches(path)),
    selectors: rule.selectors.map(selectorOf),
  };
}

function concerns({ rule }: Compiled, agents: readonly string[]): boolean {
  return rule === null || rule.between.length === 0 || agents.every((agent) => rule.between.includes(agent));
}

/** What is found between two, each thing once: of several rules that found it, by the gravest, and of those the first. */
function graded(
  pair: Pair,
  watching: readonly Compiled[],
  tools: Tools,
  take: (note: Note) => unknown,
): readonly Graded[] {
  const all = watching
    .filter((one) => concerns(one, [pair.ours.agent, pair.theirs.agent]))
    .flatMap((one) => {
      const { findings, notes } = one.detector.between(pair, one, tools);
      notes.forEach(take);
      return findings.map((finding): Graded => ({ finding, rule: one.rule, detector: detectorOf(one, finding) }));
    })
    .sort((a, b) => gradeOf(a.rule) - gradeOf(b.rule));
  const kept = new Map<string, Graded[]>();
  for (const one of all) {
    const here = kept.get(one.finding.path) ?? [];
    kept.set(one.finding.path, here);
    if (!here.some((other) => other.rule !== one.rule && overlap(other.finding, one.finding))) here.push(one);
  }
  return [...kept.values()].flat();
}

/** Where the structure of a file could not be read, its lines were compared. */
function detectorOf({ detector }: Compiled, { at }: Finding): Rule['detector'] {
  return detector.name === 'structure' && at === null ? 'lines' : detector.name;
}

/** No rule comes after all rules. */
function gradeOf(rule: Rule | null): number {
  return rule === null ? 3 : GRADES[rule.severity];
}

function alone(
  base: Base,
  side: Side,
  watching: readonly Compiled[],
  tools: Tools,
  take: (note: Note) => unknown,
  known: readonly Conflict[],
): readonly Conflict[] {
  return watching
    .filter((one) => one.detector.alone !== undefined && concerns(one, [side.agent]))
    .flatMap((one) => {
      const found = one.detector.alone!(base, side, one, tools);
      found.notes.forEach(take);
      return found.findings.map((finding) =>
        conflictOf({ finding, rule: one.rule, detector: one.detector.name }, { base, ours: side, theirs: null }),
      );
    })
    .filter((one) => !known.some((other) => saysMore(other, one)));
}

/** A conflict with another agent counts those whom the base has, too. */
function saysMore(pairwise: Conflict, one: Conflict): boolean {
  const [{ agent, regions }] = one.stakes;
  return (
    pairwise.path === one.path &&
    pairwise.rule === one.rule &&
    pairwise.dependents.length >= one.dependents.length &&
    pairwise.stakes.some((stake) => stake.agent === agent && JSON.stringify(stake.regions) === JSON.stringify(regions))
  );
}

function conflictOf(
  { finding, rule, detector }: Graded,
  { ours, theirs }: Omit<Pair, 'theirs'> & { readonly theirs: Side | null },
): Conflict {
  const { path, at, message, dependents = [] } = finding;
  const mine = { agent: ours.agent, regions: finding.ours };
  const yours = { agent: theirs?.agent ?? null, regions: finding.theirs };
  const since = (side: Side, regions: Finding['ours']): number =>
    Math.min(...regions.map((region) => side.files.get(region.path)?.since ?? Infinity));
  const isLater = theirs !== null && since(theirs, finding.theirs) < since(ours, finding.ours);
  return {
    detector,
    path,
    at: at === null ? null : dotted(at),
    stakes: isLater ? [yours, mine] : [mine, yours],
    severity: rule?.severity ?? 'minor',
    rule: rule?.id ?? null,
    message,
    dependents,
  };
}

/** The gravest first, then by place, so that two comparisons of the same say the same. */
function inOrder(conflicts: readonly Conflict[]): readonly Conflict[] {
  const keyed = conflicts.map((one) => {
    const { severity, path, at, stakes, message } = one;
    return { one, key: JSON.stringify([GRADES[severity], path, at, stakes.map(({ agent }) => agent), message]) };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
}
