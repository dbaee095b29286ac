// spec-exec cancel: stops a run from elsewhere, as Ctrl-C does, and leaves nothing of it running.
import { openEngine } from '../../engine.ts';
import { refuse } from '../findings.ts';
import { counted } from '../layout.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';

export async function cancel(
  run: string | undefined,
  options: { readonly json?: boolean },
  output: Output,
): Promise<ExitCode> {
  const json = options.json ?? false;
  const done = await openEngine().cancel('.', run);
  if (!done.ok) return refuse(done.diagnostics, output, json);
  const { run: iri, held, stopped, before } = done.value;
  const name = iri.replace(/^urn:spec-exec:run:/, '');
  if (json) output.out(JSON.stringify({ ok: true, run: iri, held, stopped, before }));
  else {
    const what = before
      ? 'was stopped already'
      : stopped > 0
        ? `is stopped: nobody was at work on it, and ${counted(stopped, 'attempt')} that still ran ${stopped === 1 ? 'was' : 'were'} ended`
        : held
          ? 'is stopped'
          : 'is stopped: nobody was at work on it';
    output.out(`${name} ${what}. \`spec-exec resume\` goes on with it.`);
  }
  return EXIT.ok;
}
