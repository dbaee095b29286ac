import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileBinding, ruleFor, unresolved, type Binding } from '../../src/derive/binding.ts';
import type { PlanTask } from '../../src/derive/plan.ts';
import { moduleFindings } from '../../src/schedule/modules.ts';
import { loadFiles } from '../../src/store/load.ts';
import { planOf } from '../support/plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'spec-exec-binding-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function binding(body: string) {
  const file = join(folder, `${Math.random()}.ttl`);
  writeFileSync(file, `@prefix sx: <https://w3id.org/spec-exec/ns#> .\n@prefix : <urn:test:> .\n${body}`);
  const loaded = await loadFiles([file], { root: folder });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return compileBinding(loaded.value.graphs, (term) => loaded.value.locations.ofSubject(term));
}

async function good(body: string): Promise<Binding> {
  const found = await binding(body);
  if (!found.ok) throw new Error(JSON.stringify(found.diagnostics));
  return found.value;
}

const FOUR = `:b a sx:Binding ; sx:agentBinding :any , :byType , :byAgent , :byTask .
:any sx:argv ( "any" ) . :byType sx:binds :coder ; sx:argv ( "type" ) .
:byAgent sx:binds :anna ; sx:argv ( "agent" ) . :byTask sx:binds :special ; sx:argv ( "task" ) .`;

function task(more: Partial<PlanTask>): PlanTask {
  return { ...planOf([{ id: 't' }]).tasks[0]!, ...more };
}

describe('a binding', () => {
  it.each([
    ['task', { iri: 'urn:test:special', agent: 'urn:test:anna', agentType: 'urn:test:coder' }],
    ['agent', { agent: 'urn:test:anna', agentType: 'urn:test:coder' }],
    ['type', { agent: 'urn:test:otto', agentType: 'urn:test:coder' }],
    ['any', { agent: 'urn:test:otto', agentType: 'urn:test:tester' }],
  ])('resolves by task, then agent, then agent type, then default: %s', async (expected, words) => {
    expect(ruleFor(await good(FOUR), task(words))?.argv).toEqual([expected]);
  });

  it('runs a task by its command where no rule is for its agent', async () => {
    const found = await good(
      ':b a sx:Binding ; sx:commandBinding :c . :c sx:command "check" ; sx:argv ( "make" "check" ) .',
    );
    expect(ruleFor(found, task({ command: 'check' }))?.argv).toEqual(['make', 'check']);
    expect(ruleFor(found, task({ command: 'lint' }))).toBeUndefined();
  });

  it('reads the environment that it sets, the first equals sign ending the name', async () => {
    const found = await good(
      ':b a sx:Binding ; sx:agentBinding :r . :r sx:argv ( "x" ) ; sx:setEnvironment "A=1=2" ; sx:passEnvironment "HOME" .',
    );
    expect(found.agents[0]).toMatchObject({ setEnvironment: { A: '1=2' }, passEnvironment: ['HOME'] });
  });

  it('reads a shell’s text as it is, and a module’s function as the host that calls it', async () => {
    const { agents, commands } = await good(`:b a sx:Binding ; sx:agentBinding :s , :m ; sx:commandBinding :c .
      :s sx:executor sx:processExecutor ; sx:shellCommand "echo {task}" .
      :m sx:binds :x ; sx:executor sx:moduleExecutor ; sx:module "agents/a.mjs" .
      :c sx:command "check" ; sx:shellCommand "a | b" .`);
    const [byModule, byShell] = [...agents].sort((a, b) => b.binds.length - a.binds.length);
    expect(byShell).toMatchObject({ argv: ['/bin/sh', '-c', 'echo {task}', 'sh'], verbatim: true });
    expect(byModule).toMatchObject({ module: 'agents/a.mjs', verbatim: false });
    expect(byModule?.argv.slice(1)).toEqual([
      expect.stringMatching(/module-host\.mjs$/),
      '{project}/agents/a.mjs',
      'default',
    ]);
    expect(commands.get('check')).toMatchObject({ argv: ['/bin/sh', '-c', 'a | b', 'sh'], verbatim: true });
    const without = await binding(':b a sx:Binding ; sx:agentBinding :r . :r sx:executor sx:moduleExecutor .');
    expect(without).toMatchObject({ ok: false, diagnostics: [{ code: 'derive/binding-argv' }] });
  });

  it('names the modules that are not there, and those outside of the project', async () => {
    const found = await good(`:b a sx:Binding ; sx:agentBinding :here , :gone , :out .
      :here sx:executor sx:moduleExecutor ; sx:module "a.mjs" . :gone sx:executor sx:moduleExecutor ; sx:module "b.mjs" .
      :out sx:executor sx:moduleExecutor ; sx:module "x/../../a.mjs" .`);
    const project = join(folder, 'project');
    mkdirSync(join(project, 'x'), { recursive: true });
    for (const file of [join(project, 'a.mjs'), join(folder, 'a.mjs')]) writeFileSync(file, '');
    expect(
      moduleFindings(found, project)
        .map(({ message }) => message)
        .sort(),
    ).toEqual([
      'The module "x/../../a.mjs" of the binding is not below the project\'s folder.',
      'There is no module "b.mjs" below the project\'s folder.',
    ]);
  });

  it('is refused with its line where a rule has no argv, or one that is no list', async () => {
    const found = await binding(':b a sx:Binding ; sx:agentBinding :r .\n:r sx:argv "true" .');
    expect(found).toMatchObject({ ok: false, diagnostics: [{ code: 'derive/binding-argv', at: { line: 4 } }] });
  });

  it('is refused where a file declares none or two', async () => {
    expect(await binding(':x a sx:Task .')).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'derive/binding-count' }],
    });
    expect(await binding(':x a sx:Binding . :y a sx:Binding .')).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'derive/binding-count' }],
    });
  });

  it('names every task and command that it does not resolve, and the command that was probably meant', async () => {
    const found = await good(':b a sx:Binding ; sx:commandBinding :c . :c sx:command "check" ; sx:argv ( "make" ) .');
    const plan = planOf([{ id: 'one' }]);
    const checked = { ...plan, tasks: [{ ...plan.tasks[0]!, verification: ['chekc'] }] };
    expect(unresolved(checked, found, 'default.ttl', () => undefined).map(({ code, help }) => [code, help])).toEqual([
      ['derive/unbound-task', expect.stringContaining('sx:agentBinding')],
      ['derive/unbound-command', 'Did you mean "check"?'],
    ]);
    const fallback = { agent: 'https://e.org/#second', type: undefined };
    const falls = { ...plan, tasks: [{ ...plan.tasks[0]!, policy: { ...plan.tasks[0]!.policy, fallback } }] };
    const own = await good(
      ':b a sx:Binding ; sx:agentBinding :r .\n:r sx:binds <urn:test:one> ; sx:executor sx:processExecutor ; sx:argv ( "true" ) .',
    );
    expect(unresolved(falls, own, 'default.ttl', () => undefined)).toMatchObject([
      { code: 'derive/unbound-fallback', help: expect.stringContaining('sx:binds <https://e.org/#second>') },
    ]);
    expect(unresolved(plan, await good(FOUR), 'default.ttl', () => undefined)).toEqual([]);
  });
});
