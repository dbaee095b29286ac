// The hand-off values that an attempt left in its folder, held against what its task produces.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../base/near.ts';
import type { Secrets } from '../base/secrets.ts';
import { type Check, reasonOf } from './checks.ts';
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
    const check = (reason?: string): void =>
      void checks.push({
        id: `hand-off/${one.key}`,
        what: `hand-off ${one.key} is there${one.schema ? ' and fits its schema' : ''}`,
        passed: reason === undefined,
        reason,
        about: one.iri,
      });
    if (!left.includes(one.key)) {
      if (!one.required) continue;
      const near = nearest(one.key, undeclared);
      check(`The agent left no value for "${one.key}"${near ? `; it left one for "${near}"` : ''}`);
      continue;
    }
    const value = await readValue(join(folder, handOffFileName(one.key)), one, secrets);
    if (typeof value === 'string') check(value);
    else {
      check();
      values.push({ iri: one.iri, key: one.key, recorded: one.recorded, value: value.value });
    }
  }
  for (const key of undeclared) {
    const near = nearest(
      key,
      expected.map((one) => one.key),
    );
    checks.push({
      id: `hand-off/${key}`,
      what: `hand-off ${key} is one that the task produces`,
      passed: false,
      reason: `The task does not produce a hand-off "${key}"${near ? `; did you mean "${near}"?` : ''}`,
    });
  }
  return { values, checks };
}

async function readValue(
  file: string,
  expected: ExpectedHandOff,
  secrets?: Secrets,
): Promise<{ readonly value: Json } | string> {
  const what = `hand-off ${expected.key}`;
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return `${file} is not a regular file`;
  if (stat.size > JSON_BYTES_MAX)
    return `Hand-off ${expected.key} has ${stat.size} bytes; ${JSON_BYTES_MAX} are allowed`;
  const bytes = readFileSync(file);
  const secret = secrets?.foundIn(bytes);
  if (secret !== undefined) return `Hand-off ${expected.key} ${holdsSecret(secret)}`;
  const value = parseJson(bytes, what);
  if (!value.ok) return reasonOf(value.diagnostics);
  if (expected.schema === undefined) return value;
  const fits = await checkJson(expected.schema, value.value, what);
  return fits.ok ? fits : reasonOf(fits.diagnostics);
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
