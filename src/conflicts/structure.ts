// Detector: both sides changed the same key, or something in the same selected part, of a TOML, JSON or YAML file.
import {
  joined,
  sharedPaths,
  type Detector,
  type Finding,
  type Found,
  type Pair,
  type Tools,
  type Watched,
} from './detector.ts';
import { regionsOf } from './edits.ts';
import { linesOfPath } from './lines.ts';
import { meetingsOf, type Meeting, type Three } from './meet.ts';
import { knownSets } from './sets.ts';
import { treesOf } from './trees.ts';
import { dotted } from './tree.ts';

export const structure: Detector = {
  name: 'structure',
  between: (pair, watched, tools) =>
    joined(sharedPaths(pair, watched).map((path) => structureOfPath(path, pair, watched.selectors, tools))),
};

function structureOfPath(path: string, pair: Pair, selectors: Watched['selectors'], tools: Tools): Found {
  const trees = treesOf(path, pair, tools);
  if (trees.kind === 'lines') {
    // Whether lines are in the part that is watched cannot be told: then no rule for that part says how grave it is.
    const found = selectors.length > 0 ? [] : linesOfPath(path, pair, tools).findings;
    return { findings: found, notes: trees.notes };
  }
  const meetings = meetingsOf(trees.three, { selectors, sets: knownSets(path) });
  return { findings: meetings.map((meeting) => findingOf(path, pair, meeting)), notes: [] };
}

/** A meeting as a finding: with the places of both sides, and a sentence. */
export function findingOf(path: string, { ours, theirs }: Pair, met: Meeting): Finding {
  const { at, three } = met;
  const regions = {
    ours: regionsOf(path, met.ours, { at, before: three.base, after: three.ours }),
    theirs: regionsOf(path, met.theirs, { at, before: three.base, after: three.theirs }),
  };
  const what = at.length === 0 ? path : `${dotted(at)} in ${path}`;
  return { path, at, ...regions, message: sentence(what, ours.agent, theirs.agent, three) };
}

function sentence(what: string, ours: string, theirs: string, three: Three): string {
  if (three.ours === undefined) return `${ours} removed ${what}, which ${theirs} changed`;
  if (three.theirs === undefined) return `${theirs} removed ${what}, which ${ours} changed`;
  return `${ours} and ${theirs} both ${three.base === undefined ? 'added' : 'changed'} ${what}, each in another way`;
}
