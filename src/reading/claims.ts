// Claims of how many things of a kind the specification has: "All 6 success metrics defined", "5+ identified risks". A count of
// some of them ("All 4 Phase 1 gates passed", "top 5 crates", "5 agents complete") claims nothing of the whole.
import { namedNode } from '../vocabulary/factory.ts';
import { boolean, integer } from '../vocabulary/literals.ts';
import { xsd } from '../vocabulary/borrowed.ts';
import { read } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Lexicon } from './lexicon.ts';
import type { Value } from './values.ts';
import { stem } from './words.ts';

const LENGTH_MAX = 300;
const NOUN_WORDS_MAX = 3;

/** What is done with all of a kind when a specification is written; passed, complete or done are said of a part of a run. */
const SPECIFIED: ReadonlySet<string> = new Set([
  'defined',
  'identified',
  'documented',
  'assigned',
  'listed',
  'specified',
  'described',
  'declared',
  'enumerated',
  'catalogued',
  'cataloged',
  'registered',
  'mapped',
  'covered',
]);

/** What follows says of which part: "10 tasks assigned to each agent", "3 risks identified in review". */
const NARROWING: ReadonlySet<string> = new Set(
  'per each every for to in by of at on from within during under before after'.split(' '),
);

const COUNTED = /(^\s*|\ball\s+(?:of\s+)?(?:the\s+)?)(\d{1,5})(\+?)\s+(\p{L}[\p{L} -]*)/giu;

export interface Claim {
  readonly count: number;
  readonly atLeast: boolean;
  /** IRI of the kind. */
  readonly ofKind: string;
}

/** The claims that a text makes about the whole of a specification. */
export function claimsIn(text: string, lexicon: Lexicon): Claim[] {
  if (text.length > LENGTH_MAX) return [];
  const claims: Claim[] = [];
  for (const found of text.matchAll(COUNTED)) {
    const [whole, before, digits, plus, phrase] = found;
    const after = text.slice(found.index + whole.length);
    // "All 4 Phase 1 gates", "5 gates defined in phase 2": a number after narrows it.
    if (/^\s*\d/.test(after)) continue;
    const words = phrase!
      .toLowerCase()
      .trim()
      .split(/[\s-]+/);
    const specified = SPECIFIED.has(words[0]!);
    const ofKind = kindAt(words, specified ? 1 : 0, Number(digits), lexicon);
    if (!ofKind) continue;
    const next = words[ofKind.end];
    const all = before!.trim() !== '' && next === undefined && /^\s*(?:$|[,.;)])/.test(after);
    if (!specified && !all && !(next !== undefined && SPECIFIED.has(next))) continue;
    const then = words[ofKind.end + (specified ? 0 : 1)];
    if (before!.trim() === '' && then !== undefined && NARROWING.has(then)) continue;
    claims.push({ count: Number(digits), atLeast: plus === '+', ofKind: ofKind.kind });
  }
  return claims;
}

/** The kind that the words from there name, the longest name first; more than one thing is named in the plural. */
function kindAt(words: readonly string[], from: number, count: number, lexicon: Lexicon) {
  for (let end = Math.min(words.length, from + NOUN_WORDS_MAX); end > from; end--) {
    const last = words[end - 1]!;
    if (count !== 1 && !last.endsWith('s') && stem(last) === last) continue;
    const kind = lexicon.kindExactly(words.slice(from, end));
    if (kind !== undefined) return { kind, end };
  }
  return undefined;
}

const TEXT: ReadonlySet<string> = new Set([xsd.string.value, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString']);

export function stateClaims(facts: Facts, value: Value, lexicon: Lexicon): void {
  const { literal: text, member } = value;
  if (!TEXT.has(text.datatype.value) || !/\d/.test(text.value)) return;
  for (const { count, atLeast, ofKind } of claimsIn(text.value, lexicon)) {
    const node = facts.about(value, read.claims, 'claim', member.quad);
    facts.add(node, read.count, integer(count));
    facts.add(node, read.atLeast, boolean(atLeast));
    facts.add(node, read.ofKind, namedNode(ofKind));
  }
}
