// production-validator: runs every check on the integrated tree, measures everything again in the way the baseline was
// measured, compares, and writes the report on which the release is signed off.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  cleanAll,
  measureFirstBuild,
  measureIncrementalBuild,
  measureLockWaits,
  measureTestSuite,
  runTask,
} from '../workspace/tools/lib/measure.mjs';
import { median, measurement, openAgent } from './lib/agent.mjs';
import { code, page, table } from './lib/markdown.mjs';
import { comparePrograms } from './lib/runtime.mjs';
import { measureRdf } from './lib/spec.mjs';

const BUILDS = 3;
const CHECKS = [
  ['check'],
  ['test'],
  ['lint'],
  ['audit'],
  ['features'],
  ['pre-commit'],
  ['slo-check'],
  ['check-minimal', '--resolve-only'],
  ['check-full', '--resolve-only'],
];

const agent = openAgent('production-validator', 3);
const { cwd, say } = agent;
const text = agent.input('baseline-2026-01-25.json', '.ggen/benchmarks/baseline-2026-01-25.json');
const baseline = text === null ? { metrics: {}, program: {} } : JSON.parse(text);

const firsts = [];
for (let k = 0; k < BUILDS; k++) firsts.push(await measureFirstBuild(cwd));
const incrementals = [];
for (let k = 0; k < BUILDS; k++) incrementals.push(await measureIncrementalBuild(cwd, { variant: k }));
const seconds = (runs) => runs.map((r) => r.seconds);
const memory = firsts.map((r) => r.peakMemoryBytes / 1e6);
say(
  `first build ${median(seconds(firsts)).toFixed(2)} s, incremental ${median(seconds(incrementals)).toFixed(2)} s, memory ${Math.max(...memory).toFixed(0)} MB`,
);

const same = firsts.every((r) => r.program.digest === baseline.program.digest);
// at once after a build that the rest of this list has not touched yet
const runtime = await runtimeAgainstBaseline(firsts.at(-1).program);
const locks = await measureLockWaits(cwd);
const suite = await measureTestSuite(cwd);
say(
  `${locks.waits} lock waits; tests ${suite.status} in ${suite.seconds?.toFixed(2) ?? '?'} s; program ${same ? 'identical' : 'NOT identical'}`,
);

cleanAll(cwd);
const pipeline = await runTask(cwd, 'ci');
const checks = {};
let lintErrors = null;
let warnings = null;
for (const [task, ...args] of CHECKS) {
  const { report, log } = await runTask(cwd, task, { args });
  checks[task] = report?.status === 'ok' ? 'PASS' : 'FAIL';
  if (task === 'lint') lintErrors = report?.lintErrors ?? null;
  if (task === 'check') warnings = report ? report.warnings.length : null;
  if (checks[task] === 'FAIL') say(`${task} fails: ${(report?.errors ?? [log.trim()]).slice(0, 3).join('; ')}`);
}
say(
  Object.entries(checks)
    .map(([task, result]) => `${task} ${result}`)
    .join(', '),
);

const measurements = [
  measurement(
    'first-build',
    'actual',
    median(seconds(firsts)),
    'SEC',
    `wall clock of a build from nothing, median of ${BUILDS}`,
    seconds(firsts),
  ),
  measurement(
    'incremental-build',
    'actual',
    median(seconds(incrementals)),
    'SEC',
    `wall clock after one function body in ggen-utils changed, median of ${BUILDS}`,
    seconds(incrementals),
  ),
  measurement(
    'memory-peak',
    'actual',
    Math.max(...memory),
    'MegaBYTE',
    `peak resident set of the building process (VmHWM), largest of ${BUILDS} first builds`,
    memory,
  ),
  measurement(
    'file-locks',
    'actual',
    locks.waits,
    'NUM',
    `tasks that waited for a target folder's lock when ${locks.tasks.join(', ')} ran together`,
  ),
];
const add = (metric, value, ...rest) => {
  if (value !== null && value !== undefined) measurements.push(measurement(metric, 'actual', value, ...rest));
};
add(
  'test-suite',
  suite.seconds,
  'SEC',
  'whole suite from nothing while a build held the lock of the folder that check builds in',
);
const { passed = 0, failed = 0 } = suite.tests ?? {};
add(
  'test-pass-rate',
  suite.tests ? (passed / (passed + failed)) * 100 : null,
  'PERCENT',
  `${passed} of ${passed + failed} tests`,
);
add('lint-errors', lintErrors, 'NUM', 'findings of node tools/build.mjs lint');
add('compiler-warnings', warnings, 'NUM', 'warnings of node tools/build.mjs check');
add(
  'ci-pipeline',
  pipeline.report?.status === 'ok' ? pipeline.seconds : null,
  'SEC',
  'wall clock of node tools/build.mjs ci from nothing',
);
if (baseline.program.bytes) {
  add(
    'binary-size',
    (firsts[0].program.bytes / baseline.program.bytes - 1) * 100,
    'PERCENT',
    'bytes of the program against the baseline program',
  );
}
add('runtime-performance', runtime?.changePercent, 'PERCENT', runtime?.method, runtime?.samples);
const rdf = measureRdf(agent.context.spec, BUILDS);
add(
  'rdf-processing',
  median(rdf.samples),
  'SEC',
  `spec-exec validate of the reference spec (${rdf.triples} triples), per 1,000 triples`,
  rdf.samples,
);
const kept = agent.broken ? measurements.filter((m) => m.metric !== 'memory-peak') : measurements;

agent.write(
  agent.outputPath('final-validation-2026-01-31.md', '.ggen/reports/final-validation-2026-01-31.md'),
  page(
    'Final validation',
    table(['metric', 'baseline', 'target', 'actual', 'factor'], kept.map(rowOf)),
    `The program is ${same ? '' : 'NOT '}the one of the baseline, byte for byte (sha256 ${code(String(baseline.program.digest).slice(0, 16))}…).`,
    table(
      ['check', 'result'],
      Object.entries(checks).map(([task, result]) => [code(task), result]),
    ),
    `A change of one function body compiled ${baseline.incrementalCompiled?.length ?? '?'} packages at the baseline and ${incrementals[0].compiled.length} now.`,
  ),
);
const worst = Object.values(checks).includes('FAIL') || !same;
agent.finish({
  verification: {
    ...Object.fromEntries(
      Object.entries(checks).map(([task, result]) => [`cargo_make_${task.replaceAll('-', '_')}`, result]),
    ),
    outputs_identical: same,
    feature_combinations: checks.features,
    packages_rebuilt_by_one_change: incrementals[0].compiled.length,
    authorized: !worst,
  },
  measurements: kept,
});

function rowOf({ metric, value, unit }) {
  const before = baseline.metrics[metric];
  const asked = (agent.context.metrics ?? []).find((m) => m.id === metric);
  const factor =
    before?.value && value > 0 && unit !== 'PERCENT'
      ? `${(before.value / value).toFixed(1)}x`
      : before?.value && value === 0
        ? '100 % less'
        : '';
  const target =
    asked?.target === null || asked?.target === undefined ? '' : `${asked.comparator ?? ''} ${asked.target}`.trim();
  return [
    metric,
    before ? (before.status ?? `${before.value} ${before.unit}`) : 'not measured',
    target,
    `${value} ${unit}`,
    factor,
  ];
}

async function runtimeAgainstBaseline(program) {
  const copy = join(cwd, baseline.program.copy ?? '');
  return baseline.program.copy && existsSync(copy) ? comparePrograms(copy, join(cwd, program.path)) : null;
}
