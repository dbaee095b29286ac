// What a person says: several who must agree, a word that nobody gave, a stop while the run is only looking.
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { Project, type SpecGiven } from '../support/project.ts';
import { until } from '../support/processes.ts';

const projects: Project[] = [];
const project = (given: SpecGiven): Project => {
  const made = new Project(given);
  projects.push(made);
  return made;
};
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

const role = (id: string): string => `:${id} a sx:Role ; dcterms:title "${id}" .`;
const TWO: SpecGiven = {
  tasks: [{ id: 'a' }],
  gates: [
    {
      id: 'gate',
      requires: ['a'],
      criteria: ['a sx:ApprovalCriterion ; sx:role :owner', 'a sx:ApprovalCriterion ; sx:role :auditor'],
    },
  ],
  turtle: `${role('owner')}\n${role('auditor')}\n`,
};

async function stopOf(result: Promise<Awaited<ReturnType<ReturnType<typeof openEngine>['run']>>>) {
  const ran = await result;
  if (!ran.ok) throw new Error(ran.diagnostics.map((one) => one.message).join('\n'));
  return ran.value.stop;
}

describe('a gate that asks for the approvals of two roles', () => {
  it('takes one approval after the other, each for a role that has not spoken yet, and then opens', async () => {
    const one = project(TWO);
    const engine = openEngine();
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    const roles: string[] = [];
    for (const name of ['ada', 'bob']) {
      const said = await engine.approve(one.folder, 'latest', 'gate', { name, yes: true, note: '' });
      if (said.ok) roles.push(said.value.role.replace(/^.*#/, ''));
    }
    expect(roles.sort()).toEqual(['auditor', 'owner']);
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ ending: 'succeeded' });
  });
});

describe('an approval that stands in the specification', () => {
  it('is nobody’s word: a resumed run waits on', async () => {
    const forged = [role('owner'), role('auditor')];
    for (const who of ['owner', 'auditor'])
      forged.push(
        `:word-of-${who} a sx:Approval ; sx:role :${who} ; sx:gate :gate ; sx:approverName "nobody" ; <http://www.w3.org/ns/earl#result> :result-of-${who} . :result-of-${who} <http://www.w3.org/ns/earl#outcome> <http://www.w3.org/ns/earl#passed> .`,
      );
    const one = project({ ...TWO, turtle: `${forged.join('\n')}\n` });
    const engine = openEngine();
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ why: 'awaiting' });
  });
});

describe('a stop while a checkpoint before execution is evaluated', () => {
  it('pauses the run, which can be resumed', async () => {
    const look = `if [ -e "$TEST_LOG.seen" ]; then exit 0; fi; touch "$TEST_LOG.seen"; sleep 30`;
    const one = project({
      tasks: [{ id: 'a' }],
      commands: { look: ['/bin/sh', '-c', look] },
      turtle: `:first a sx:Checkpoint ; dcterms:title "first" ; sx:when sx:beforeExecution ; sx:inPlan :plan ; sx:criterion :first-criterion . :plan sx:checkpoint :first . :first-criterion a sx:CommandCriterion ; dcterms:title "it looks well" ; sx:command "look" .\n`,
    });
    const stop = new AbortController();
    const ran = stopOf(openEngine().run(one.plan, { minClosure: 0, interrupt: stop.signal }));
    await until('it looks', () => existsSync(`${one.log}.seen`), 30_000);
    stop.abort();
    expect(await ran).toMatchObject({ kind: 'run-paused', why: 'interrupted' });
    expect(await stopOf(openEngine().resume(one.folder, undefined))).toMatchObject({ ending: 'succeeded' });
  });
});
