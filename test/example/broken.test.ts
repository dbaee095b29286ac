// Agents of the example that are broken on purpose still end with 0 and claim to be done; what they measured, wrote or
// left undone must show it, or no gate could notice.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PHASES, Story } from './story.ts';

/** All but the build-config optimizer, whose fault would hide the test optimizer's: see the second story. */
const BROKEN = PHASES.flat().filter((agent) => agent !== 'build-config-optimizer');
const story = new Story({ load: '0.01', broken: BROKEN });
const other = new Story({ load: '0.01', broken: ['build-config-optimizer'] });

beforeAll(async () => {
  for (const agents of PHASES) await story.phase(agents);
  await other.phase(['build-config-optimizer']);
}, 200_000);
afterAll(() => {
  story.close();
  other.close();
});

const proof = (agent: string): Readonly<Record<string, unknown>> => story.left.get(agent)?.evidence.verification ?? {};
const path = (name: string): string => join(story.repository, name);

describe('an agent that is broken on purpose', () => {
  it('ends with 0 all the same', () => {
    expect(BROKEN.map((agent) => story.left.get(agent)?.status)).toEqual(BROKEN.map(() => 0));
    expect(other.left.get('build-config-optimizer')?.status).toBe(0);
  });

  it('specification-validator: hands nothing over', () => {
    expect(story.left.get('specification-validator')?.handOffs).toEqual({});
  });

  it('performance-benchmarker: leaves a metric out, in its evidence and in the file', () => {
    expect(story.measured('performance-benchmarker').has('memory-peak')).toBe(false);
    expect(readFileSync(path('.ggen/benchmarks/baseline-2026-01-25.json'), 'utf8')).not.toContain('memory-peak');
  });

  it('system-architect: writes three of the four designs', () => {
    const names = ['architecture', 'cargo-target-isolation', 'feature-gating', 'crate-isolation'];
    expect(names.map((name) => existsSync(path(`.ggen/designs/${name}.md`)))).toEqual([true, true, true, false]);
  });

  it('code-analyzer: leaves an empty report', () => {
    expect(readFileSync(path('.ggen/analysis/codebase-analysis-report.md'), 'utf8')).toBe('');
  });

  it('build-config-optimizer: leaves the tasks in one folder, and they wait for each other', () => {
    expect(other.left.get('build-config-optimizer')?.evidence.verification).toMatchObject({ lock_waits: 5 });
  });

  it('incremental-build-optimizer: leaves the coupling, and one change compiles many packages', () => {
    expect(proof('production-validator')['packages_rebuilt_by_one_change']).toBeGreaterThan(5);
  });

  it('dependency-optimizer: leaves one heavy dependency on, with more memory than the target allows', async () => {
    const { plan } = await story.task('check', ['--plan'], { GGEN_LOAD: '1' });
    expect(plan?.heavyTables).toBe(10);
    expect(plan?.tableBytes).toBeGreaterThan(300e6);
  });

  it('code-optimizer: leaves all instances of the generic', async () => {
    expect((await story.task('check', ['--plan'])).plan?.genericTables).toBe(64);
  });

  it('test-optimizer: lets tests build where check builds, and they are blocked as before', () => {
    expect(story.measured('production-validator').has('test-suite')).toBe(false);
  });

  it('production-validator: leaves a measurement out', () => {
    const metrics = story.measured('production-validator');
    expect([metrics.has('memory-peak'), metrics.has('first-build')]).toEqual([false, true]);
  });
});
