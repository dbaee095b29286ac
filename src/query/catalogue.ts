// The catalogue of .rq files: each is one question, and says in its header what it binds and reads.
// Reading it needs no SPARQL engine.
import { assetNames, readAsset } from '../base/assets.ts';
import { unusable } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';

/** One query file: `queries/<name>.rq`. */
export interface QueryEntry {
  /** Folder and file without ending, such as `derive/artifacts`. */
  readonly name: string;
  /** What it answers, in one sentence: the first line of the file after its name. */
  readonly question: string;
  /** The header's other fields (`binds`, `reads`, `code`, `why` …); continuation lines joined by newlines. */
  readonly fields: Readonly<Record<string, string>>;
  /** The whole text, header included. */
  readonly text: string;
}

/** A header's field in one line, for sentences. */
export function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}

export interface Catalogue {
  readonly folder: string;
  /** Names in order; with a prefix such as `derive/`, those alone. */
  names(prefix?: string): readonly string[];
  /** By whole name, or by its last part where only one query has it; else a finding `query/unknown-name`. */
  get(name: string): Result<QueryEntry>;
}

/** Reads every `.rq` below a folder. A header that breaks the contract is not an error here: a test holds ours to it. */
export function openCatalogue(folder: string): Catalogue {
  const entries = new Map<string, QueryEntry>();
  for (const file of assetNames(folder, '.rq')) {
    const name = file.slice(0, -'.rq'.length);
    entries.set(name, readEntry(name, readAsset(folder, file)));
  }
  const names = [...entries.keys()];
  return {
    folder,
    names: (prefix = '') => names.filter((name) => name.startsWith(prefix)),
    get(name) {
      const exact = entries.get(name);
      if (exact) return ok(exact);
      const short = names.filter((known) => known.endsWith(`/${name}`));
      if (short.length === 1) return ok(entries.get(short[0]!)!);
      return fail(unknownName(name, short.length > 1 ? short : undefined, names));
    },
  };
}

function unknownName(name: string, meant: readonly string[] | undefined, names: readonly string[]) {
  const near = nearest(name, names) ?? nearest(name, names.map(lastPart));
  return unusable('query/unknown-name', `There is no query named "${name}".`, {
    why: 'A named query is a file queries/<name>.rq; nothing can be asked without it.',
    help: meant
      ? `Several queries end so: write ${meant.map((one) => `"${one}"`).join(' or ')}.`
      : near
        ? `Did you mean "${near}"?`
        : `Known queries: ${names.join(', ')}.`,
  });
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Splits a query file's header into its question and fields. */
export function readEntry(name: string, text: string): QueryEntry {
  const header: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.startsWith('#')) break;
    header.push(line.slice(1).replace(/^ /, ''));
  }
  const fields: Record<string, string> = {};
  let field: string | undefined;
  let question = '';
  for (const [index, line] of header.entries()) {
    const named = /^([a-z]+(?:[-/][a-z-]+)*):\s*(.*)$/.exec(line);
    if (index === 0 && named) question = named[2]!;
    else if (named) fields[(field = named[1]!)] = named[2]!;
    else if (field === undefined) question = `${question} ${line.trim()}`.trim();
    else fields[field] = `${fields[field]}\n${line.trim()}`.trim();
  }
  return { name, question, fields, text };
}

/** The variables that a header's `binds` field names, in order, each once. */
export function declaredVariables(entry: QueryEntry): string[] {
  const lines = (entry.fields['binds'] ?? '').split('\n');
  return lines.flatMap((line) => /^((?:\?\w+[\s,]*)+)/.exec(line)?.[1]?.match(/\w+/g) ?? []);
}
