// Where compiled packages are kept: in the target folder by name, and, where the workspace has a cache, also by
// content, shared by all target folders. Files are renamed into place, so readers never see half of one.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes `text` whole or not at all. */
export function writeWhole(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, text);
  renameSync(part, file);
}

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** The store of one target folder; `cacheDir` is null where the workspace has no cache. */
export function openStore(targetDir, cacheDir) {
  const own = (name) => join(targetDir, 'deps', `${name}.json`);
  const shared = (kind, key) => join(cacheDir, kind, key.slice(0, 2), `${key}.json`);
  return {
    /** The artifact of a package if it was made from exactly what `fingerprint` stands for. */
    get(name, fingerprint) {
      const here = read(own(name));
      if (here?.fingerprint === fingerprint) return here.artifact;
      const cached = cacheDir && read(shared('packages', fingerprint));
      if (!cached) return null;
      writeWhole(own(name), JSON.stringify({ fingerprint, artifact: cached }));
      return cached;
    },
    put(name, fingerprint, artifact) {
      writeWhole(own(name), JSON.stringify({ fingerprint, artifact }));
      if (cacheDir) writeWhole(shared('packages', fingerprint), JSON.stringify(artifact));
    },
    tables: {
      get: (key) => (cacheDir ? read(shared('tables', key)) : null),
      put: (key, table) => {
        if (cacheDir) writeWhole(shared('tables', key), JSON.stringify(table));
      },
    },
  };
}
