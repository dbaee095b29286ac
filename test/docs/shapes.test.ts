// docs/shapes.md as it stands: its shape finds in the specification of docs/writing-a-spec.md what the page says.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { type Greeting, greetingProject, page } from './greeting.ts';

let project: Greeting;
const text = page('docs/shapes.md');
beforeAll(() => {
  project = greetingProject();
  const [, shapes] = /^```turtle\n([\s\S]*?)^```/m.exec(text)!;
  mkdirSync(join(project.root, '.specify/shapes'), { recursive: true });
  writeFileSync(join(project.root, '.specify/shapes/team.ttl'), shapes!);
});
afterAll(() => project.remove());

describe('the shape of docs/shapes.md', () => {
  it('finds what the page says, at the line of the timeout', async () => {
    const checked = await openEngine().check(project.spec);
    if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics));
    const { diagnostics } = checked.value.closure;
    expect(diagnostics).toHaveLength(1);
    const { code, message, at, help } = diagnostics[0]!;
    expect(text).toContain(`error[${code}] ${message}`);
    expect(help).toBe('Give review a longer sx:timeout.');
    const plan = page('docs/writing-a-spec.md').split('`.specify/specs/greet/plan.ttl`:')[1]!.split('\n');
    expect(plan[at!.line + 2]).toContain('sx:timeout');
  });
});
