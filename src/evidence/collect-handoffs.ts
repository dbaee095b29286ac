// The hand-off values that an attempt left in its folder, held against what its task produces.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../base/near.ts';
import type { Secrets } from '../base/secrets.ts';
import { type Check, reasonOf } from './checks.ts';
import { answerTo, handOffQuestions } from './declared.ts';
import { handOffFileName, keyOfFileName } from './handoff.ts';
import { holdsSecret } from './keep.ts';
import { JSON_BYTES_MAX, type Json, parseJson } from './json.ts';
import { checkJson } from './schema.ts';

export interface ExpectedHandOff {
  readonly iri: string;
  readonly key: string;
  /** JSON Schema, as text. */
  readonly schema?: string | undefined;
  readonly required: boolean;
  /** The newest version of its value that is on record; 0 where there is none. */
  readonly recorded?: number | undefined;
}

export interface LeftHandOff {
  readonly iri: string;
  readonly key: string;
  readonly recorded?: number | undefined;
  readonly value: Json;
}

export async function readHandOffs(
  folder: string,
  expected: readonly ExpectedHandOff[],
  secrets?: Secrets,
): Promise<{ readonly values: readonly LeftHandOff[]; readonly checks: readonly Check[] }> {
  const left = keysIn(folder);
  const undeclared = left.filter((key) => !expected.some((one) => one.key === key));
  const values: LeftHandOff[] = [];
  const checks: Check[] = [];
  for (const one of expected) {
    const { there, fits } = handOffQuestions(one);
    if (!left.includes(one.key)) {
      if (!one.required) continue;
      const near = nearest(one.key, undeclared);
      const reason = `The agent left no value for "${one.key}"${near ? `; it left one for "${near}"` : ''}`;
      checks.push(answerTo(there, reason));
      continue;
    }
    const value = readValue(join(folder, handOffFileName(one.key)), one.key, secrets);
    checks.push(answerTo(there, typeof value === 'string' ? value : undefined));
    if (typeof value === 'string') continue;
    if (fits) {
      const found = await checkJson(one.schema!, value.value, `hand-off ${one.key}`);
      checks.push(answerTo(fits, found.ok ? undefined : reasonOf(found.diagnostics)));
      if (!found.ok) continue;
    }
    values.push({ iri: one.iri, key: one.key, recorded: one.recorded, value: value.value });
  }
  for (const key of undeclared) {
    const near = nearest(
      key,
      expected.map((one) => one.key),
    );
    checks.push(
      answerTo(
        { id: `hand-off/${encodeURIComponent(key)}`, what: `hand-off ${key} is one that the task produces` },
        `The task does not produce a hand-off "${key}"${near ? `; did you mean "${near}"?` : ''}`,
      ),
    );
  }
  return { values, checks };
}

/** The value, or why there is none that can be kept. */
function readValue(file: string, key: string, secrets?: Secrets): { readonly value: Json } | string {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return `${file} is not a regular file`;
  if (stat.size > JSON_BYTES_MAX) return `Hand-off ${key} has ${stat.size} bytes; ${JSON_BYTES_MAX} are allowed`;
  const bytes = readFileSync(file);
  const secret = secrets?.foundIn(bytes);
  if (secret !== undefined) return `Hand-off ${key} ${holdsSecret(secret)}`;
  const value = parseJson(bytes, `hand-off ${key}`);
  return value.ok ? value : reasonOf(value.diagnostics);
}

function keysIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return [];
  }
  return names.flatMap((name) => keyOfFileName(name) ?? []);
}
