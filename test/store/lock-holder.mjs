// A process that tries to take a run, says what came of it, and holds it until its standard input ends.
// Arguments: the built module, the folder, the kind of lock.
const [, , module, folder, how] = process.argv;
const { lockRun } = await import(module);
const lock = await lockRun(folder, how);
process.stdout.write(
  `${JSON.stringify(lock.ok ? { held: true } : { code: lock.diagnostics[0].code, message: lock.diagnostics[0].message })}\n`,
);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
