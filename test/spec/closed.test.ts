// The reference specification is closed, and each thing that an author may forget opens it again, with a finding of its own.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { closeSpec, type Closure } from '../../src/closure/close.ts';
import { loadSpec } from '../../src/store/load.ts';

const reference = join(packageRoot, '.specify/specs/007-optimize-build-times');
const documents = ['feature.ttl', 'entities.ttl', 'plan.ttl'] as const;
const texts = new Map<string, string>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spec-exec-closed-'));
  for (const name of documents) texts.set(name, await readFile(join(reference, name), 'utf8'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function closure(path: string, root?: string): Promise<Closure> {
  const spec = await loadSpec(path, root === undefined ? {} : { root });
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics, null, 2));
  const closed = await closeSpec(spec.value);
  if (!closed.ok) throw new Error(JSON.stringify(closed.diagnostics, null, 2));
  return closed.value;
}

/** Closes the reference specification with some of its text replaced; each replacement must find something to replace. */
async function closureWith(...changes: readonly (readonly [string, string | RegExp, string])[]): Promise<Closure> {
  const changed = new Map(texts);
  for (const [name, from, to] of changes) {
    const before = changed.get(name)!;
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    changed.set(name, after);
  }
  for (const [name, text] of changed) await writeFile(join(folder, name), text);
  return closure(folder, folder);
}

function errors({ diagnostics }: Closure) {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, at }) => `${code} ${at?.file}`);
}

describe('the reference specification', () => {
  it('is closed at 100 %, without a finding of any kind', async () => {
    const closed = await closure(reference);
    expect(closed.diagnostics).toEqual([]);
    expect(closed.conforms).toBe(true);
    expect(closed.percent).toBe(100);
    expect(closed.met).toBe(closed.total);
    expect(closed.total).toBeGreaterThan(900);
  });

  it.each([
    ["a metric's target", 'closure/metric-without-target', 'feature.ttl', '    sx:target 15 ;\n'],
    ["an agent's assignment", 'closure/agent-without-task', 'plan.ttl', '    sx:assignedTo :code-optimizer ;\n'],
    ["a task's agent", 'closure/task-without-agent', 'plan.ttl', '    sx:assignedTo :code-optimizer ;\n'],
    [
      "a gate's requirement",
      'closure/gate-without-requirement',
      'entities.ttl',
      '    sx:requires :validate-production ;\n',
    ],
    ["an artifact's producer", 'closure/artifact-without-producer', 'plan.ttl', '    sx:output :baseline ;\n'],
  ] as const)(
    'without %s is not closed, and says so by %s, at a line, with the reason and a way out',
    async (_what, code, file, line) => {
      const closed = await closureWith([file, line, '']);
      expect(closed.conforms).toBe(false);
      expect(closed.percent).toBeLessThan(100);
      const finding = closed.diagnostics.find((one) => one.code === code);
      expect(finding).toBeDefined();
      expect(finding?.at?.line).toBeGreaterThan(1);
      expect(finding?.why).toBeTruthy();
      expect(finding?.help).toBeTruthy();
    },
  );

  it("without a risk's owner says which risk, at its line, and what to write", async () => {
    const closed = await closureWith(['feature.ttl', ' ;\n    sx:owner :task-orchestrator .', ' .']);
    expect(errors(closed)).toEqual(['closure/risk-without-owner feature.ttl']);
    const [finding] = closed.diagnostics;
    const declared = texts.get('feature.ttl')!.split('\n').indexOf(':makefile-merge-conflicts') + 1;
    expect(finding).toMatchObject({ at: { line: declared }, help: expect.stringContaining('sx:owner') });
    expect(finding?.message).toBe(
      'makefile-merge-conflicts: This risk needs a sx:owner, declared as a sx:Agent or sx:Role.',
    );
  });

  it('without a whole agent misses it wherever it was named, and in the declared count', async () => {
    const block = /:test-optimizer\n    a sx:Agent ;[^]*? \.\n/;
    const closed = await closureWith(['entities.ttl', block, '']);
    const codes = new Set(errors(closed).map((one) => one.split(' ')[0]));
    expect(codes).toContain('closure/expectation-not-met');
    expect(codes).toContain('closure/unknown-reference');
    expect(closed.percent).toBeLessThan(100);
  });

  it('does not become more closed when an agent and every mention of it are deleted', async () => {
    const closed = await closureWith(
      ['entities.ttl', /:test-optimizer\n    a sx:Agent ;[^]*? \.\n/, ''],
      ['entities.ttl', /, :test-optimizer/, ''],
      ['entities.ttl', /, :test-optimizer/, ''],
      ['plan.ttl', '    sx:assignedTo :test-optimizer ;\n', ''],
      ['feature.ttl', '    sx:expectedFrom :test-optimizer ;\n', ''],
      ['feature.ttl', ' ;\n    sx:owner :test-optimizer .', ' .'],
    );
    expect(closed.percent).toBeLessThan(100);
    expect(errors(closed)).toContain('closure/expectation-not-met feature.ttl');
  });

  it('without any phase is not closed: required classes are obligations of the feature', async () => {
    const closed = await closureWith(['plan.ttl', /a sx:Phase ;/g, 'dcterms:type "phase" ;']);
    expect(errors(closed).map((one) => one.split(' ')[0])).toContain('closure/no-phase');
  });
});

describe('the default binding', () => {
  it('is closed too, on its own, without the specification that it names agents and roles of', async () => {
    const closed = await closure(join(packageRoot, '.specify/bindings/default.ttl'));
    expect(closed.diagnostics).toEqual([]);
    expect(closed.percent).toBe(100);
  });
});
