// What becomes of tasks that fail in a whole run: causes and consequences as they stand on record.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Quad_Predicate, Quad_Subject } from '@rdfjs/types';
import { prov, rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { Project } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  await Promise.all(projects.splice(0).map((project) => project.remove()));
});

/** Of each attempt, in order: how it ended, why, what followed, who did it. */
function attempts(project: Project): Record<string, string[]> {
  const graphs = project.record();
  const of = (one: Quad_Subject, property: Quad_Predicate): string =>
    graphs.object(one, property)?.value.replace(/^.*#/, '') ?? '-';
  const found: Record<string, string[]> = {};
  const all = graphs.subjects(rdf.type, sx.Attempt);
  for (const one of all.sort((a, b) => (a.value < b.value ? -1 : 1)))
    (found[of(one, sx.task)] ??= []).push(
      [sx.ending, sx.cause, sx.consequence, prov.wasAssociatedWith].map((property) => of(one, property)).join(' '),
    );
  return found;
}

it('has each cause on record, waits before retries, hands over to another agent, and stops what the plan says', async () => {
  const seconds = (number: number) => `"PT${number}S"^^xsd:dayTimeDuration`;
  const by = 'sx:assignedTo :agent';
  const project = new Project({
    turtle: `:second a sx:Agent ; dcterms:title "The second" . :plan sx:onFailure sx:stopDependents .`,
    tasks: [
      {
        id: 'flaky',
        argv: ['sh', '-c', 'case $SPEC_EXEC_ATTEMPT in *:3) ;; *) exit 7 ;; esac'],
        retriesMax: 2,
        more: `${by} ; sx:retryDelay ${seconds(0.2)} ; sx:retryJitter 0.0`,
      },
      { id: 'given-up', argv: ['false'], more: `${by} ; sx:fallbackAgent :second` },
      { id: 'silent', argv: ['sleep', '617'], more: `${by} ; sx:idleTimeout ${seconds(0.5)}` },
      { id: 'slow', argv: ['sleep', '617'], more: `${by} ; sx:timeout ${seconds(0.3)} ; sx:taskTimeout ${seconds(9)}` },
      { id: 'late', argv: ['sleep', '617'], retriesMax: 5, more: `${by} ; sx:taskTimeout ${seconds(0.3)}` },
      { id: 'absent', argv: ['/dev/null/none'], retriesMax: 1, more: `${by} ; sx:retryOn sx:badExit , sx:overTime` },
      { id: 'folder', argv: ['/'], retriesMax: 5, more: `${by} ; sx:retryOn sx:badExit` },
      { id: 'unproved', argv: ['true'], makes: true, more: by },
      { id: 'after', requires: ['unproved'], more: by },
    ],
  });
  projects.push(project);
  const file = '.specify/bindings/default.ttl';
  project.write(
    file,
    `${readFileSync(join(project.folder, file), 'utf8')}
    :binding sx:agentBinding [ a sx:AgentBinding ; sx:binds :second ; sx:executor sx:moduleExecutor ; sx:module "agents/second.mjs" ] .`,
  );
  project.write(
    'agents/second.mjs',
    `export default ({ agent }) => { if (agent.id !== 'second') throw new Error('it is ' + agent.id); };`,
  );
  const { code, out, err } = await project.cli('run', '--min-closure', '0', '--jobs', '9', project.plan);
  expect([code, err]).toEqual([1, '']);
  expect(attempts(project)).toEqual({
    flaky: ['failed badExit tryAgain agent', 'failed badExit tryAgain agent', 'succeeded - - agent'],
    'given-up': ['failed badExit useFallback agent', 'succeeded - - second'],
    silent: ['timedOut idleTooLong failTask agent'],
    slow: ['timedOut overTime failTask agent'],
    late: ['timedOut overTaskTime failTask agent'],
    absent: ['failed badExit tryAgain agent', 'failed badExit failTask agent'],
    folder: ['failed notStarted failTask agent'],
    unproved: ['failed notProved failTask agent'],
  });
  expect((await project.end()).tasks).toMatchObject({ flaky: 'succeeded', 'given-up': 'succeeded', after: 'waiting' });
  const waits = project.record().match(null, sx.retryAfter, null);
  expect([...new Set([...waits].map(({ object }) => object.value))].sort()).toEqual(['PT0.2S', 'PT0.4S']);
  expect(out).toContain('it is tried again in 200 ms');
  expect(out).toContain('its fallback agent tries now');
});
