// Loads the packages that the build put together in this folder, with the code that V8 made of them then. V8 itself refuses code
// of another version or other flags; then it compiles, as it would have done anyway.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const folder = dirname(fileURLToPath(import.meta.url));
const fromOutside = createRequire(import.meta.url);
const modules = new Map();

/** What was compiled so far, by file: the build keeps V8's code of it. */
export const scripts = new Map();

/** The file beside a script that holds its code for this version of Node. */
export const codeFile = (file) => join(folder, `${file}.${process.version}-${process.arch}`);

/** The exports of a file of this folder. */
export function load(file) {
  const known = modules.get(file);
  if (known) return known.exports;
  const module = { exports: {} };
  modules.set(file, module);
  const path = join(folder, file);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
  const script = new Script(source, { filename: path, cachedData: code(file) });
  scripts.set(file, script);
  const require = (name) => (name.startsWith('./') ? load(name.slice(2)) : fromOutside(name));
  script.runInThisContext().call(module.exports, module.exports, require, module, path, folder);
  return module.exports;
}

function code(file) {
  try {
    return readFileSync(codeFile(file));
  } catch {
    return undefined;
  }
}
