// What validate found, as people or programs want it. However many specifications were asked for, a format for programs is one document.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../base/assets.ts';
import { printDiagnostics } from '../base/print-findings.ts';
import { printableName } from '../base/printable.ts';
import { unreachable } from '../base/result.ts';
import { closureText } from '../closure/closure-text.ts';
import type { Verdict } from '../closure/formats/verdict.ts';
import type { Checked } from '../engine.ts';
import { linesOnDisk } from '../store/lines.ts';
import { dialectOf, liftedLine } from './dialect-text.ts';
import { paletteOf, printingOf } from './findings.ts';
import { type ExitCode, type Output, worst } from './output.ts';

export type Format = 'human' | 'json' | 'sarif' | 'junit' | 'github' | 'turtle';

/** A verdict, what it rests on (absent where the specification could not be read), and the exit status that it means. */
export interface Judged extends Verdict {
  readonly checked?: Checked;
  readonly exit: ExitCode;
}

export interface JudgedFormat {
  readonly format: Format;
  /** Whether every finding is shown in full to people. */
  readonly all: boolean;
  /** JSON on one line. */
  readonly compact?: boolean;
}

/** Prints all of them, and gives the exit status that they mean together. */
export async function printJudged(
  judged: readonly Judged[],
  { format, all, compact }: JudgedFormat,
  output: Output,
): Promise<ExitCode> {
  switch (format) {
    case 'human':
      for (const one of judged) human(one, all, output);
      break;
    case 'json': {
      const documents = judged.map(documentOf);
      output.out(JSON.stringify(documents.length === 1 ? documents[0] : documents, null, compact ? 0 : 2));
      break;
    }
    case 'sarif': {
      const { sarifLog } = await import('../closure/formats/sarif.ts');
      output.out(JSON.stringify(sarifLog(judged, version()), null, 2));
      break;
    }
    case 'junit':
      output.out((await import('../closure/formats/junit.ts')).junitXml(judged));
      break;
    case 'github':
      for (const line of (await import('../closure/formats/github.ts')).githubLines(judged)) output.out(line);
      for (const { path, checked } of judged)
        if (checked) output.out(`${printableName(path)}: ${closureText(checked.closure)}`);
      break;
    case 'turtle': {
      const [{ allFindings }, { reportQuads }, { turtle }] = await Promise.all([
        import('../closure/formats/verdict.ts'),
        import('../closure/report.ts'),
        import('../query/print.ts'),
      ]);
      output.out(await turtle(reportQuads(allFindings(judged).map(({ finding }) => finding))));
      break;
    }
    default:
      return unreachable(format);
  }
  return worst(...judged.map(({ exit }) => exit));
}

function version(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

function documentOf({ path, checked, diagnostics }: Judged): object {
  if (!checked) return { ...(path === '' ? {} : { spec: path }), conforms: false, closure: null, diagnostics };
  const { spec, lifted, closure, plan } = checked;
  return {
    spec: path,
    ...(lifted && { dialect: dialectOf(lifted) }),
    conforms: closure.conforms,
    closure: { met: closure.met, total: closure.total, percent: closure.percent, byClass: closure.byClass },
    triples: spec.documents.reduce((sum, document) => sum + document.triples, 0),
    documents: spec.documents.map(({ path: file, triples, digest }) => ({ path: file, triples, sha256: digest })),
    plan: plan
      ? { iri: plan.iri, tasks: plan.tasks.length, gates: plan.gates.length, phases: plan.phases.length }
      : null,
    diagnostics,
  };
}

/** What could not be read is told on standard error; what was looked at, on standard output. */
function human({ path, root, checked, diagnostics }: Judged, all: boolean, output: Output): void {
  if (!checked) {
    output.err(printDiagnostics(diagnostics, printingOf(output, linesOnDisk(root), all)));
    return;
  }
  const { spec, lifted, closure } = checked;
  const lineText = (file: string, line: number) => spec.locations.lineText(file, line) ?? onDisk(file, line);
  const onDisk = linesOnDisk(root);
  if (diagnostics.length > 0) output.out(`${printDiagnostics(diagnostics, printingOf(output, lineText, all))}\n`);
  if (lifted) output.out(`${liftedLine(lifted)} --no-lift judges it as it is written.`);
  output.out(`${paletteOf(output).bold(printableName(path))}: ${closureText(closure)}`);
}
