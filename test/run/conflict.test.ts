// Two agents of a phase that change the same line: the run halts at the phase's gate, and says so by exit status 3.
import { afterEach, describe, expect, it } from 'vitest';
import { sx } from '../../src/vocabulary/terms.ts';
import { Project } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  await Promise.all(projects.splice(0).map((project) => project.remove()));
});

function sideBySide(text: (agent: string) => string): Project {
  const writes = (agent: string): readonly string[] => ['sh', '-c', `printf '%s\\n' '${text(agent)}' > README.md`];
  const project = new Project({
    git: true,
    phases: [
      { id: 'make', order: 1 },
      { id: 'ship', order: 2 },
    ],
    tasks: [
      { id: 'anna', phase: 'make', argv: writes('anna') },
      { id: 'otto', phase: 'make', argv: writes('otto') },
      { id: 'pack', phase: 'ship' },
    ],
    gates: [{ id: 'made', ends: 'make', requires: ['anna', 'otto'] }],
  });
  projects.push(project);
  return project;
}

describe('branches of a phase that cannot be merged', () => {
  it('halt the run at the phase’s gate, whatever its criteria: exit status 3, the conflict on record, nothing after it', async () => {
    const project = sideBySide((agent) => `Written by ${agent}.`);
    const { code, out } = await project.start('run', '--min-closure', '0', project.plan).exited;
    expect(code).toBe(3);
    expect(out).toContain('merging otto conflicts in README.md');
    expect((await project.end()).gates).toEqual({ made: 'failed' });
    expect((await project.end()).tasks).toEqual({ anna: 'succeeded', otto: 'succeeded', pack: 'waiting' });
    expect(project.record().subjects(sx.conflictState, sx.open)).toHaveLength(1);
    expect((await project.start('resume').exited).code).toBe(3);
  });

  it('are merged and let through where both wrote the same', async () => {
    const project = sideBySide(() => 'Written by both.');
    expect((await project.start('run', '--min-closure', '0', project.plan).exited).code).toBe(0);
    expect((await project.end()).tasks).toEqual({ anna: 'succeeded', otto: 'succeeded', pack: 'succeeded' });
  });
});
