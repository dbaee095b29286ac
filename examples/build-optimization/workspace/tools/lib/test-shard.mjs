// Runs some test files in this process and prints their results as JSON. A test file offers `tests`: names to
// functions of `{ call, spawn, folder }`; a test fails by throwing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [program, ...files] = process.argv.slice(2);
const { main } = await import(pathToFileURL(program));
const folder = mkdtempSync(join(tmpdir(), 'ggen-test-'));

/** The program called in this process: exit status and what it wrote. */
const call = (...args) => {
  let out = '';
  let error = '';
  const status = main(args, { out: (text) => (out += text), error: (text) => (error += text) });
  return { status, out, error };
};

/** The program as users start it. */
const spawn = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, out: stdout, error: stderr };
};

const results = [];
try {
  for (const file of files) {
    const { tests } = await import(pathToFileURL(file));
    const failed = [];
    let passed = 0;
    for (const [name, test] of Object.entries(tests)) {
      try {
        await test({ call, spawn, folder });
        passed++;
      } catch (error) {
        failed.push(`${name}: ${error.message.split('\n')[0]}`);
      }
    }
    results.push({ file: basename(file), passed, failed });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(JSON.stringify(results));
