// What a JSON Schema validator found, in a sentence that names the place and the nearest right word.
import { nearest } from '../base/near.ts';
import type { Json } from './json.ts';

/** The part of ajv's error that is used (its own type would make this file an importer of ajv). */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string | undefined;
  readonly parentSchema?: unknown;
  readonly data?: unknown;
}

/** Where and why a value does not fit; undefined for errors that only repeat another one. `at` is empty for the value itself. */
export function explainError(
  error: SchemaError,
  root: Json,
): { readonly at: string; readonly reason: string } | undefined {
  const at = placeText(error.instancePath);
  const reason = reasonFor(error, root);
  return reason === undefined ? undefined : { at, reason };
}

/** `/measurements/0/value` as `measurements[0].value`. */
export function placeText(pointer: string): string {
  let text = '';
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replace(/~1/g, '/').replace(/~0/g, '~');
    if (/^\d+$/.test(name)) text += `[${name}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(name)) text += text ? `.${name}` : name;
    else text += `[${JSON.stringify(name)}]`;
  }
  return text;
}

function reasonFor(error: SchemaError, root: Json): string | undefined {
  const { keyword, params } = error;
  const here = error.data ?? root;
  switch (keyword) {
    case 'required': {
      const missing = String(params['missingProperty']);
      const near = nearest(missing, unknownKeys(here, error.parentSchema));
      return `"${missing}" is missing${near ? `; did you mean it by "${near}"?` : ''}`;
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const extra = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      const near = nearest(extra, propertiesOf(error.parentSchema));
      return `"${extra}" is not allowed${near ? `; did you mean "${near}"?` : ''}`;
    }
    case 'type':
      return `it should be ${oneOf(params['type'])}, and is ${shown(here)}`;
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]) ?? [];
      const near =
        typeof here === 'string'
          ? nearest(
              here,
              allowed.filter((one) => typeof one === 'string'),
            )
          : undefined;
      const list = allowed.slice(0, 8).map((one) => JSON.stringify(one));
      return `it should be one of ${list.join(', ')}${allowed.length > 8 ? ', …' : ''}, and is ${shown(here)}${near ? `; did you mean "${near}"?` : ''}`;
    }
    case 'const':
      return `it should be ${JSON.stringify(params['allowedValue'])}, and is ${shown(here)}`;
    case 'pattern':
      return params['pattern'] === '\\S' ? 'it is blank' : `it ${error.message}, and is ${shown(here)}`;
    case 'if':
      return undefined;
    default:
      return `it ${error.message ?? `breaks "${keyword}"`}, and is ${shown(here)}`;
  }
}

function propertiesOf(schema: unknown): string[] {
  const properties = (schema as { properties?: object } | undefined)?.properties;
  return typeof properties === 'object' ? Object.keys(properties) : [];
}

/** Keys of the value that its schema does not know: a missing one may stand there misspelt. */
function unknownKeys(value: unknown, schema: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const known = new Set(propertiesOf(schema));
  return Object.keys(value).filter((key) => !known.has(key));
}

function oneOf(type: unknown): string {
  return (Array.isArray(type) ? type : [type])
    .map((one) => (/^[aio]/.test(String(one)) ? `an ${one}` : `a ${one}`))
    .join(' or ');
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
