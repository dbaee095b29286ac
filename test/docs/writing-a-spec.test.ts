// docs/writing-a-spec.md as it stands: its files are closed, and run.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countText } from '../../src/base/print-findings.ts';
import { graphText } from '../../src/derive/graph-text.ts';
import { openEngine } from '../../src/engine.ts';
import { type Greeting, greetingProject, page } from './greeting.ts';

let project: Greeting;
const text = page('docs/writing-a-spec.md');
beforeAll(() => void (project = greetingProject()));
afterAll(() => project.remove());

describe('the specification of docs/writing-a-spec.md', () => {
  it('is closed, with as many obligations as the page says', async () => {
    const checked = await openEngine().check(project.spec);
    if (!checked.ok) throw new Error(countText(checked.diagnostics));
    const { closure } = checked.value;
    expect(closure.diagnostics).toEqual([]);
    expect(text).toContain(`closed: 100 % (${closure.met} of ${closure.total} obligations met)`);
  });

  it('gives the graph that the page shows', async () => {
    const checked = await openEngine().check(project.spec);
    if (!checked.ok || !checked.value.plan) throw new Error('there is no plan');
    expect(text).toContain(graphText(checked.value.plan));
  });

  it('runs with its binding and its two agents, and succeeds', async () => {
    const result = await openEngine().run(project.spec);
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    expect(result.value.stop).toMatchObject({ kind: 'run-ended', ending: 'succeeded' });
  });

  it('fails at its gate where the writer talks too much', async () => {
    writeFileSync(
      join(project.root, 'agents/writer.mjs'),
      `import { writeFileSync } from 'node:fs';
       writeFileSync('greeting.txt', 'so '.repeat(18));
       writeFileSync(process.env.SPEC_EXEC_EVIDENCE, JSON.stringify({ agent: 'writer' }));`,
    );
    const result = await openEngine().run(project.spec);
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    expect(result.value.stop).toMatchObject({
      kind: 'run-ended',
      ending: 'failed',
      reason: 'gate greeting-gate failed',
    });
  });
});
