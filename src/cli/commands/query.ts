// spec-exec query: SPARQL over a run (its specification, its record, its status), a specification, or a source on the network.
import { unusable } from '../../base/diagnostic.ts';
import { printDiagnostics } from '../../base/print-findings.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { openEngine, type Engine } from '../../engine.ts';
import { listRuns } from '../../history/runs.ts';
import { ask } from '../../query/ask.ts';
import type { QueryEntry } from '../../query/catalogue.ts';
import { federate } from '../../query/federate.ts';
import { guard } from '../../query/guard.ts';
import { type AnswerFormat, printAnswer } from '../../query/print.ts';
import { unknownTerms } from '../../query/syntax.ts';
import { runsFolder } from '../../schedule/folders.ts';
import { Graphs } from '../../store/graphs.ts';
import { linesOnDisk } from '../../store/lines.ts';
import { projectRoot } from '../../store/project.ts';
import { readText } from '../../store/read-file.ts';
import { printingOf, refuse } from '../findings.ts';
import { cutTo } from '../layout.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';

export interface QueryOptions {
  readonly file?: string;
  readonly list?: boolean;
  readonly run?: string;
  readonly all?: boolean;
  readonly spec?: string;
  readonly source?: string;
  readonly format?: AnswerFormat;
  readonly json?: boolean;
}

export async function query(text: string | undefined, options: QueryOptions, output: Output): Promise<ExitCode> {
  const engine = openEngine();
  const format: AnswerFormat = options.json ? 'json' : (options.format ?? 'table');
  const json = format === 'json';
  if (options.list) return list(engine, output, json);
  const question = await questionOf(engine, text, options.file);
  if (!question.ok) return refuse(question.diagnostics, output, json);
  const { entry } = question.value;
  const asked = typeof entry === 'string' ? entry : entry.text;
  const lineText = (_file: string, line: number): string | undefined => asked.split('\n')[line - 1];
  if (typeof entry === 'string' && options.source === undefined) {
    // Before anything is loaded: a slip of the keyboard is told at once, and where there is no run yet, too.
    const guarded = await guard(entry, options.file === undefined ? {} : { file: options.file });
    if (!guarded.ok) return refuse(guarded.diagnostics, output, json, lineText);
  }
  const graphs = options.source === undefined ? await graphsOf(engine, options) : ok(new Graphs());
  if (!graphs.ok) return refuse(graphs.diagnostics, output, json, linesOnDisk(projectRoot(options.spec ?? '.')));
  const answer =
    options.source === undefined
      ? await ask(graphs.value, entry, options.file === undefined ? {} : { file: options.file })
      : await federate(graphs.value, [options.source], asked);
  if (!answer.ok) return refuse(answer.diagnostics, output, json, lineText);
  output.out(await printAnswer(answer.value, format, output.columns));
  const doubts = typeof entry === 'string' ? unknownTerms(entry, options.file ?? 'query') : [];
  if (doubts.length > 0) output.err(printDiagnostics(doubts, printingOf(output, lineText)));
  return EXIT.ok;
}

/** A file, a named query (`slo-table`, `history/slo-table`), or SPARQL text. */
async function questionOf(
  engine: Engine,
  text: string | undefined,
  file: string | undefined,
): Promise<Result<{ entry: string | QueryEntry }>> {
  if (file !== undefined && text !== undefined)
    return fail(
      unusable('query/no-question', 'Two questions are asked: a text and a file.', { help: 'Give one of them.' }),
    );
  if (file !== undefined) {
    const read = await readText(file, file);
    if (read.ok) return ok({ entry: read.value });
    const [why] = read.diagnostics;
    return fail(
      unusable('query/no-file', why!.message, {
        help: 'Give --file the path of a text file that holds one SPARQL query.',
      }),
    );
  }
  if (text === undefined || text.trim() === '')
    return fail(
      unusable('query/no-question', 'Nothing is asked.', {
        help: 'Give SPARQL text, the name of a query (spec-exec query --list), or --file FILE.',
      }),
    );
  if (!/^[\w/-]+$/.test(text)) return ok({ entry: text });
  const names = engine.catalogue.names();
  const full = [text, `history/${text}`, `status/${text}`].find((name) => names.includes(name));
  const entry = engine.catalogue.get(full ?? text);
  return entry.ok ? ok({ entry: entry.value }) : entry;
}

async function graphsOf(engine: Engine, options: QueryOptions): Promise<Result<Graphs>> {
  if (options.spec !== undefined) {
    const checked = await engine.check(options.spec);
    return checked.ok ? ok(checked.value.spec.graphs) : checked;
  }
  if (!options.all) {
    const opened = await engine.open('.', options.run);
    return opened.ok ? ok(opened.value.graphs) : opened;
  }
  const graphs = new Graphs();
  const runs = listRuns(runsFolder(projectRoot('.')));
  for (const run of runs) {
    const opened = await engine.open('.', run.name);
    // A run that was stopped before anything was on record has nothing to say; where no run has, that is the answer.
    const empty = !opened.ok && opened.diagnostics.every(({ code }) => code === 'history/empty-run');
    if (empty && runs.length > 1) continue;
    if (!opened.ok) return opened;
    for (const quad of opened.value.graphs.match(null, null, null, null))
      if (quad.graph.termType !== 'DefaultGraph') graphs.add(quad);
  }
  if (runs.length > 0) return ok(graphs);
  const none = await engine.open('.');
  return none.ok ? ok(graphs) : none;
}

// Those that people ask first; then those that the program itself asks.
const FOLDERS = ['history', 'status', 'derive', 'closure'];

function list(engine: Engine, output: Output, json: boolean): ExitCode {
  const place = (name: string): number => FOLDERS.indexOf(name.split('/')[0]!) + 1 || FOLDERS.length + 1;
  const names = [...engine.catalogue.names()].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const entries = names.flatMap((name) => {
    const entry = engine.catalogue.get(name);
    return entry.ok ? [{ name, question: entry.value.question }] : [];
  });
  if (json) output.out(JSON.stringify(entries, null, 2));
  else {
    const width = Math.max(...entries.map(({ name }) => name.length));
    for (const { name, question } of entries) {
      const line = `${name.padEnd(width)}  ${/^.*?[.?!](?= |$)/.exec(question)?.[0] ?? question}`;
      output.out(output.columns === undefined ? line : cutTo(line, output.columns));
    }
  }
  return EXIT.ok;
}
