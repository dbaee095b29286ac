// What every agent of this example does at its beginning and its end: read what it was given, leave its evidence.
// The contract is docs/agents.md; run by hand, without an orchestrator, an agent works on the folder it is started in
// and prints its evidence.
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { changesIn } from './changes.mjs';

const MS_PER_HOUR = 3_600_000;

/**
 * Opens the agent called `id`. `broken` is true where SPEC_EXEC_EXAMPLE_BREAK names it: then it does its job badly in
 * one way, says nothing of it and still ends with 0, so that the gate which watches it can be seen to stay shut.
 */
export function openAgent(id, phase) {
  const file = process.env['SPEC_EXEC_CONTEXT'];
  const context = file ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const cwd = process.cwd();
  const broken = (process.env['SPEC_EXEC_EXAMPLE_BREAK'] ?? '').split(',').includes(id);
  const say = (line) => process.stdout.write(`${id}: ${line}\n`);

  /** Where the output that ends with `name` belongs: as the plan says it, else `usual`. */
  const outputPath = (name, usual) => {
    const given = (context.outputs ?? []).map((o) => o.path).find((p) => p.endsWith(name) && !p.includes('*'));
    return given ?? usual;
  };

  return {
    id,
    cwd,
    context,
    broken,
    say,
    outputPath,

    /** Writes a file of the working folder; the path is as in {@link outputPath}. */
    write(path, text) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    },

    /** The text of an input that ends with `name`: the stored copy, else the file in the worktree; null if neither. */
    input(name, usual) {
      const given = (context.inputs ?? []).find((i) => i.path.endsWith(name) && i.file && existsSync(i.file));
      if (given) return readFileSync(given.file, 'utf8');
      return existsSync(join(cwd, usual)) ? readFileSync(join(cwd, usual), 'utf8') : null;
    },

    /** A value that another task handed over, or null. */
    handedOver: (key) => context.handoffs?.[key] ?? null,

    /** Hands a value over under `key`. */
    handOff(key, value) {
      const folder = process.env['SPEC_EXEC_HANDOFF'];
      if (!folder) return say(`hand-off ${key} ${JSON.stringify(value)}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${encodeURIComponent(key)}.json`), `${JSON.stringify(value, null, 2)}\n`);
    },

    /** Leaves the evidence: how long it took and what changed are measured here, the rest is the agent's. */
    finish({ verification, measurements, notes, ...more }) {
      const evidence = {
        agent: id,
        phase: context.phase?.order ?? phase,
        duration_hours: Number((performance.now() / MS_PER_HOUR).toFixed(6)),
        changes: changesIn(cwd),
        verification,
        ...(measurements && { measurements }),
        ...(notes && { notes }),
        ...more,
      };
      const target = process.env['SPEC_EXEC_EVIDENCE'];
      const text = `${JSON.stringify(evidence, null, 2)}\n`;
      if (target) writeFileSync(target, text);
      else process.stdout.write(text);
    },
  };
}

/** One measurement for the evidence. */
export function measurement(metric, kind, value, unit, method, samples = [value]) {
  const round = (n) => Number(n.toPrecision(6));
  return { metric, kind, value: round(value), unit, samples: samples.map(round), method };
}

/** The middle of the samples. */
export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
