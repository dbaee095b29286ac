// How a function of an ES module is run as a process: by a host that the supervisor starts like any other program.
import { fileURLToPath } from 'node:url';

const host = fileURLToPath(new URL('./module-host.mjs', import.meta.url));

/** The argv of the host for a module's file and the function that it exports. */
export function moduleArgv(file: string, exportName: string): readonly [string, ...string[]] {
  return [process.execPath, host, file, exportName];
}
