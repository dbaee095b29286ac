// The commands and their options. Commander is imported here and nowhere else; each command loads the engine when it runs,
// so that `--help` waits for no RDF library.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { packageRoot } from '../base/assets.ts';
import { unusable } from '../base/diagnostic.ts';
import { GUIDE, HELP } from './help.ts';
import { EXIT, type ExitCode, processOutput } from './output.ts';

function version(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

function percent(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value >= 0 && value <= 100)) throw new InvalidArgumentError('It must be a number from 0 to 100.');
  return value;
}

/** An option that may be given several times. */
function collected(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number from 0.');
  return value;
}

/** Runs a command's function and takes its number as the exit status. */
function exits<A extends unknown[]>(run: (...args: A) => Promise<ExitCode>): (...args: A) => Promise<void> {
  return async (...args) => {
    process.exitCode = await run(...args);
  };
}

function wantsJson(): boolean {
  const [, , ...words] = process.argv;
  return words.some(
    (word, at) => word === '--json' || word === '--format=json' || (word === '--format' && words[at + 1] === 'json'),
  );
}

/** Programs that asked for JSON get a mistake in the command line as JSON, too, and nothing else. */
const usageOutput = {
  writeErr: (text: string): void => void (wantsJson() || process.stderr.write(text)),
};

function usageDocument(error: CommanderError): string {
  const [message = '', near] = error.message.replace(/^error: /, '').split('\n');
  const help = near?.replace(/^\((.*)\)$/, '$1') || 'spec-exec --help shows the commands.';
  const diagnostic = unusable('cli/usage', `${message.replace(/\.$/, '')}.`, { help });
  return JSON.stringify({ ok: false, diagnostics: [diagnostic] }, null, 2);
}

const noLift = (): Option => new Option('--no-lift', 'take the specification as it is written, in whatever vocabulary');

const json = (): Option => new Option('--json', 'print JSON: one document, or one event a line (= --format json)');

/** How a run goes, whether it begins or goes on. */
const howFar = (command: Command): Command =>
  command
    .option('--jobs <n>', 'how many tasks run at once at the most', count)
    .option('--resources <list>', 'what the run has of its pools, such as cpu=4,memory=8GiB')
    .option('--until <step>', 'do what this task, gate or phase needs, and it; then stop')
    .option('--keep-going', 'after a failure, go on with what does not depend on it')
    .option('--dry-run', 'say what would run, in which order and why; start nothing')
    .option('--wait', 'stay while the run waits for a person, instead of exiting with 4');

export function program(): Command {
  const cli = new Command('spec-exec')
    .description(
      'Closes specifications written in Turtle by SHACL, derives their plan by SPARQL, runs it, and records it as triples.',
    )
    .version(version())
    .showSuggestionAfterError()
    .showHelpAfterError('(spec-exec --help shows the commands)')
    .configureOutput(usageOutput)
    .exitOverride((error) => {
      if (error.exitCode !== 0 && wantsJson()) processOutput.out(usageDocument(error));
      process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.unusable);
    })
    .addHelpText('after', GUIDE);

  howFar(cli.command('run', { isDefault: true }))
    .description('run a plan: PLAN is a plan.ttl or the folder of a specification')
    .argument('<plan>', 'plan.ttl, or the folder of a specification')
    .option('--bindings <name|file>', 'how agents and commands run here', 'default')
    .option('--min-closure <percent>', 'refuse to run below this closure', percent, 100)
    .option('--shapes <file...>', 'further SHACL shapes that the specification must fit')
    .addOption(noLift())
    .addOption(json())
    .addHelpText('after', HELP.run)
    .action(exits(async (plan, options) => (await import('./commands/run.ts')).run(plan, options, processOutput)));

  cli
    .command('validate')
    .description('say whether specifications are closed, and every gap at its line')
    .argument('[spec...]', 'plan.ttl files or folders; without it all of .specify/specs/*')
    .option('--shapes <file...>', 'further SHACL shapes that the specification must fit')
    .option('--min-closure <percent>', 'exit 1 below this closure', percent, 100)
    .option('--ignore <code>', 'leave out the warnings and notes of a code or room (repeatable)', collected)
    .option('--all', 'show every finding in full; without it those alike are told by their lines')
    .option('--watch', 'look again whenever a file changes')
    .addOption(
      new Option('--format <format>', 'how findings are printed')
        .choices(['human', 'json', 'sarif', 'junit', 'github', 'turtle'])
        .default('human'),
    )
    .addOption(noLift())
    .addOption(json())
    .addHelpText('after', HELP.validate)
    .action(
      exits(async (specs, options) => (await import('./commands/validate.ts')).validate(specs, options, processOutput)),
    );

  cli
    .command('graph')
    .description('show the derived graph: what waits for what and why, the critical path, the estimated end')
    .argument('<spec>', 'plan.ttl, or the folder of a specification')
    .addOption(new Option('--format <format>', 'how the graph is printed').choices(['text', 'json']).default('text'))
    .addOption(noLift())
    .addOption(json())
    .addHelpText('after', HELP.graph)
    .action(exits(async (spec, options) => (await import('./commands/graph.ts')).graph(spec, options, processOutput)));

  cli
    .command('lift')
    .description('print a specification of another vocabulary in ours, each guess as a comment at its line')
    .argument('<spec>', 'a Turtle file, or the folder of a specification')
    .option('--output <dir>', 'write feature.ttl, entities.ttl and plan.ttl into this folder instead')
    .addOption(new Option('--format <format>', 'how it is printed').choices(['turtle', 'json']).default('turtle'))
    .addOption(json())
    .addHelpText('after', HELP.lift)
    .action(exits(async (spec, options) => (await import('./commands/lift.ts')).lift(spec, options, processOutput)));

  cli
    .command('explain')
    .alias('why')
    .description('say why a task, gate or phase is where it is, or what the code of a finding means')
    .argument('<subject>', 'a task, gate or phase (its name or IRI), or a code such as closure/metric-without-target')
    .option('--run <run>', 'of this run instead of the newest')
    .addOption(new Option('--spec <spec>', 'of this specification instead of a run').conflicts('run'))
    .addOption(json())
    .addHelpText('after', HELP.explain)
    .action(
      exits(async (subject, options) =>
        (await import('./commands/explain.ts')).explain(subject, options, processOutput),
      ),
    );

  cli
    .command('status')
    .description('say where a run is: tasks, gates, what it waits for')
    .argument('[run]', 'a run, by its name or the end of it; without it the newest')
    .option('--exit-code', "exit with the run's own code instead of 0")
    .addOption(json())
    .addHelpText('after', HELP.status)
    .action(exits(async (run, options) => (await import('./commands/status.ts')).status(run, options, processOutput)));

  cli
    .command('logs')
    .description('print what the newest attempt of each task printed, or that of one task')
    .argument('[task]', 'a task, by its name; without it all that were tried')
    .option('--run <run>', 'a run, by its name or the end of it; without it the newest')
    .addOption(new Option('-f, --follow', 'go on with what TASK prints, until it is finished').conflicts('json'))
    .addOption(json())
    .addHelpText('after', HELP.logs)
    .action(exits(async (task, options) => (await import('./commands/logs.ts')).logs(task, options, processOutput)));

  cli
    .command('conflicts')
    .description('say where agents of a run meet, before their changes are merged')
    .argument('[run]', 'a run, by its name or the end of it; without it the newest')
    .addOption(json())
    .addHelpText('after', HELP.conflicts)
    .action(
      exits(async (run, options) => (await import('./commands/conflicts.ts')).conflicts(run, options, processOutput)),
    );

  howFar(cli.command('resume'))
    .addOption(new Option('--whole', 'go to the end, where the run was asked to go --until a step').conflicts('until'))
    .description(
      'go on with a run that was interrupted or killed, waited for a person, or whose specification was changed',
    )
    .argument('[run]', 'a run, by its name or the end of it; without it the newest')
    .option('--bindings <name|file>', 'how agents and commands run here; without it as the run began')
    .option('--strict', 'refuse where the specification was changed since the run began')
    .addOption(
      new Option('--as-recorded', 'go on by the specification on record, however it was changed since').conflicts(
        'strict',
      ),
    )
    .option('--min-closure <percent>', 'refuse a changed specification below this closure; as the run began', percent)
    .addOption(json())
    .addHelpText('after', HELP.resume)
    .action(exits(async (run, options) => (await import('./commands/resume.ts')).resume(run, options, processOutput)));

  cli
    .command('cancel')
    .description('stop a run, as Ctrl-C does where it was started; nothing of it is left running')
    .argument('[run]', 'a run, by its name or the end of it; without it the newest')
    .addOption(json())
    .addHelpText('after', HELP.cancel)
    .action(exits(async (run, options) => (await import('./commands/cancel.ts')).cancel(run, options, processOutput)));

  cli
    .command('approve')
    .description('approve or reject a gate, or say that a task is done, that waits for a person')
    .argument('<run>', 'a run, by its name or the end of it, or `latest`')
    .argument('<gate>', 'the gate, or the task that a person does, by its name or IRI')
    .requiredOption('--as <name>', 'who approves')
    .option('--reject', 'say no')
    .option('--note <text>', 'why')
    .option('--wait', 'stay until something came of it: the gate was judged, the task checked')
    .addOption(json())
    .addHelpText('after', HELP.approve)
    .action(
      exits(async (run, gate, options) =>
        (await import('./commands/approve.ts')).approve(run, gate, options, processOutput),
      ),
    );

  const handOff = cli
    .command('handoff')
    .description('get, put or list the values that tasks hand over')
    .addHelpText('after', HELP.handoff);
  handOff
    .command('get')
    .description('print the newest value of a key')
    .argument('<key>', 'the key of the hand-off')
    .option('--run <run>', 'of this run; inside a task, of its own')
    .action(exits(async (key, options) => (await import('./commands/handoff.ts')).get(key, options, processOutput)));
  handOff
    .command('put')
    .description('inside a task: hand a value over once the task has succeeded; outside: in your name')
    .argument('<key>', 'the key of the hand-off')
    .argument('[value]', 'the JSON value; without it, standard input')
    .option('--run <run>', 'outside a task: in this run; without it the newest')
    .option('--as <name>', 'outside a task: who hands it over')
    .option('--if-version <n>', 'only where this version is the newest; 0: where there is none yet', wholeNumber)
    .action(
      exits(async (key, value, options) =>
        (await import('./commands/handoff.ts')).put(key, value, options, processOutput),
      ),
    );
  handOff
    .command('list')
    .description('list the keys and their newest values')
    .option('--run <run>', 'of this run; inside a task, of its own')
    .option('--phase <phase>', 'only what tasks of this phase read or leave')
    .addOption(json())
    .action(exits(async (options) => (await import('./commands/handoff.ts')).list(options, processOutput)));

  cli
    .command('query')
    .description('ask in SPARQL: a text, a named query (spec-exec query --list), or a file')
    .argument('[text|name]', 'SPARQL text, or the name of a query such as slo-table')
    .option('--file <file>', 'read the query from a file')
    .option('--list', 'list the named queries')
    .option('--run <run>', 'ask this run instead of the newest')
    .addOption(new Option('--all', 'ask all runs together').conflicts(['run', 'spec']))
    .addOption(new Option('--spec <spec>', 'ask a specification instead of a run').conflicts('run'))
    .option('--source <url>', 'ask this SPARQL endpoint or document over the network instead')
    .addOption(
      new Option('--format <format>', 'how rows are printed').choices(['table', 'json', 'csv', 'tsv', 'turtle']),
    )
    .addOption(json())
    .addHelpText('after', HELP.query)
    .action(exits(async (text, options) => (await import('./commands/query.ts')).query(text, options, processOutput)));

  return cli;
}
