// Asks spec-exec itself about the specification: whether it is closed, what is in it, how long that takes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = process.env['SPEC_EXEC_CLI'] || fileURLToPath(new URL('../../../../dist/cli/main.js', import.meta.url));
const PREFIX = 'PREFIX sx: <https://w3id.org/spec-exec/ns#>';

function specExec(args) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  return { status, stdout, stderr, seconds: (performance.now() - started) / 1000 };
}

/** `validate --json`: whether the spec is closed, its closure, and how long it took. Throws where there is no answer. */
export function validateSpec(spec) {
  const { status, stdout, stderr, seconds } = specExec(['validate', spec, '--json']);
  if (stdout.trim() === '') throw new Error(`spec-exec validate gave no answer (exit ${status}): ${stderr.trim()}`);
  return { ...JSON.parse(stdout), seconds };
}

function rows(spec, text) {
  const { status, stdout, stderr } = specExec(['query', '--spec', spec, '--json', `${PREFIX} ${text}`]);
  if (status !== 0) throw new Error(`spec-exec query failed (exit ${status}): ${stderr.trim()}`);
  const answer = JSON.parse(stdout);
  return (answer.results?.bindings ?? answer.rows ?? answer).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, term]) => [name, term?.value ?? term])),
  );
}

/** The bottlenecks, service levels and agents that the spec declares, as local names in order. */
export function membersOf(spec) {
  const found = rows(
    spec,
    `SELECT DISTINCT ?kind ?thing WHERE {
       { ?thing a sx:Bottleneck . BIND("bottlenecks" AS ?kind) } UNION
       { ?thing a sx:ServiceLevelObjective . BIND("metrics" AS ?kind) } UNION
       { ?thing a sx:Agent . BIND("agents" AS ?kind) }
     } ORDER BY ?kind ?thing`,
  );
  const of = (kind) => found.filter((row) => row.kind === kind).map((row) => /[^/#]*$/.exec(row.thing)[0]);
  return { bottlenecks: of('bottlenecks'), metrics: of('metrics'), agents: of('agents') };
}

/** How many triples the spec has. */
export function triplesIn(spec) {
  return Number(rows(spec, 'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }')[0].n);
}

/** Seconds per 1,000 triples to load the spec and close it, each sample a process of its own. */
export function measureRdf(spec, samples) {
  const triples = triplesIn(spec);
  return { triples, samples: Array.from({ length: samples }, () => (validateSpec(spec).seconds / triples) * 1000) };
}
