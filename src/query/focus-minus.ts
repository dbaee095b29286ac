// FILTER NOT EXISTS as MINUS, where both say the same: the engine asks a question for every solution of the one (3 ms each), and
// one for the whole of the other.
import { findNodes, parseQuery, type SyntaxNode } from './guard.ts';
import { blanked } from './syntax.ts';

/** Moves each such filter of a query about `?this` to the end of its group. The query binds `?this` in every group that speaks of it. */
export async function withMinus(text: string, pattern: string): Promise<string> {
  let made = text;
  for (let from = 0; ;) {
    const plain = blanked(made);
    const found = /\bFILTER\s+NOT\s+EXISTS\s*\{([^{}]*)\}/i.exec(plain.slice(from));
    if (!found) return made;
    const start = from + found.index;
    const end = start + found[0].length;
    const inside = made.slice(end - 1 - found[1]!.length, end - 1);
    const close = closing(plain, end);
    from = end;
    if (close === undefined || underExists(plain, start)) continue;
    const rest = plain.slice(0, start) + plain.slice(end);
    if (!(await saysTheSame(made.slice(0, plain.search(/\bSELECT\b/i)), inside, rest))) continue;
    made = `${made.slice(0, start)}${made.slice(end, close)} MINUS { ${pattern}${inside} }${made.slice(close)}`;
    from = start;
  }
}

/**
 * Both ask for solutions that agree in their common variables. They differ where a variable of the filter is not bound by its own
 * patterns (EXISTS writes it in, MINUS does not see it), and where the two sides have none in common; and the engine is not to
 * be trusted with common variables that are bound in some solutions only.
 */
async function saysTheSame(prologue: string, inside: string, rest: string): Promise<boolean> {
  let where: SyntaxNode;
  try {
    where = (await parseQuery(`${prologue} SELECT * { ${inside} }`))['where'] as SyntaxNode;
  } catch {
    return false; // a blank node's label that stands outside too, or the like
  }
  const parts = where['patterns'] as readonly SyntaxNode[];
  if (!parts.every(({ subType }) => subType === 'bgp' || subType === 'filter')) return false;
  const triples = findNodes(
    parts.filter(({ subType }) => subType === 'bgp'),
    ({ type }) => type === 'triple',
  );
  const paths = triples.flatMap(({ predicate }) => findNodes(predicate, ({ type }) => type === 'path'));
  if (paths.some(({ subType }) => subType === '*' || subType === '?' || subType === '+')) return false;
  const bound = names(triples.flatMap(({ subject, predicate, object }) => [subject, predicate, object]));
  const filters = parts.filter(({ subType }) => subType === 'filter');
  if (!bound.has('this') || [...names(filters)].some((name) => !bound.has(name))) return false;
  const sometimes = /\b(?:OPTIONAL|UNION|BIND|GROUP)\b/i.test(rest);
  return !sometimes || [...bound].every((name) => name === 'this' || !new RegExp(`[?$]${name}\\b`).test(rest));
}

function names(part: unknown): Set<string> {
  const variables = findNodes(part, ({ type, subType }) => type === 'term' && subType === 'variable');
  return new Set(variables.map((one) => String(one['value'])));
}

/** Where the group around a place ends; undefined where there is none, as in HAVING. */
function closing(plain: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < plain.length; at++) {
    if (plain[at] === '{') depth++;
    if (plain[at] === '}' && depth-- === 0) return at;
  }
  return undefined;
}

function underExists(plain: string, to: number): boolean {
  const open: boolean[] = [];
  for (const { 0: brace, index } of plain.slice(0, to).matchAll(/[{}]/g))
    if (brace === '}') open.pop();
    else open.push(/\bEXISTS\s*$/i.test(plain.slice(0, index)));
  return open.includes(true);
}
