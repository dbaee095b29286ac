// Whether a file is what its media type says, as far as that can be told. A format with a reader here is read in full; of
// some only the beginning is known; of all others nothing can be told, and that is said.
import { readFileSync, statSync } from 'node:fs';
import { BEGINNINGS, beginsAs } from './beginnings.ts';
import { reasonOf } from './checks.ts';
import { parseJson } from './json.ts';
import { type Flaw, READERS } from './readers.ts';
import { checkJson } from './schema.ts';

/** Files that are read to be checked may be this long, in bytes. */
const CHECKED_BYTES_MAX = 64 * 1024 * 1024;

/** `failed`: it is not what it should be. `cantTell`: nothing here can tell. */
export type Finding =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed' | 'cantTell'; readonly reason: string };

/** Parameters and case do not matter. */
function bare(mediaType: string): string {
  return mediaType.split(';')[0]!.trim().toLowerCase();
}

type Kind =
  | { readonly kind: 'json' }
  | { readonly kind: 'read'; readonly read: (text: string) => Promise<Flaw | undefined> }
  | { readonly kind: 'text' }
  | { readonly kind: 'begins'; readonly name: string }
  | { readonly kind: 'unknown' };

function kindOf(type: string): Kind {
  const read = READERS[type];
  if (read) return { kind: 'read', read };
  if (type === 'application/json' || type.endsWith('+json')) return { kind: 'json' };
  const begins = BEGINNINGS[type] ?? (type.endsWith('+xml') ? BEGINNINGS['application/xml'] : undefined);
  if (begins) return { kind: 'begins', name: begins.name };
  return type.startsWith('text/') ? { kind: 'text' } : { kind: 'unknown' };
}

/** What is checked of a file of this media type, after its name: `is application/json`, `begins as a PNG image`. */
export function mediaTypeSaid(mediaType: string): string {
  const type = bare(mediaType);
  const known = kindOf(type);
  if (known.kind === 'begins') return `begins as ${known.name}`;
  return known.kind === 'text' ? `is text, as ${type} is` : `is ${type}`;
}

/** Holds a file against its media type. `what` names it in messages: `artifact baseline`. */
export async function checkMediaType(file: string, mediaType: string, what: string): Promise<Finding> {
  const type = bare(mediaType);
  const known = kindOf(type);
  const wrong = (reason: string): Finding => ({ outcome: 'failed', reason: `${what} is not ${type}: ${reason}` });
  if (known.kind === 'unknown')
    return { outcome: 'cantTell', reason: `${what} is there; nothing here can tell whether it is ${type}` };
  const bytes = readChecked(file, what);
  if (typeof bytes === 'string') return { outcome: 'failed', reason: bytes };
  if (bytes.length === 0) return wrong('it is empty');
  if (known.kind === 'begins') {
    return beginsAs(type, bytes) ? { outcome: 'passed' } : wrong(`it does not begin as ${known.name}`);
  }
  if (known.kind === 'json') {
    const value = parseJson(bytes, what, CHECKED_BYTES_MAX);
    return value.ok ? { outcome: 'passed' } : { outcome: 'failed', reason: reasonOf(value.diagnostics) };
  }
  const text = utf8(bytes);
  if (text === undefined) return wrong('it is not UTF-8');
  if (text.trim() === '') return wrong('it is empty');
  const flaw = known.kind === 'read' ? await known.read(text) : undefined;
  if (flaw === undefined) return { outcome: 'passed' };
  return flaw.told
    ? wrong(flaw.reason)
    : { outcome: 'cantTell', reason: `${what} is there; whether it is ${type} cannot be told: ${flaw.reason}` };
}

/** Holds a file against its JSON Schema, given as text: the file is then JSON, whatever its media type. */
export async function checkSchema(file: string, schema: string, what: string): Promise<Finding> {
  const bytes = readChecked(file, what);
  if (typeof bytes === 'string') return { outcome: 'failed', reason: bytes };
  const value = parseJson(bytes, what, CHECKED_BYTES_MAX);
  const fits = value.ok ? await checkJson(schema, value.value, what) : value;
  return fits.ok ? { outcome: 'passed' } : { outcome: 'failed', reason: reasonOf(fits.diagnostics) };
}

/** Why it cannot be read, where it is too long to be checked. */
function readChecked(file: string, what: string): Uint8Array | string {
  const { size } = statSync(file);
  if (size > CHECKED_BYTES_MAX) return `${what} has ${size} bytes; up to ${CHECKED_BYTES_MAX} are checked`;
  return readFileSync(file);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
