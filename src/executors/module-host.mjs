// Runs one function of an ES module as an agent: node module-host.mjs FILE EXPORT. The function runs in a worker thread, so that this
// process still hears that it is to end, and tells the function by a signal; where that does not listen, the process is killed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

if (isMainThread) host();
else await work(workerData);

function host() {
  const [file, name] = process.argv.slice(2);
  const worker = new Worker(new URL(import.meta.url), { workerData: { file, name } });
  process.on('SIGTERM', () => worker.postMessage('stop'));
  worker.on('message', () => process.exit(0));
  worker.on('error', (error) => fail(error));
  worker.on('exit', (code) => {
    if (code === 0) fail(new Error('it ended before its function had'));
    process.exit(code);
  });
}

/** The stack for whoever reads the log; the message alone as the last line, which goes on record. */
function fail(error) {
  const message = String(error?.message ?? error);
  const said = error?.stack === undefined ? '' : `${error.stack}\n`;
  process.stderr.write(`${said}${message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}

async function work({ file, name }) {
  const module = await import(pathToFileURL(file).href);
  const agent = module[name];
  if (typeof agent !== 'function') {
    const there = Object.keys(module).filter((key) => typeof module[key] === 'function');
    throw new Error(
      `${file} exports no function "${name}"; ${there.length === 0 ? 'it exports none' : `there is: ${there.join(', ')}`}`,
    );
  }
  const stop = new AbortController();
  parentPort.on('message', () => stop.abort(new Error('the attempt is to end')));
  // Whoever waits for nothing but this keeps no process alive.
  parentPort.unref();
  const { SPEC_EXEC_CONTEXT, SPEC_EXEC_EVIDENCE, SPEC_EXEC_HANDOFF } = process.env;
  const write = (path, value) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
  };
  await agent(JSON.parse(readFileSync(SPEC_EXEC_CONTEXT, 'utf8')), {
    signal: stop.signal,
    leaveEvidence: (evidence) => write(SPEC_EXEC_EVIDENCE, evidence),
    // A key that begins with a dot would be a file that is passed over.
    handOver: (key, value) =>
      write(join(SPEC_EXEC_HANDOFF, `${encodeURIComponent(key).replace(/^\./, '%2E')}.json`), value),
  });
  // What it printed goes through the host, and is there before the host ends.
  for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve));
  parentPort.postMessage('done');
}
