// spec-exec query: SPARQL over a run (its specification, its record, its status), a specification, or a source on the network.
import { readFileSync } from 'node:fs';
import { unusable } from '../../base/diagnostic.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { openEngine, type Engine } from '../../engine.ts';
import { listRuns } from '../../history/runs.ts';
import { ask } from '../../query/ask.ts';
import type { QueryEntry } from '../../query/catalogue.ts';
import { federate } from '../../query/federate.ts';
import { type AnswerFormat, printAnswer } from '../../query/print.ts';
import { runsFolder } from '../../schedule/folders.ts';
import { Graphs } from '../../store/graphs.ts';
import { projectRoot } from '../../store/project.ts';
import { refuse } from '../findings.ts';
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
  const question = questionOf(engine, text, options.file);
  if (!question.ok) return refuse(question.diagnostics, output, json);
  const { entry } = question.value;
  const graphs = options.source === undefined ? await graphsOf(engine, options) : ok(new Graphs());
  if (!graphs.ok) return refuse(graphs.diagnostics, output, json);
  const answer =
    options.source === undefined
      ? await ask(graphs.value, entry, options.file === undefined ? {} : { file: options.file })
      : await federate(graphs.value, [options.source], typeof entry === 'string' ? entry : entry.text);
  if (!answer.ok) {
    const lines = (typeof entry === 'string' ? entry : entry.text).split('\n');
    return refuse(answer.diagnostics, output, json, (_, line) => lines[line - 1]);
  }
  output.out(await printAnswer(answer.value, format));
  return EXIT.ok;
}

/** A file, a named query (`slo-table`, `history/slo-table`), or SPARQL text. */
function questionOf(
  engine: Engine,
  text: string | undefined,
  file: string | undefined,
): Result<{ entry: string | QueryEntry }> {
  if (file !== undefined) {
    try {
      return ok({ entry: readFileSync(file, 'utf8') });
    } catch (error) {
      return fail(unusable('query/no-file', `${file} cannot be read: ${(error as Error).message}`));
    }
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
  for (const run of listRuns(runsFolder(projectRoot('.')))) {
    const opened = await engine.open('.', run.name);
    if (!opened.ok) return opened;
    for (const quad of opened.value.graphs.match(null, null, null, null))
      if (quad.graph.termType !== 'DefaultGraph') graphs.add(quad);
  }
  return ok(graphs);
}

function list(engine: Engine, output: Output, json: boolean): ExitCode {
  const entries = engine.catalogue.names().flatMap((name) => {
    const entry = engine.catalogue.get(name);
    return entry.ok ? [{ name, question: entry.value.question }] : [];
  });
  if (json) output.out(JSON.stringify(entries, null, 2));
  else {
    const width = Math.max(...entries.map(({ name }) => name.length));
    for (const { name, question } of entries) output.out(`${name.padEnd(width)}  ${question}`);
  }
  return EXIT.ok;
}
