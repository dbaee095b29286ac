// spec-exec conflicts: where the agents of a run meet now, before anything is merged.
import { openEngine } from '../../engine.ts';
import { conflictLines } from '../conflict-text.ts';
import { paletteOf, refuse } from '../findings.ts';
import { counted, listed, usableWidth } from '../layout.ts';
import { EXIT, type ExitCode, forTerminal, type Output } from '../output.ts';

export async function conflicts(
  run: string | undefined,
  options: { readonly json?: boolean },
  output: Output,
): Promise<ExitCode> {
  const json = options.json ?? false;
  const engine = openEngine();
  const opened = await engine.open('.', run);
  if (!opened.ok) return refuse(opened.diagnostics, output, json);
  const secrets = await engine.secrets('.', opened.value);
  if (!secrets.ok) return refuse(secrets.diagnostics, output, json);
  const found = await engine.conflicts(opened.value);
  if (!found.ok) return refuse(found.diagnostics, output, json);
  const { ref } = opened.value;
  const meeting = found.value;
  if (json) {
    const { conflicts: all = [], notes = [], tasks = [], left = [] } = meeting ?? {};
    const said = { run: ref.iri, git: meeting !== undefined, tasks, conflicts: all, notes, notLookedAt: left };
    output.out(secrets.value.mask(JSON.stringify(said, null, 2)));
    return EXIT.ok;
  }
  const say = (text: string): void => output.out(forTerminal(secrets.value.mask(text), output.color));
  if (meeting === undefined) {
    say('The agents of this run do not work in git: each has a folder of its own, and nothing is merged.');
    return EXIT.ok;
  }
  const { tasks, conflicts: all, left } = meeting;
  if (tasks.length < 2)
    say(
      tasks.length === 0
        ? 'Nobody has changes that are not merged.'
        : `Only ${tasks[0]} has changes that are not merged.`,
    );
  else say(`${counted(all.length, 'conflict')} between the changes of ${listed(tasks, 8)}.`);
  for (const line of conflictLines(meeting, usableWidth(output.columns), paletteOf(output))) say(line);
  if (left.length > 0) say(`Only a merge, or a command, tells of: ${left.join(', ')}.`);
  return EXIT.ok;
}
