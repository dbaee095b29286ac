// Whether a file is what its media type says, as far as that can be told: JSON parses, RDF parses, text is text.
import { readFileSync, statSync } from 'node:fs';
import { fail, ok, type Result } from '../base/result.ts';
import { capital, parseJson } from './json.ts';
import { checkJson } from './schema.ts';

/** Files that are read to be checked may be this long, in bytes. */
const CHECKED_BYTES_MAX = 64 * 1024 * 1024;

const RDF_FORMATS: Readonly<Record<string, string>> = {
  'text/turtle': 'text/turtle',
  'application/trig': 'application/trig',
  'application/n-triples': 'N-Triples',
  'application/n-quads': 'N-Quads',
};

export interface FileClaim {
  /** Such as `application/json`; parameters are ignored. Nothing is checked where there is none, or an unknown one. */
  readonly mediaType: string | undefined;
  /** JSON Schema as text: the file is then JSON, whatever its media type. */
  readonly schema: string | undefined;
}

/** Holds a file against its media type and JSON Schema. `what` names it in messages: `artifact baseline`. */
export async function checkFile(file: string, claim: FileClaim, what: string): Promise<Result<true>> {
  const type = claim.mediaType?.split(';')[0]!.trim().toLowerCase() ?? '';
  const isJson = type === 'application/json' || type.endsWith('+json') || claim.schema !== undefined;
  const format = RDF_FORMATS[type];
  if (!isJson && !format && !type.startsWith('text/')) return ok(true);
  const { size } = statSync(file);
  if (size > CHECKED_BYTES_MAX)
    return fail({
      code: 'evidence/too-large',
      severity: 'error',
      message: `${capital(what)} has ${size} bytes; up to ${CHECKED_BYTES_MAX} are checked`,
      help: 'Leave it without a media type and schema, or smaller.',
    });
  const bytes = readFileSync(file);
  if (isJson) {
    const value = parseJson(bytes, what, CHECKED_BYTES_MAX);
    if (!value.ok) return value;
    if (claim.schema === undefined) return ok(true);
    const fits = await checkJson(claim.schema, value.value, what);
    return fits.ok ? ok(true) : fits;
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail(wrongType(what, type, 'it is not UTF-8'));
  }
  if (text.trim() === '') return fail(wrongType(what, type, 'it is empty'));
  return format ? await checkRdf(text, format, what, type) : ok(true);
}

async function checkRdf(text: string, format: string, what: string, type: string): Promise<Result<true>> {
  const { Parser } = await import('n3');
  try {
    new Parser({ format, baseIRI: 'urn:spec-exec:artifact' }).parse(text);
    return ok(true);
  } catch (error) {
    return fail(wrongType(what, type, (error as Error).message));
  }
}

function wrongType(what: string, type: string, reason: string) {
  return {
    code: 'evidence/wrong-media-type',
    severity: 'error',
    message: `${capital(what)} is not ${type}: ${reason}`,
    help: `Write it as ${type}.`,
  } as const;
}
