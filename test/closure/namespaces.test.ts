import { describe, expect, it } from 'vitest';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { shippedAssets } from '../../src/base/assets.ts';
import { closeSpec } from '../../src/closure/close.ts';
import { loadFiles } from '../../src/store/load.ts';
import { temporary, write } from './closing.ts';

const ours = 'https://w3id.org/spec-exec/ns#';
const own = 'https://example.org/s#';

/** Closes documents of which each is given its own meaning of `sx:` and `:`. */
async function findings(documents: Readonly<Record<string, readonly [sx: string, own: string, text: string]>>) {
  const root = temporary();
  mkdirSync(join(root, '.specify'));
  const files = Object.entries(documents).map(([name, [sx, mine, text]]) => {
    write(root, { [name]: `@prefix sx: <${sx}> .\n@prefix : <${mine}> .\n${text}\n` });
    return join(root, name);
  });
  const spec = await loadFiles(files, { root });
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
  const closed = await closeSpec(spec.value, { assets: shippedAssets, lint: false, coverage: false });
  if (!closed.ok) throw new Error(JSON.stringify(closed.diagnostics));
  return {
    names: closed.value.diagnostics
      .filter(({ code }) => /unknown|namespace/.test(code))
      .map(({ code, at, help }) => `${code} ${at!.file}:${at!.line} ${help}`),
    percent: closed.value.percent,
  };
}

const agents = ':ann a sx:Agent . :bob a sx:Agent . :cyd a sx:Agent .';
const tasks = ':t a sx:Task ; sx:assignedTo :ann . :u a sx:Task ; sx:assignedTo :bob , :cyd ; sx:requires :t .';

describe('a document in a wrong namespace', () => {
  it('is one finding at its prefix line where its names are declared by another document', async () => {
    const { names } = await findings({
      'agents.ttl': [ours, own, `${agents} :dan a sx:Agent .`],
      'tasks.ttl': [ours, 'https://example.org/s/', tasks],
    });
    expect(names).toEqual([`closure/wrong-namespace tasks.ttl:2 Write: @prefix : <${own}> .`]);
  });

  it('is one finding where it declares its things among the terms of our vocabulary', async () => {
    const { names, percent } = await findings({ 'agents.ttl': [ours, own, agents], 'tasks.ttl': [ours, ours, tasks] });
    expect(names).toEqual([`closure/wrong-namespace tasks.ttl:2 Write: @prefix : <${own}> .`]);
    expect(percent).toBeLessThan(100);
  });

  it.each([
    'https://w3id.org/spec-exec/ns/',
    'http://w3id.org/spec-exec/ns#',
    'https://w3id.org/specexec/ns#',
    'https://example.org/sx#',
  ])('is one finding where it takes our terms from <%s>', async (nearly) => {
    const { names } = await findings({ 'agents.ttl': [ours, own, agents], 'tasks.ttl': [nearly, own, tasks] });
    expect(names).toEqual([
      `closure/wrong-namespace tasks.ttl:1 Did you mean <${ours}>? Write: @prefix sx: <${ours}> .`,
    ]);
  });

  it('is none where each of two namespaces declares what is wanted of it, and a slip of the keyboard stays one', async () => {
    const { names } = await findings({
      'agents.ttl': [ours, own, agents],
      'tasks.ttl': [
        ours,
        'https://example.org/tasks#',
        `@prefix s: <${own}> .\n:t a sx:Task ; sx:assignedTo s:ann . :u a sx:Task ; sx:requires :t , :ann ; sx:assignedTo s:boob .`,
      ],
    });
    expect(names).toEqual([
      'closure/unknown-reference tasks.ttl:4 Declare it, for instance in entities.ttl, or take the reference out.',
      'closure/unknown-reference tasks.ttl:4 Did you mean bob?',
    ]);
  });
});
