#!/usr/bin/env node
// The binary. A user's mistake never shows a stack trace; a bug of ours does, with a way to report it.
import { program } from './program.ts';
import { EXIT } from './output.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away (`spec-exec query … | head`): not an error of ours.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

try {
  await program().parseAsync(process.argv);
} catch (error) {
  process.stderr.write(
    `spec-exec: this is a bug in spec-exec, please report it with the lines below.\n${String((error as Error)?.stack ?? error)}\n`,
  );
  process.exitCode = EXIT.unusable;
}
