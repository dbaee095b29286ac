// spec-exec validate: is the specification closed, and where not?
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unusable, type Diagnostic } from '../../base/diagnostic.ts';
import { printDiagnostics } from '../../base/print-diagnostic.ts';
import { openEngine, type Checked } from '../../engine.ts';
import { linesOnDisk } from '../../store/lines.ts';
import { projectRoot } from '../../store/project.ts';
import { closureText } from '../../closure/closure-text.ts';
import { exitOf, paletteOf } from '../findings.ts';
import { EXIT, type ExitCode, type Output, worst } from '../output.ts';

export interface ValidateOptions {
  readonly shapes?: readonly string[];
  readonly minClosure: number;
  readonly format: 'human' | 'json' | 'turtle';
  readonly json?: boolean;
}

export async function validate(specs: readonly string[], options: ValidateOptions, output: Output): Promise<ExitCode> {
  const format = options.json ? 'json' : options.format;
  const paths = specs.length > 0 ? specs : allSpecs();
  const engine = openEngine();
  const codes: ExitCode[] = [];
  const documents: unknown[] = [];
  if (paths.length === 0) {
    const none = unusable('store/no-spec', 'There is no specification in .specify/specs/.', {
      help: 'Name one: spec-exec validate PATH',
    });
    return report([none], output, format);
  }
  for (const path of paths) {
    const checked = await engine.check(path, { shapes: options.shapes });
    if (!checked.ok) {
      codes.push(exitOf(checked.diagnostics));
      if (format === 'json')
        documents.push({ spec: path, conforms: false, closure: null, diagnostics: checked.diagnostics });
      else
        output.err(
          printDiagnostics(checked.diagnostics, {
            palette: paletteOf(output),
            lineText: linesOnDisk(projectRoot(path)),
          }),
        );
      continue;
    }
    const { closure } = checked.value;
    const enough =
      options.minClosure >= 100 ? closure.conforms && closure.percent >= 100 : closure.percent >= options.minClosure;
    codes.push(enough ? EXIT.ok : EXIT.failed);
    if (format === 'json') documents.push(documentOf(path, checked.value));
    else if (format === 'turtle') output.out(await (await import('../../query/print.ts')).turtle(closure.report()));
    else human(path, checked.value, output);
  }
  if (format === 'json') output.out(JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2));
  return worst(...codes);
}

function allSpecs(): string[] {
  const folder = join(projectRoot('.'), '.specify', 'specs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => join(folder, entry.name))
    .sort();
}

function report(diagnostics: readonly Diagnostic[], output: Output, format: string): ExitCode {
  if (format === 'json') output.out(JSON.stringify({ conforms: false, closure: null, diagnostics }, null, 2));
  else output.err(printDiagnostics(diagnostics, { palette: paletteOf(output) }));
  return exitOf(diagnostics);
}

function documentOf(path: string, { spec, closure, plan }: Checked) {
  return {
    spec: path,
    conforms: closure.conforms,
    closure: { met: closure.met, total: closure.total, percent: closure.percent, byClass: closure.byClass },
    triples: spec.documents.reduce((sum, document) => sum + document.triples, 0),
    documents: spec.documents.map(({ path: file, triples, digest }) => ({ path: file, triples, sha256: digest })),
    plan: plan
      ? { iri: plan.iri, tasks: plan.tasks.length, gates: plan.gates.length, phases: plan.phases.length }
      : null,
    diagnostics: closure.diagnostics,
  };
}

function human(path: string, { spec, closure }: Checked, output: Output): void {
  const palette = paletteOf(output);
  if (closure.diagnostics.length > 0)
    output.out(
      `${printDiagnostics(closure.diagnostics, { palette, lineText: (file, line) => spec.locations.lineText(file, line) })}\n`,
    );
  output.out(`${palette.bold(path)}: ${closureText(closure)}`);
}
