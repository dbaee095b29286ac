#!/usr/bin/env node
// The binary. A user's mistake never shows a stack trace; a bug of ours does, with a way to report it.
import { program } from './program.ts';
import { EXIT } from './output.ts';

let told = false;
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader went away (`spec-exec query … | head`), or the terminal was closed: not an error of ours. A run goes on to its
    // end without a reader, and pauses in order where its terminal is gone (SIGHUP).
    if (error.code === 'EPIPE' || error.code === 'EIO') return;
    // A full disk: what was printed is not whole, whatever the command comes to.
    if (told) return;
    told = true;
    if (stream === process.stdout) process.stderr.write(`spec-exec: the output cannot be written: ${error.message}\n`);
    process.once('exit', () => (process.exitCode = EXIT.unusable));
  });

/** Says that it is our fault, in a few lines. A run that was under way can be resumed: what it did is on record. */
function bug(error: unknown): void {
  process.stderr.write(
    `spec-exec: this is a bug in spec-exec, please report it with the lines below.\n${String((error as Error)?.stack ?? error)}\n`,
  );
  process.exitCode = EXIT.unusable;
}

// What a library throws where nobody waits for it: Node would print the library's whole line of code, which may be all of it.
process.on('uncaughtException', (error) => {
  bug(error);
  process.exit();
});

try {
  if (process.argv.length <= 2) {
    program().outputHelp({ error: true });
    process.exitCode = EXIT.unusable;
  } else await program().parseAsync(process.argv);
} catch (error) {
  bug(error);
}
