// What counts as a person's word.
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { Project, type SpecGiven } from '../support/project.ts';

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
