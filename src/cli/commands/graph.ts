// spec-exec graph: what waits for what and why, the critical path, the estimated end. Of a specification that lacks parts it shows
// what there is, and says what is missing.
import type { Diagnostic } from '../../base/diagnostic.ts';
import { printDiagnostics } from '../../base/print-findings.ts';
import { closureText } from '../../closure/closure-text.ts';
import { graphJson } from '../../derive/graph-json.ts';
import { graphText } from '../../derive/graph-text.ts';
import { openEngine } from '../../engine.ts';
import { linesOnDisk } from '../../store/lines.ts';
import { projectRoot } from '../../store/project.ts';
import { dialectOf, liftedLine } from '../dialect-text.ts';
import { printingOf, refuse } from '../findings.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';

export interface GraphWords {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  /** False with --no-lift. */
  readonly lift?: boolean;
}

export async function graph(spec: string, options: GraphWords, output: Output): Promise<ExitCode> {
  const json = options.json === true || options.format === 'json';
  const checked = await openEngine().check(spec, { lift: options.lift });
  if (!checked.ok) return refuse(checked.diagnostics, output, json, linesOnDisk(projectRoot(spec)));
  const { plan, outline, lifted, closure, spec: loaded } = checked.value;
  const lineText = (file: string, line: number): string | undefined => loaded.locations.lineText(file, line);
  const missing = closure.diagnostics.filter(({ severity }) => severity === 'error');
  // Without a single task, gate or phase there is nothing to show.
  if (!plan && outline.nodes.length === 0) return refuse(missing, output, json, lineText);
  if (json) {
    const more = plan ? {} : { complete: false, diagnostics: missing };
    output.out(
      JSON.stringify({ ...(lifted && { dialect: dialectOf(lifted) }), ...graphJson(outline), ...more }, null, 2),
    );
    return plan ? EXIT.ok : EXIT.failed;
  }
  output.out(graphText(outline));
  if (lifted) output.err(liftedLine(lifted));
  if (!plan) output.err(`${printDiagnostics(whyNoPlan(missing), printingOf(output, lineText, false))}\n`);
  if (!closure.conforms) output.err(`${closureText(closure)}\n\`spec-exec validate ${spec}\` says where.`);
  return plan ? EXIT.ok : EXIT.failed;
}

/** Of all that is missing, what keeps it from being a plan; all of it where nothing says so by itself. */
function whyNoPlan(missing: readonly Diagnostic[]): readonly Diagnostic[] {
  const why = missing.filter(
    ({ code }) =>
      /^(derive|lift)\//.test(code) || code === 'closure/unknown-reference' || code === 'closure/unknown-term',
  );
  return why.length > 0 ? why : missing;
}
