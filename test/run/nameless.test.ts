// In a container the user who runs the program may have no name on the system.
import type * as Os from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { Project } from '../support/project.ts';

vi.mock('node:os', async (original) => ({
  ...(await original<typeof Os>()),
  userInfo: () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  },
}));

let project: Project | undefined;
afterEach(() => project?.remove());

it('a user without a name on the system can approve a gate', async () => {
  project = new Project({
    tasks: [{ id: 'a' }],
    gates: [{ id: 'gate', requires: ['a'], criteria: ['a sx:ApprovalCriterion ; sx:role :owner'] }],
    turtle: ':owner a sx:Role ; dcterms:title "owner" .\n',
  });
  const engine = openEngine();
  expect((await engine.run(project.plan, { minClosure: 0 })).ok).toBe(true);
  const said = await engine.approve(project.folder, 'latest', 'gate', { name: 'ada', yes: true, note: '' });
  expect(said.ok).toBe(true);
});
