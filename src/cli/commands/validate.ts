// spec-exec validate: is the specification closed, and where not?
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { unusable, type Diagnostic } from '../../base/diagnostic.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Verdict } from '../../closure/formats/verdict.ts';
import { notAnError, unknownToIgnore } from '../../closure/ignore.ts';
import { openEngine, type Checked, type Engine } from '../../engine.ts';
import { projectRoot } from '../../store/project.ts';
import { exitOf } from '../findings.ts';
import { EXIT, type ExitCode, type Output, worst } from '../output.ts';
import { type Format, type Judged, printJudged } from '../verdict-formats.ts';

export interface ValidateOptions {
  readonly shapes?: readonly string[];
  readonly minClosure: number;
  readonly format: Format;
  readonly json?: boolean;
  readonly ignore?: readonly string[];
  readonly all?: boolean;
  readonly watch?: boolean;
  /** False with --no-lift. */
  readonly lift?: boolean;
}

export async function validate(specs: readonly string[], options: ValidateOptions, output: Output): Promise<ExitCode> {
  const format = options.json ? 'json' : options.format;
  const all = options.all ?? false;
  const usage = (options.ignore ?? []).flatMap((code) => unknownToIgnore(code) ?? []).map(asUsage);
  if (options.watch && format !== 'human' && format !== 'json')
    usage.push(asUsage({ message: `--watch does not go with --format ${format}: it prints again and again.` }));
  if (usage.length > 0) return await printJudged([refused('', process.cwd(), usage)], { format, all }, output);
  const engine = openEngine();
  if (!options.watch) return await printJudged(await judgeAll(engine, specs, options), { format, all }, output);
  const { watchSpecs } = await import('../watch.ts');
  const shapes = (options.shapes ?? []).map((file) => dirname(file));
  return await watchSpecs(() => judgeAll(engine, specs, options), {
    folders: [...(specs.length > 0 ? specs.flatMap(foldersOf) : specsFolders()), ...shapes],
    further: (judged) => judged.flatMap(({ root, files }) => files.map((file) => dirname(join(root, file)))),
    print: (judged) => printJudged(judged, { format, all, compact: true }, output),
    quiet: format !== 'human',
    output,
  });
}

/** Every specification that was asked for, checked one after another; those of `.specify/specs/` where none was named. */
export async function judgeAll(
  engine: Engine,
  specs: readonly string[],
  options: Pick<ValidateOptions, 'shapes' | 'ignore' | 'minClosure' | 'lift'>,
): Promise<Judged[]> {
  const paths = specs.length > 0 ? ok(specs) : allSpecs();
  if (!paths.ok) return [refused(join('.specify', 'specs'), projectRoot('.'), paths.diagnostics)];
  const judged: Judged[] = [];
  for (const path of paths.value) {
    const checked = await engine.check(path, {
      shapes: options.shapes,
      ignore: options.ignore,
      lift: options.lift,
    });
    if (!checked.ok) judged.push(refused(path, projectRoot(path), checked.diagnostics));
    else judged.push(looked(path, checked.value, options));
  }
  return judged;
}

function refused(path: string, root: string, diagnostics: readonly Diagnostic[]): Judged {
  return { path, root, diagnostics, enough: false, files: [], exit: exitOf(diagnostics) || EXIT.unusable };
}

function looked(
  path: string,
  checked: Checked,
  { minClosure, ignore = [] }: Pick<ValidateOptions, 'ignore' | 'minClosure'>,
): Judged {
  const { spec, closure } = checked;
  const errors = new Set(closure.diagnostics.flatMap(({ code, severity }) => (severity === 'error' ? [code] : [])));
  const usage = ignore
    .filter((code) => errors.has(code as Diagnostic['code']))
    .map((code) => asUsage(notAnError(code)));
  const closed = minClosure >= 100 ? closure.conforms && closure.percent >= 100 : closure.percent >= minClosure;
  const verdict: Verdict = {
    path,
    root: spec.root,
    diagnostics: [...closure.diagnostics, ...usage],
    enough: closed && usage.length === 0,
    files: spec.documents.map((document) => document.path),
    score: closure,
  };
  return { ...verdict, checked, exit: worst(closed ? EXIT.ok : EXIT.failed, exitOf(usage)) };
}

function asUsage({ message, ...more }: Pick<Diagnostic, 'message'> & Partial<Diagnostic>): Diagnostic {
  const help = more.help ?? 'spec-exec validate --help shows the options.';
  return unusable('cli/usage', message, { ...(more.why === undefined ? {} : { why: more.why }), help });
}

/** The folders of `.specify/specs/`, as a person would write them from here. */
function allSpecs(): Result<string[]> {
  const folder = join(projectRoot('.'), '.specify', 'specs');
  const found = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
        .map((entry) => relative(process.cwd(), join(folder, entry.name)) || '.')
        .sort()
    : [];
  if (found.length > 0) return ok(found);
  return fail(
    unusable('store/no-spec', 'There is no specification in .specify/specs/.', {
      help: 'Name one: spec-exec validate PATH',
    }),
  );
}

/** The folder of a specification, and the shapes and dialects of its project. */
function foldersOf(path: string): string[] {
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path);
  const root = projectRoot(path);
  const dialects = join(root, '.specify', 'dialects');
  const names = existsSync(dialects) ? readdirSync(dialects) : [];
  return [folder, join(root, '.specify', 'shapes'), ...names.map((name) => join(dialects, name))];
}

/** Where new specifications would stand, and those that are there. */
function specsFolders(): string[] {
  const found = allSpecs();
  return [join(projectRoot('.'), '.specify', 'specs'), ...(found.ok ? found.value.flatMap(foldersOf) : [])];
}
