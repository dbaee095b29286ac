// Holds JSON against JSON Schema. The only importer of ajv, which is loaded when a schema is first met (50 ms).
// Nothing is fetched: a schema that refers to another document is refused.
import { createRequire } from 'node:module';
import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv';
import { withinTime } from '../base/bounded.ts';
import type { Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result, unreachable } from '../base/result.ts';
import { capital, type Json, parseJson } from './json.ts';
import { explainError } from './schema-message.ts';

const DRAFTS = {
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
  'https://json-schema.org/draft/2019-09/schema': '2019-09',
  'http://json-schema.org/draft-07/schema': '07',
  'http://json-schema.org/draft-06/schema': '06',
} as const;
type Draft = (typeof DRAFTS)[keyof typeof DRAFTS];

/** Beyond this many bytes of schema text it is no schema that somebody wrote. */
const SCHEMA_BYTES_MAX = 1024 * 1024;
const COMPILED_MAX = 200;
const ERRORS_SHOWN_MAX = 5;
/** A value that takes longer holds up the run: it is an agent's, and the schema's patterns may take years on what was made for them. */
export const CHECK_LIMIT_MS = 5_000;
const PATTERNS_SHOWN_MAX = 3;

type Compiled = { readonly validate: ValidateFunction } | { readonly reason: string };
const compiled = new Map<string, Compiled>();

/**
 * Holds a value against a JSON Schema, given as text. The draft is the one that `$schema` names, 2020-12 where it names none.
 * `what` names the value in messages: `artifact baseline`. Fails with `evidence/schema-mismatch`, one finding for each place
 * that does not fit (at most five), with `evidence/check-over-time` where there is no telling in reasonable time, or with
 * `evidence/bad-schema` where the schema itself is at fault.
 */
export async function checkJson(schema: string, value: Json, what: string): Promise<Result<Json>> {
  let entry = compiled.get(schema);
  if (!entry) {
    entry = await compile(schema);
    if (compiled.size >= COMPILED_MAX) compiled.clear();
    compiled.set(schema, entry);
  }
  if ('reason' in entry) return fail(badSchema(what, entry.reason));
  const { validate } = entry;
  try {
    const ended = withinTime(CHECK_LIMIT_MS, () => validate(value));
    if (ended.kind === 'over-time') return fail(overTime(what, schema));
    if (ended.value === true) return ok(value);
  } catch (error) {
    // A schema that refers to itself without end exhausts the stack.
    return fail(badSchema(what, error instanceof RangeError ? 'it refers to itself without end' : String(error)));
  }
  return fail(...mismatches(validate.errors ?? [], value, what));
}

async function compile(text: string): Promise<Compiled> {
  const schema = parseJson(Buffer.from(text), 'the schema', SCHEMA_BYTES_MAX);
  if (!schema.ok) return { reason: schema.diagnostics[0]!.message };
  if (typeof schema.value === 'object' && schema.value !== null && '$async' in schema.value)
    return { reason: '`$async` is not JSON Schema' };
  const draft = draftOf(schema.value);
  if (!draft.ok) return { reason: draft.reason };
  try {
    if (typeof schema.value === 'object') await checkSchema(schema.value as object, draft.draft);
    const ajv = await newAjv(draft.draft, false);
    return { validate: ajv.compile(schema.value as object | boolean) };
  } catch (error) {
    return { reason: reasonOf(error as Error & { missingRef?: string }) };
  }
}

function draftOf(schema: Json): { ok: true; draft: Draft } | { ok: false; reason: string } {
  const named = typeof schema === 'object' && schema !== null && '$schema' in schema ? schema['$schema'] : undefined;
  if (named === undefined) return { ok: true, draft: '2020-12' };
  const draft = typeof named === 'string' ? DRAFTS[named.replace(/#$/, '') as keyof typeof DRAFTS] : undefined;
  return draft
    ? { ok: true, draft }
    : { ok: false, reason: `its draft ${JSON.stringify(named)} is not known; known are 2020-12, 2019-09, 07 and 06` };
}

const checkers = new Map<Draft, Promise<Ajv>>();

/** Throws where a schema is none. One instance does it for all: compiling a draft's own schema takes 15 ms each time. */
async function checkSchema(schema: object, draft: Draft): Promise<void> {
  let checker = checkers.get(draft);
  if (!checker) checkers.set(draft, (checker = newAjv(draft, true)));
  await (await checker).validateSchema(schema, true);
}

/** An instance for one schema: what `$id` names in one must not be found from another. */
async function newAjv(draft: Draft, validateSchema: boolean): Promise<Ajv> {
  const options = { strict: false, allErrors: true, verbose: true, logger: false, validateSchema } as const;
  const { default: addFormats } = await import('ajv-formats');
  const ajv: Ajv = await bareAjv(draft, options);
  // A CommonJS module whose default export TypeScript takes for the module itself.
  (addFormats as unknown as (to: Ajv) => void)(ajv);
  return ajv;
}

async function bareAjv(draft: Draft, options: Options): Promise<Ajv> {
  switch (draft) {
    case '2020-12':
      return new (await import('ajv/dist/2020.js')).Ajv2020(options);
    case '2019-09':
      return new (await import('ajv/dist/2019.js')).Ajv2019(options);
    case '07':
      return new (await import('ajv')).Ajv(options);
    case '06': {
      const ajv = new (await import('ajv')).Ajv(options);
      ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json') as object);
      return ajv;
    }
    default:
      return unreachable(draft);
  }
}

function reasonOf(error: Error & { missingRef?: string }): string {
  if (error.missingRef !== undefined)
    return `it refers to ${error.missingRef}, which is not in it, and nothing is fetched`;
  return error.message.replace(/\s+/g, ' ').slice(0, 300);
}

function badSchema(what: string, reason: string): Diagnostic {
  return {
    code: 'evidence/bad-schema',
    severity: 'error',
    message: `${capital(what)} cannot be checked: its JSON Schema is unsound: ${reason}`,
    why: 'What cannot be checked cannot be believed, so the task fails.',
    help: 'Correct the sx:jsonSchema in the specification.',
  };
}

function overTime(what: string, schema: string): Diagnostic {
  const all = patternsOf(JSON.parse(schema) as Json);
  const shown = all.slice(0, PATTERNS_SHOWN_MAX).map((pattern) => JSON.stringify(pattern));
  const more = all.length > shown.length ? ` and ${all.length - shown.length} more` : '';
  const against = shown.length === 0 ? '' : `; its patterns are ${shown.join(', ')}${more}`;
  return {
    code: 'evidence/check-over-time',
    severity: 'error',
    message: `${capital(what)} could not be held against its schema within ${CHECK_LIMIT_MS / 1000} s${against}`,
    why: 'What cannot be checked cannot be believed, and everything else in the run waits for the check.',
    help: 'A repetition inside a repetition, such as (a+)+, or alternatives that match the same, can take years on a short text: write it without.',
  };
}

/** The regular expressions of a schema, those first that repeat a group. */
function patternsOf(schema: Json): string[] {
  const found = new Set<string>();
  const visit = (at: Json): void => {
    if (at === null || typeof at !== 'object') return;
    for (const [key, value] of Object.entries(at)) {
      if (key === 'pattern' && typeof value === 'string') found.add(value);
      if (key === 'patternProperties' && value !== null && typeof value === 'object')
        for (const pattern of Object.keys(value)) found.add(pattern);
      visit(value as Json);
    }
  };
  visit(schema);
  const repeats = (pattern: string): number => (/\)[*+{]/.test(pattern) ? 0 : 1);
  return [...found].sort((a, b) => repeats(a) - repeats(b));
}

function mismatches(errors: readonly ErrorObject[], value: Json, what: string): Diagnostic[] {
  // The branches of an anyOf or oneOf and the then of an if come before the error of the keyword itself, which sums them up.
  const told = new Map<string, string>();
  for (const error of errors) {
    const said = explainError(error, value);
    if (said)
      told.set(
        `${said.at} ${said.reason}`,
        `${capital(what)} does not fit its schema${said.at ? ` at ${said.at}` : ''}: ${said.reason}`,
      );
  }
  const messages = [...told.values()];
  const shown = messages.slice(0, ERRORS_SHOWN_MAX);
  const hidden = messages.length - shown.length;
  return shown.map((message, i) => ({
    code: 'evidence/schema-mismatch',
    severity: 'error',
    message: hidden > 0 && i === shown.length - 1 ? `${message} (and ${hidden} more)` : message,
  }));
}
