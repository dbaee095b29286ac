// specification-validator: says whether the specification is closed, and files it in the workspace it is about.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openAgent } from './lib/agent.mjs';
import { membersOf, validateSpec } from './lib/spec.mjs';
import { passOrFail } from './lib/verify.mjs';

const agent = openAgent('specification-validator', 1);
const { spec } = agent.context;
if (!spec) throw new Error('this agent reads the specification that an orchestrator names; run it with a context');

const answer = validateSpec(spec);
const { met, total, percent } = answer.closure ?? {};
agent.say(`closure ${met} of ${total} obligations, ${percent} %`);

const folder = join('.specify', 'specs', '007-optimize-build-times');
mkdirSync(join(agent.cwd, folder), { recursive: true });
const files = readdirSync(spec).filter((name) => name.endsWith('.ttl'));
for (const name of files) copyFileSync(join(spec, name), join(agent.cwd, folder, name));

const { bottlenecks, metrics, agents } = membersOf(spec);
agent.say(`${bottlenecks.length} bottlenecks, ${metrics.length} service levels, ${agents.length} agents`);
if (!agent.broken) {
  agent.handOff('swarm/build-opt/spec-closure', {
    ...Object.fromEntries(bottlenecks.map((name, at) => [`bottleneck_${at + 1}`, name])),
    metrics: metrics.length,
    agents: agents.length,
    status: answer.conforms ? 'spec-complete' : 'spec-incomplete',
  });
}
agent.finish({
  verification: {
    spec_closure: passOrFail(answer.conforms),
    closure_percent: percent,
    obligations_met: met,
    obligations_total: total,
    open_findings: answer.diagnostics?.length ?? 0,
    files: files.length,
  },
});
if (!answer.conforms) process.exitCode = 1;
