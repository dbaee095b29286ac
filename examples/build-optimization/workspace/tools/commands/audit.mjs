// audit: no vendored package may fall under a known advisory, and each must be byte for byte what was vendored.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseToml } from '../lib/toml.mjs';

export function run({ root }) {
  const { advisory = [] } = parseToml(readFileSync(join(root, 'audit/advisories.toml'), 'utf8'), 'audit/advisories.toml');
  const { checksums = {} } = parseToml(readFileSync(join(root, 'audit/checksums.toml'), 'utf8'), 'audit/checksums.toml');
  const errors = [];
  const names = readdirSync(join(root, 'vendor')).sort();
  for (const name of names) {
    const { version } = parseToml(readFileSync(join(root, 'vendor', name, 'Cargo.toml'), 'utf8'), `vendor/${name}/Cargo.toml`).package;
    for (const { id, package: affected, patched, title } of advisory) {
      if (affected === name && isOlder(version, patched)) errors.push(`${id}: ${name} ${version}: ${title}; update to ${patched}`);
    }
    const digest = digestOf(join(root, 'vendor', name));
    if (checksums[name] !== digest) errors.push(`vendor/${name} is not what was vendored (sha256 ${digest})`);
  }
  return { errors, audited: names.length, advisories: advisory.length };
}

function isOlder(version, other) {
  const [a, b] = [version, other].map((v) => v.split('.').map(Number));
  for (let at = 0; at < 3; at++) if (a[at] !== b[at]) return a[at] < b[at];
  return false;
}

/** One digest over all files of a folder, by path. */
export function digestOf(folder) {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  const paths = files.map((e) => join(e.parentPath ?? e.path, e.name)).sort();
  for (const path of paths) hash.update(path.slice(folder.length + 1)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}
