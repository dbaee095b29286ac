// The program in the test's own process: the same commands from the same words, with what they print kept. It takes a tenth of
// the time of a process of its own; what must be killed, read from a terminal or run by another user is started for real.
import { turns } from '../../src/base/in-turn.ts';

export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Thrown where the program would end the process. */
class Left extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`the program left with ${code}`);
    this.code = code;
  }
}

// Working folder, environment and standard output are the process's: one call at a time.
const inTurn = turns();

/** Runs the program with these words, in this folder and with this environment alone. */
export function callProgram(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Called> {
  return inTurn(() => call(args, cwd, env));
}

async function call(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<Called> {
  const before = { argv: process.argv, cwd: process.cwd(), env: process.env, exitCode: process.exitCode };
  // oxlint-disable-next-line typescript/unbound-method -- it is put back as it was
  const { exit } = process;
  const said = { out: '', err: '' };
  const restore = [
    keep(process.stdout, (text) => (said.out += text)),
    keep(process.stderr, (text) => (said.err += text)),
  ];
  process.argv = [process.execPath, 'spec-exec', ...args];
  process.env = { ...env };
  process.exitCode = undefined;
  process.exit = (code) => {
    throw new Left(Number(code ?? process.exitCode ?? 0));
  };
  process.chdir(cwd);
  try {
    const { program } = await import('../../src/cli/program.ts');
    await program().parseAsync(process.argv);
    return { code: Number(process.exitCode ?? 0), ...said };
  } catch (error) {
    if (error instanceof Left) return { code: error.code, ...said };
    // As src/cli/main.ts says it, so that whoever looks for it finds it.
    const text = `spec-exec: this is a bug in spec-exec\n${String((error as Error)?.stack ?? error)}\n`;
    return { code: 2, out: said.out, err: said.err + text };
  } finally {
    process.chdir(before.cwd);
    process.exit = exit;
    for (const one of restore) one();
    process.argv = before.argv;
    process.env = before.env;
    process.exitCode = before.exitCode;
  }
}

/** Takes what is written to a stream; gives what puts the stream back. */
function keep(stream: NodeJS.WriteStream, take: (text: string) => void): () => void {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back as it was
  const { write } = stream;
  stream.write = ((piece: string | Uint8Array, ...rest: unknown[]): boolean => {
    take(typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8'));
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }) as typeof stream.write;
  return () => void (stream.write = write);
}
