// Tables worked out at build time, where this build spends its time and its memory. A table is filled and then mixed,
// each cell from the one before; a few cells chosen from the whole and a digest of it go into the compiled package.
// Nothing sleeps and nothing is thrown away unread: leave out one step and the chosen cells come out differently.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MILLION = 1e6;
const arenas = new Map();

/** How much work the tables of this workspace are: `scale` from calibration.json (1 where there is none), times GGEN_LOAD. */
export function readLoad(root) {
  const file = join(root, 'calibration.json');
  const scale = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).scale : 1;
  const load = Number(process.env.GGEN_LOAD || 1);
  if (!(load > 0 && load <= 10)) throw new Error(`GGEN_LOAD=${process.env.GGEN_LOAD} is not a number above 0, 10 at most`);
  return { scale, load };
}

/** The cells and the steps of a table under a load; every cell is filled at least once. */
export function sizeOf(table, { scale, load }) {
  const cells = Math.max(64, Math.round(table.cells * Math.min(1, load)));
  return { cells, steps: Math.max(cells, Math.round(table.work * MILLION * scale * load)) };
}

/** Works a table out for one owner (a package, or a type): the chosen entries, and the digest of all cells. */
export function makeTable(table, owner, load) {
  const { cells, steps } = sizeOf(table, load);
  const memory = arenaOf(table.name, cells);
  const digest = mix(memory, steps, seedOf(`${table.name} for ${owner}`));
  const entries = [];
  for (let k = 0; k < table.select; k++) entries.push(memory[Math.floor(((k + 0.5) * cells) / table.select)]);
  return { entries, digest };
}

// Tables of the same name share memory between packages: each is filled anew, so nothing of the last one is left.
// Tables of different names stay side by side, as a compiler keeps all of a package's constants until it is written.
function arenaOf(name, cells) {
  const found = arenas.get(name);
  if (found?.length === cells) return found;
  const fresh = new Uint32Array(cells);
  arenas.set(name, fresh);
  return fresh;
}

/** The kernel: fill once, then mix in a ring for what is left of `steps`. Returns the state that every step went into. */
export function mix(cells, steps, seed) {
  const n = cells.length;
  let x = seed | 0;
  for (let i = 0; i < n; i++) {
    x = Math.imul(x ^ i, 0x9e3779b1);
    x ^= x >>> 15;
    x = (x + i) | 0;
    cells[i] = x;
  }
  for (let left = steps - n; left > 0; left -= n) {
    const end = left < n ? left : n;
    for (let i = 0; i < end; i++) {
      x = Math.imul(x ^ cells[i], 0x9e3779b1);
      x ^= x >>> 15;
      x = (x + i) | 0;
      cells[i] = x;
    }
  }
  return x >>> 0;
}

function seedOf(text) {
  let x = 0x811c9dc5;
  for (const c of text) x = Math.imul(x ^ c.codePointAt(0), 0x01000193);
  return x;
}
