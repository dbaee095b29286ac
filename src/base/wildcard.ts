// Patterns of paths, as text alone: `*` and `?` within a name, `**` for any number of folders, `{a,b}` for either.

/** Whether a path matches a pattern. As in a shell, `*` and `?` match no leading dot; `**` at the end needs a file below. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const tests = parts.map((part) => (part === '**' ? undefined : segmentMatcher(part)));
  return (path) => {
    const names = path.split('/');
    // Row by row over the pattern, so that several `**` cost no more than their product with the names.
    let reached = new Set([0]);
    for (const [index, test] of tests.entries()) {
      const further = new Set<number>();
      for (const at of reached)
        if (test === undefined) {
          const last = index === tests.length - 1;
          for (let to = last ? at + 1 : at; to <= names.length; to++) further.add(to);
        } else if (at < names.length && test(names[at]!)) further.add(at + 1);
      reached = further;
    }
    return reached.has(names.length);
  };
}

/** One path segment as a test of names; as in a shell, `*` and `?` match no leading dot. */
export function segmentMatcher(part: string): (name: string) => boolean {
  // A brace that is never closed stands for itself.
  if (hasOpenBrace(part)) return (name) => name === part;
  const dotted = part.startsWith('.') || part.startsWith('{.');
  return (name) => (dotted || !name.startsWith('.')) && fits(part, Array.from(name));
}

/** Not a regular expression: of `*a*a*a*b` and a long name that would try every way there is. What was tried once is not tried again. */
function fits(pattern: string, name: readonly string[]): boolean {
  const tried = new Set<string>();
  const from = (rest: string, at: number): boolean => {
    const key = `${at} ${rest}`;
    if (tried.has(key)) return false;
    tried.add(key);
    if (rest === '') return at === name.length;
    const character = String.fromCodePoint(rest.codePointAt(0)!);
    const after = rest.slice(character.length);
    if (character === '*') return from(after, at) || (at < name.length && from(rest, at + 1));
    if (character === '?') return at < name.length && from(after, at + 1);
    if (character !== '{') return name[at] === character && from(after, at + 1);
    const end = closingBrace(rest, 0);
    return alternatives(rest.slice(1, end)).some((one) => from(one + rest.slice(end + 1), at));
  };
  return from(pattern, 0);
}

function hasOpenBrace(text: string): boolean {
  let depth = 0;
  for (const character of text)
    if (character === '{') depth++;
    else if (character === '}' && depth > 0) depth--;
  return depth > 0;
}

/** Where the brace that opens at `open` is closed; -1 where it is not. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** What stands between the commas that are in no further brace. */
function alternatives(text: string): string[] {
  const found = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth++;
    else if (character === '}') depth--;
    if (character === ',' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found;
}
