// Random documents and random edits of several agents, and what edits come to when they are made one after the other.
import fc from 'fast-check';
import { stringify as tomlOf } from 'smol-toml';
import { stringify as yamlOf } from 'yaml';

export type Value = string | number | boolean | readonly Value[] | Doc;
export interface Doc {
  readonly [key: string]: Value;
}

const KEYS = ['a', 'b', 'c', 'd', 'e f', '__proto__', 'true'];

const leaf = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('x', 'y', '', '# no comment', 'line\nbreak'),
  fc.boolean(),
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
);

function docOf(depth: number): fc.Arbitrary<Doc> {
  const value =
    depth === 0 ? leaf : fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 1, arbitrary: docOf(depth - 1) });
  return fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 4, noNullPrototype: false }).map(withOwnKeys);
}

/** `__proto__` as a key like any other. */
function withOwnKeys(doc: Doc): Doc {
  return Object.fromEntries(
    Object.keys(doc).map((key) => [key, Object.getOwnPropertyDescriptor(doc, key)!.value as Value]),
  );
}

export const documents = docOf(2);

export type Edit =
  | { readonly kind: 'set'; readonly at: readonly string[]; readonly value: Value }
  /** A table that is there or is made. */
  | { readonly kind: 'table'; readonly at: readonly string[] }
  | { readonly kind: 'remove'; readonly at: readonly string[] };

const at = fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3 });

export const editLists: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('set' as const), at, value: fc.oneof(leaf, docOf(1)) }),
    fc.record({ kind: fc.constant('remove' as const), at }),
  ),
  { minLength: 1, maxLength: 3 },
);

export function isDoc(value: Value | undefined): value is Doc {
  return typeof value === 'object' && !Array.isArray(value);
}

export function valueAt(doc: Doc, key: string): Value | undefined {
  return Object.hasOwn(doc, key) ? (Object.getOwnPropertyDescriptor(doc, key)!.value as Value) : undefined;
}

/** Makes edits one after the other. What is set makes the tables it needs; what is not there cannot be removed. */
export function edited(doc: Doc, edits: readonly Edit[]): Doc {
  return edits.reduce((so, edit) => one(so, edit, edit.at), doc);
}

function one(doc: Doc, edit: Edit, [key, ...rest]: readonly string[]): Doc {
  const others = Object.entries(doc).filter(([name]) => name !== key);
  const here = valueAt(doc, key!);
  if (edit.kind === 'remove') {
    if (here === undefined) return doc;
    if (rest.length === 0) return Object.fromEntries(others);
    return isDoc(here) ? Object.fromEntries([...others, [key, one(here, edit, rest)]]) : doc;
  }
  if (rest.length > 0) return Object.fromEntries([...others, [key, one(isDoc(here) ? here : {}, edit, rest)]]);
  return Object.fromEntries([...others, [key, edit.kind === 'set' ? edit.value : isDoc(here) ? here : {}]]);
}

/** The least edits that make one of the other, found without any code of ours. */
export function between(before: Doc, after: Doc, above: readonly string[] = []): readonly Edit[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key): readonly Edit[] => {
    const place = [...above, key];
    const [old, now] = [valueAt(before, key), valueAt(after, key)];
    if (now === undefined) return [{ kind: 'remove', at: place }];
    if (isDoc(now) && (old === undefined || isDoc(old)))
      return [...(old === undefined ? [{ kind: 'table', at: place } as const] : []), ...between(old ?? {}, now, place)];
    return plain(old) === plain(now) ? [] : [{ kind: 'set', at: place, value: now }];
  });
}

/** As text that does not depend on the order of keys. */
export function plain(value: Value | undefined): string {
  if (!isDoc(value)) return JSON.stringify(value) ?? 'none';
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${plain(valueAt(value, key))}`)
    .join()}}`;
}

export type Format = 'toml' | 'json' | 'yaml';

export const formats: fc.Arbitrary<Format> = fc.constantFrom('toml', 'json', 'yaml');

/** A document as text, in one of several layouts. */
export function written(doc: Doc, format: Format, layout: number): string {
  const turned = layout % 2 === 0 ? doc : Object.fromEntries(Object.entries(doc).reverse());
  if (format === 'toml') return `# layout ${layout}\n${tomlOf(turned)}\n`;
  if (format === 'json') return `${JSON.stringify(turned, null, layout)}\n`;
  return yamlOf(turned, {
    indent: 2 + layout,
    collectionStyle: layout === 3 ? 'flow' : 'any',
    aliasDuplicateObjects: false,
  });
}
