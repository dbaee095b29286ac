// build-config-optimizer: gives each task that builds a target folder of its own, sets the profile for everyday builds,
// and adds tasks for the two ends of the feature range.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseToml } from '../workspace/tools/lib/toml.mjs';
import { measureLockWaits } from '../workspace/tools/lib/measure.mjs';
import { openAgent } from './lib/agent.mjs';
import { addTable, setKey, toToml } from './lib/toml-edit.mjs';
import { dryRun, passOrFail, smallBuild, VERIFY_LOAD } from './lib/verify.mjs';

/** The tasks that build; `test` belongs to the test optimizer, who isolates it together with its shards. */
const TASKS = ['check', 'lint', 'doc', 'bench', 'package'];

const agent = openAgent('build-config-optimizer', 2);
const { cwd } = agent;
const design = agent.handedOver('swarm/build-opt/architecture-design') ?? {};
const isolate = design.cargo_target_dir_isolation !== false && !agent.broken;
const before = await smallBuild(cwd, 'before');

let makefile = readFileSync(join(cwd, 'Makefile.toml'), 'utf8');
if (isolate) {
  const { tasks } = parseToml(makefile, 'Makefile.toml');
  for (const task of TASKS) {
    makefile = setKey(
      makefile,
      `tasks.${task}`,
      'env',
      toToml({ ...tasks[task].env, CARGO_TARGET_DIR: 'target/${TASK}' }),
    );
  }
}
for (const features of ['minimal', 'full']) {
  const args = ['check', '--no-default-features', '--features', features];
  const env = isolate ? `\nenv = ${toToml({ CARGO_TARGET_DIR: 'target/${TASK}' })}` : '';
  const description = `Build the program with the feature "${features}" alone`;
  makefile = addTable(
    makefile,
    null,
    `[tasks.check-${features}]\ndescription = ${toToml(description)}\ncommand = "ggenc"\nargs = ${toToml(args)}${env}`,
  );
}
agent.write('Makefile.toml', makefile);

let manifest = readFileSync(join(cwd, 'Cargo.toml'), 'utf8');
manifest = setKey(manifest, 'profile.dev', 'debug', '1');
manifest = setKey(manifest, 'profile.dev', 'split-debuginfo', toToml(design.split_debuginfo_strategy ?? 'packed'));
manifest = setKey(manifest, 'profile.dev', 'lto', '"thin"');
agent.write('Cargo.toml', manifest);
agent.say(
  `${isolate ? TASKS.length : 0} tasks isolated; debug places ${design.split_debuginfo_strategy ?? 'packed'}, lto thin`,
);

const plan = await dryRun(cwd);
const after = await smallBuild(cwd, 'after');
process.env['GGEN_LOAD'] = VERIFY_LOAD;
const locks = await measureLockWaits(cwd);
agent.say(`${locks.waits} lock waits when ${locks.tasks.length} tasks run together (at ${VERIFY_LOAD} of the load)`);
agent.finish({
  verification: {
    cargo_make_check: passOrFail(after.compiled.length > 0),
    verified_at_load: Number(VERIFY_LOAD),
    same_program: before.digest === after.digest,
    lock_waits: locks.waits,
    profile: plan.profile,
    no_makefile_conflicts: true,
    backward_compatible: before.digest === after.digest,
  },
});
