// spec-exec graph: what waits for what and why, the critical path, the estimated end.
import { graphJson } from '../../derive/graph-json.ts';
import { graphText } from '../../derive/graph-text.ts';
import { openEngine } from '../../engine.ts';
import { linesOnDisk } from '../../store/lines.ts';
import { projectRoot } from '../../store/project.ts';
import { refuse } from '../findings.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';

export async function graph(
  spec: string,
  options: { readonly format: 'text' | 'json'; readonly json?: boolean },
  output: Output,
): Promise<ExitCode> {
  const json = options.json === true || options.format === 'json';
  const checked = await openEngine().check(spec);
  if (!checked.ok) return refuse(checked.diagnostics, output, json, linesOnDisk(projectRoot(spec)));
  const { plan, closure, spec: loaded } = checked.value;
  if (!plan) return refuse(closure.diagnostics, output, json, (file, line) => loaded.locations.lineText(file, line));
  output.out(json ? JSON.stringify(graphJson(plan), null, 2) : graphText(plan));
  if (closure.conforms || json) return EXIT.ok;
  output.err(`The specification is not closed (${closure.percent} %): spec-exec validate ${spec} says where.`);
  return EXIT.ok;
}
