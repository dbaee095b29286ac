// One look at one input, through everything that a specification goes through, and all that must hold of what comes out whatever was
// put in: nothing throws, every finding has a place in a file that is there and a code that is explained, every format is one document.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'n3';
import { codePages } from '../../src/base/code-pages.ts';
import type { Diagnostic, Span } from '../../src/base/diagnostic.ts';
import { judgeAll } from '../../src/cli/commands/validate.ts';
import { lift } from '../../src/cli/commands/lift.ts';
import { type Format, type Judged, printJudged } from '../../src/cli/verdict-formats.ts';
import { graphJson } from '../../src/derive/graph-json.ts';
import { graphText } from '../../src/derive/graph-text.ts';
import type { Engine } from '../../src/engine.ts';
import { captured } from '../cli/captured.ts';

const FORMATS = ['human', 'json', 'sarif', 'junit', 'github', 'turtle'] as const satisfies readonly Format[];

/** What must not be and is: the kind of problem, a colon, and the particulars. */
export type Problem = `${string}: ${string}`;

export interface Look {
  readonly problems: readonly Problem[];
  /** Codes of what was found, and whether the documents could be read. */
  readonly codes: readonly string[];
  readonly read: boolean;
}

/** Everything wrong with how the specification `spec` of the project in `folder` is dealt with. Never rejects. */
export async function lookAt(engine: Engine, folder: string, spec: string): Promise<Look> {
  const problems: Problem[] = [];
  const codes = new Set<string>();
  let read = false;
  const trying = async <T>(what: string, work: () => Promise<T> | T): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      problems.push(`${what} throws: ${shortStack(error)}`);
      return undefined;
    }
  };
  const path = join(folder, spec);
  for (const asWritten of [false, true]) {
    const judged = await trying('check', () => judgeAll(engine, [path], { minClosure: 100, lift: !asWritten }));
    if (judged === undefined) continue;
    for (const one of judged.flatMap(({ diagnostics }) => diagnostics)) {
      problems.push(...wrongWith(one, folder));
      codes.add(one.code);
    }
    for (const format of FORMATS)
      for (const all of format === 'human' ? [false, true] : [false])
        problems.push(...((await trying(format, () => wrongIn(judged, folder, format, all))) ?? []));
    const { checked } = judged[0]!;
    if (checked === undefined) break;
    read = true;
    await trying('graph', () => JSON.parse(JSON.stringify(graphJson(checked.outline))) && graphText(checked.outline));
    if (checked.lifted === undefined) break;
    for (const format of ['turtle', 'json'] as const) {
      const output = captured();
      await trying(`lift ${format}`, async () => {
        await lift(path, { format }, output);
        return format === 'json' ? JSON.parse(output.said.out) : new Parser().parse(output.said.out);
      });
    }
  }
  return { problems, codes: [...codes], read };
}

async function wrongIn(judged: readonly Judged[], folder: string, format: Format, all: boolean): Promise<Problem[]> {
  const output = captured(all ? 40 : undefined);
  const exit = await printJudged(judged, { format, all }, output);
  const { out, err } = output.said;
  const found = judged.flatMap(({ diagnostics }) => diagnostics);
  const problems: Problem[] = [];
  if (![0, 1, 2].includes(exit)) problems.push(`exit: ${exit}`);
  if (exit === 0 && found.some(({ severity }) => severity === 'error')) problems.push('exit: 0 with errors');
  if (exit === 2 && !found.some((one) => one.exit === 2)) problems.push('exit: 2 without a reason');
  switch (format) {
    case 'human':
      if (/\[object|NaN|(?<![\w"])undefined(?![\w"])/.test(withoutSource(out + err, folder)))
        problems.push(`human: ${/.*(?:\[object|NaN|undefined).*/.exec(out + err)?.[0]}`);
      break;
    case 'json':
    case 'sarif': {
      const count = (JSON.stringify(JSON.parse(out)).match(format === 'json' ? /"severity":/g : /"ruleIndex":/g) ?? [])
        .length;
      if (format === 'json' && count < found.length) problems.push(`json: ${count} of ${found.length} findings`);
      if (format === 'sarif' && count < found.length) problems.push(`sarif: ${count} of ${found.length} findings`);
      break;
    }
    case 'junit': {
      // What stands between tags must hold no "<", and nothing that XML cannot.
      const rest = out.replace(/<\/?[a-z-]+(?: [a-z]+="[^"<]*")*\/?>|<\?xml[^>]*>/g, '');
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      if (/[<\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&(?!amp;|lt;|gt;|quot;|#\d+;)/.test(rest))
        problems.push(`junit: ${/.{0,30}[<&].{0,30}/.exec(rest)?.[0] ?? 'a character that XML cannot hold'}`);
      break;
    }
    case 'github': {
      const lines = out.split('\n').filter((line) => /^::(error|warning|notice) /.test(line));
      if (lines.length !== found.length) problems.push(`github: ${lines.length} lines for ${found.length} findings`);
      break;
    }
    case 'turtle': {
      const results = new Parser().parse(out).filter(({ predicate }) => predicate.value.endsWith('#result')).length;
      if (results !== found.length) problems.push(`turtle: ${results} results for ${found.length} findings`);
      break;
    }
    default:
      throw new Error(`no such format: ${String(format satisfies never)}`);
  }
  return problems;
}

/** What a person reads, without the lines of the files themselves. */
function withoutSource(text: string, folder: string): string {
  return ['NaN', 'undefined', '[object'].some((word) => inFiles(folder, word))
    ? ''
    : text.replace(/^ *\d* \|.*$/gm, '');
}

function wrongWith(finding: Diagnostic, folder: string): Problem[] {
  const { code, message, why = '', help = '', related = [] } = finding;
  const problems: Problem[] = [];
  if (!codePages().has(code)) problems.push(`code: ${code} is not explained`);
  if (finding.focus !== undefined && !/^[a-z][a-z0-9+.-]*:/i.test(finding.focus))
    problems.push(`focus: of ${code} is ${finding.focus}, which is no IRI`);
  if (finding.at === undefined) problems.push(`place: ${code} has none`);
  for (const at of [finding.at, ...related.map((one) => one.at)]) {
    const wrong = at && placeProblem(at, folder);
    if (wrong) problems.push(`place: of ${code}, ${wrong} (${JSON.stringify(at)})`);
  }
  for (const text of [
    message,
    ...(finding.why === undefined ? [] : [why]),
    ...(finding.help === undefined ? [] : [help]),
  ]) {
    if (text.trim() === '') problems.push(`words: ${code} says nothing`);
    if (/\{[?$]\w+\}/.test(text) && !inFiles(folder, text.match(/\{[?$]\w+\}/)![0]))
      problems.push(`words: ${code} leaves something to fill in: ${text.slice(0, 200)}`);
    const odd = /\[object|NaN|undefined|bc_\d+_|\bd[0-9a-f]{8}[alf]\d*|urn:spec-exec:(?!doc:|run:)/.exec(text)?.[0];
    if (odd !== undefined && !inFiles(folder, odd)) problems.push(`words: ${code} says ${odd}: ${text.slice(0, 200)}`);
  }
  if (message.length > 2500)
    problems.push(`words: ${code} takes ${message.length} characters: ${message.slice(0, 80)}`);
  return problems;
}

/** Why a place is none in the files of a project; undefined where it is one. */
export function placeProblem(at: Span, folder: string): string | undefined {
  const lines = linesOf(folder, at.file);
  if (lines === undefined) return 'the file is not there';
  for (const number of [at.line, at.column, at.endLine, at.endColumn])
    if (!Number.isInteger(number) || number < 1) return 'a number is none';
  if (at.endLine < at.line || (at.endLine === at.line && at.endColumn < at.column)) return 'it ends before it starts';
  if (at.endLine > lines.length) return `the file has ${lines.length} lines`;
  if (at.column > lines[at.line - 1]!.length + 1) return `line ${at.line} has ${lines[at.line - 1]!.length} columns`;
  if (at.endColumn > lines[at.endLine - 1]!.length + 1)
    return `line ${at.endLine} has ${lines[at.endLine - 1]!.length} columns`;
  return undefined;
}

const files: { folder: string; files: Map<string, string[]> } = { folder: '', files: new Map() };

/** Forgets what was read: the files of a folder change. */
export function forgetFiles(): void {
  files.folder = '';
}

function linesOf(folder: string, file: string): string[] | undefined {
  if (files.folder !== folder) Object.assign(files, { folder, files: new Map() });
  const known = files.files.get(file);
  if (known) return known;
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  try {
    const lines = readFileSync(path, 'utf8')
      .replace(/^\ufeff/, '')
      .split(/\r\n|\r|\n/);
    files.files.set(file, lines);
    return lines;
  } catch {
    // A folder under a document's name has a first line, as it were.
    return [''];
  }
}

function inFiles(folder: string, word: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(word));
}

function shortStack(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.split('\n').slice(0, 6).join(' ').replaceAll(/\s+/g, ' ').slice(0, 700);
}
