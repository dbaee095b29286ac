// What docs/errors.md says of each code of a finding. Its headings are the list of all codes there are: `explain` shows a page,
// reports for other tools quote it, and what names a code is held against it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './assets.ts';
import { nearest } from './near.ts';

export interface CodePage {
  readonly code: string;
  /** Markdown, without the heading. */
  readonly text: string;
  /** Its first paragraph, without marks of Markdown. */
  readonly description: string;
  /** Its first sentence. */
  readonly summary: string;
}

const HEADING = /^#{2,3} `?([a-z]+\/[a-z0-9-]+)`?$/;

let pages: ReadonlyMap<string, CodePage> | undefined;

/** Every code and its page, in the order of docs/errors.md. Read once. */
export function codePages(): ReadonlyMap<string, CodePage> {
  return (pages ??= pagesIn(readFileSync(join(packageRoot, 'docs', 'errors.md'), 'utf8')));
}

/** The pages of a text such as docs/errors.md. */
export function pagesIn(text: string): ReadonlyMap<string, CodePage> {
  const found = new Map<string, CodePage>();
  let code: string | undefined;
  let lines: string[] = [];
  const finish = (): void => {
    if (code !== undefined) found.set(code, pageOf(code, lines));
    lines = [];
  };
  let inCode = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) inCode = !inCode;
    if (!inCode && /^#{1,3} /.test(line)) {
      finish();
      code = HEADING.exec(line)?.[1];
    } else if (!line.startsWith('<!--')) lines.push(line);
  }
  finish();
  return found;
}

function pageOf(code: string, lines: readonly string[]): CodePage {
  const text = lines.join('\n').trim();
  const [paragraph = ''] = text.split(/\n\n|\n(?=```)/);
  const plain = paragraph.replace(/\s*\n\s*/g, ' ').replace(/`/g, '') || code;
  // A full stop before a capital ends a sentence; "entities.ttl" and "e.g." do not.
  // How severe it is stands in a report in a place of its own.
  const said = plain.replace(/^(?:Exit \d|An? (?:note|warning|error))\. /, '');
  const first = /^.*?[.!?…](?=\s+[A-Z\d]|$)/s.exec(said)?.[0] ?? said;
  const summary = first.length < 20 ? said : first;
  return { code, text, description: plain, summary };
}

/** The code that was meant by a misspelt one; undefined where none is near. */
export function codeMeant(code: string): string | undefined {
  const codes = [...codePages().keys()];
  const near = nearest(code, codes);
  if (near !== undefined) return near;
  // The room left out, or another one: the problem's name alone is telling enough.
  const problems = new Map(codes.map((one) => [problemOf(one), one]));
  const problem = nearest(problemOf(code), problems.keys());
  return problem === undefined ? undefined : problems.get(problem);
}

/** The rooms that give findings, in the order of docs/errors.md. */
export function codeRooms(): readonly string[] {
  return [...new Set(Array.from(codePages().keys(), (code) => code.slice(0, code.indexOf('/'))))];
}

function problemOf(code: string): string {
  return code.slice(code.indexOf('/') + 1);
}
