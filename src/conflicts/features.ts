// Detector: both sides changed what one feature turns on, or their features together name what is not there, or go in a circle.
import type { Region } from './conflict.ts';
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
import { editsOf, regionsOf } from './edits.ts';
import { circlesOf, manifestOf, unionOf, unknownUses, type Manifest, type Use } from './feature-union.ts';
import { meetingsOf, type Three } from './meet.ts';
import { selectorOf } from './selector.ts';
import { findingOf } from './structure.ts';
import { treesOf } from './trees.ts';
import { nodeAt, same } from './tree.ts';

/** Cargo's own, where a rule selects nothing. */
const FEATURES = [selectorOf('features.*')];

export const features: Detector = {
  name: 'features',
  between: (pair, watched, tools) =>
    joined(sharedPaths(pair, watched).map((path) => featuresOfPath(path, pair, watched.selectors, tools))),
};

function featuresOfPath(path: string, pair: Pair, selectors: Watched['selectors'], tools: Tools): Found {
  const trees = treesOf(path, pair, tools);
  if (trees.kind === 'lines') return { findings: [], notes: trees.notes };
  const watch = { selectors: selectors.length > 0 ? selectors : FEATURES, sets: [] };
  const met = meetingsOf(trees.three, watch).map((meeting) => findingOf(path, pair, meeting));
  const isCargo = path.split('/').at(-1) === 'Cargo.toml';
  return { findings: isCargo ? [...met, ...ofUnion(path, pair, trees.three)] : met, notes: [] };
}

function ofUnion(path: string, pair: Pair, three: Three): readonly Finding[] {
  const [base, ours, theirs] = [three.base, three.ours, three.theirs].map(manifestOf) as [Manifest, Manifest, Manifest];
  const union = unionOf(base, ours, theirs);
  const bothDefine = [three.ours, three.theirs].every(
    (root) => !same(nodeAt(root, ['features']), nodeAt(three.base, ['features'])),
  );
  // What was unknown before is not about these two; what one of them alone leaves unknown is where both define features,
  // since only then may it expect the other's.
  const before = new Set(unknownUses(base).map(keyOf));
  const alone = new Set([...unknownUses(ours), ...unknownUses(theirs)].map(keyOf));
  const unknown = unknownUses(union)
    .filter((use) => !before.has(keyOf(use)) && (bothDefine || !alone.has(keyOf(use))))
    .map((use) => unknownFinding(path, pair, three, use, alone.has(keyOf(use))));
  const old = new Set(circlesOf(base).map(String));
  const circles = bothDefine ? circlesOf(union).filter((circle) => !old.has(String(circle))) : [];
  return [...unknown, ...circles.map((circle) => circleFinding(path, pair, three, circle))];
}

function keyOf({ feature, member }: Use): string {
  return JSON.stringify([feature, member]);
}

function unknownFinding(path: string, pair: Pair, three: Three, { feature, member }: Use, isAlone: boolean): Finding {
  const at = ['features', feature];
  const oursUses = manifestOf(three.ours).features.get(feature)?.includes(member) ?? false;
  const theirsUses = manifestOf(three.theirs).features.get(feature)?.includes(member) ?? false;
  // Both have it where one of them took away what it names, and the other left alone, or changed, what names it.
  const lacks = unknownUses(manifestOf(three.ours)).some((use) => use.feature === feature && use.member === member);
  const isOurs = oursUses && (!theirsUses || !lacks);
  const [user, other] = isOurs ? [pair.ours.agent, pair.theirs.agent] : [pair.theirs.agent, pair.ours.agent];
  const message = isAlone
    ? `the feature ${feature} of ${user} names ${member}, which neither ${user} nor ${other} has in ${path}`
    : `the feature ${feature} of ${user} names ${member}, which means nothing after the change of ${other} in ${path}`;
  return { path, at, ...regionsAt(path, three, [at]), message };
}

function circleFinding(path: string, { ours, theirs }: Pair, three: Three, circle: readonly string[]): Finding {
  const places = circle.slice(1).map((name) => ['features', name]);
  const message = `the features of ${ours.agent} and ${theirs.agent} in ${path} turn themselves on: ${circle.join(' → ')}`;
  return { path, at: ['features'], ...regionsAt(path, three, places), message };
}

/** What each side has at these places; where it changed none of them, all that it changed in features and dependencies. */
function regionsAt(path: string, three: Three, places: readonly (readonly string[])[]) {
  const of = (side: Three['ours']): readonly Region[] => {
    const here = places.flatMap((at) => editsOf(nodeAt(three.base, at), nodeAt(side, at), at));
    const whole = { at: [], before: three.base, after: side };
    return regionsOf(path, here.length > 0 ? here : editsOf(three.base, side, []), whole);
  };
  return { ours: of(three.ours), theirs: of(three.theirs) };
}
