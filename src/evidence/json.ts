// JSON from agents, who may send anything: with bounds on size and depth, and nothing that triples cannot hold.
import { type Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';

/** Evidence and hand-off values may be this long, in bytes. */
export const JSON_BYTES_MAX = 8 * 1024 * 1024;
/** Arrays and objects may be nested this deep; deeper ones would exhaust the stack of whoever walks them. */
export const JSON_DEPTH_MAX = 100;

/** A value of parsed JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Parses bytes as JSON in UTF-8 within the bounds. `what` names it in messages: `the evidence`. */
export function parseJson(bytes: Uint8Array, what: string, bytesMax = JSON_BYTES_MAX): Result<Json> {
  if (bytes.length > bytesMax) return fail(tooLarge(what, bytes.length, bytesMax));
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail(notJson(what, 'it is not UTF-8'));
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return fail(notJson(what, text.trim() === '' ? 'it is empty' : placeOf(text, error as Error)));
  }
  const flaw = flawIn(value);
  return flaw === undefined ? ok(value) : fail(notJson(what, flaw));
}

/** V8 says what it met and sometimes at which offset; people want line and column. */
function placeOf(text: string, error: Error): string {
  const offset = /at position (\d+)/.exec(error.message)?.[1];
  const reason = error.message
    .replace(/ in JSON at position.*$/s, '')
    .replace(/\s+/g, ' ')
    .slice(0, 200);
  if (offset === undefined) return reason;
  const before = text.slice(0, Number(offset));
  return `${reason}, at line ${before.split('\n').length}, column ${before.length - before.lastIndexOf('\n')}`;
}

/** What makes a value unfit to keep; undefined where nothing does. Walks without recursion, so that depth cannot hurt it. */
function flawIn(root: Json): string | undefined {
  const open: { readonly value: Json; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') {
      if (/\p{Surrogate}/u.test(value)) return 'it holds half a surrogate pair, which is no character';
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) return 'it holds a number that is too large';
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= JSON_DEPTH_MAX) return `it is nested deeper than ${JSON_DEPTH_MAX} levels`;
      for (const [key, inner] of Object.entries(value)) {
        if (/\p{Surrogate}/u.test(key)) return 'it holds half a surrogate pair, which is no character';
        open.push({ value: inner as Json, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

function notJson(what: string, reason: string): Diagnostic {
  return {
    code: 'evidence/not-json',
    severity: 'error',
    message: `${capital(what)} is not JSON that can be kept: ${reason}`,
    help: 'Write one JSON value in UTF-8, complete, before the task ends.',
  };
}

function tooLarge(what: string, bytes: number, bytesMax: number): Diagnostic {
  return {
    code: 'evidence/too-large',
    severity: 'error',
    message: `${capital(what)} has ${bytes} bytes; ${bytesMax} are allowed`,
    help: 'Leave large data as an artifact, and say in it where that is.',
  };
}

/** With a capital letter at the start, for the start of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
