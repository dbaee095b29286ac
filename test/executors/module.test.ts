// Agents that are a shell's text or a module's function, and prompts that would break where something were pasted into a shell.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome, Work } from '../../src/executors/executor.ts';
import { moduleArgv } from '../../src/executors/module.ts';
import { processExecutor, type ProcessBinding } from '../../src/executors/process.ts';
import { supervisorsOf, type Supervisors } from '../../src/executors/supervisors.ts';
import { living, plainEnvironment, scratch, until, type Scratch } from '../support/processes.ts';

let place: Scratch;
let supervisors: Supervisors;
beforeEach(async () => {
  place = scratch();
  supervisors = await supervisorsOf(place.folder);
  writeFileSync(place.path('context.json'), '{"task":{"id":"one"}}');
});
afterEach(async () => {
  await supervisors.close();
  await until('no process of the test is left', () => living(place.folder).length === 0);
  place.remove();
});

function work(id: string, more: Partial<Work> = {}): Work {
  const prompt = more.prompt ?? '';
  writeFileSync(place.path(`${id}.prompt`), prompt);
  return {
    id,
    run: 'urn:spec-exec:run:test',
    task: `urn:task:${id}`,
    attempt: `urn:attempt:${place.folder}:${id}`,
    folder: place.folder,
    logFile: place.path(`${id}.log`),
    prompt,
    promptFile: place.path(`${id}.prompt`),
    variables: {
      SPEC_EXEC_CONTEXT: place.path('context.json'),
      SPEC_EXEC_PROMPT: place.path(`${id}.prompt`),
      SPEC_EXEC_EVIDENCE: place.path(`${id}.json`),
      SPEC_EXEC_HANDOFF: place.path('handoff'),
    },
    graceMs: 200,
    ...more,
  };
}

async function outcomeOf(bound: Partial<ProcessBinding> & Pick<ProcessBinding, 'argv'>, given: Work): Promise<Outcome> {
  const bindingOf = () => ({ promptBy: 'file' as const, allow: [], set: {}, ...bound });
  const executor = processExecutor({ supervisors, bindingOf, environment: plainEnvironment });
  return await (
    await executor.start(given)
  ).outcome;
}
const log = (id: string): string => readFileSync(place.path(`${id}.log`), 'utf8');
const shell = (text: string) => ({ argv: ['/bin/sh', '-c', text, 'sh'] as const, verbatim: true });

/** Everything that a shell, a placeholder or a line could be broken by. */
const AWKWARD = `it's "quoted" \`id\` $(touch ran) \${HOME} \\ {prompt} {prompt-file} {context}\n\ttab; & | > < * ? ! # ~ é 名\r\n`;

describe('a prompt', () => {
  it('of quotes, newlines and $(…) reaches a shell’s text as file, standard input and $1 byte for byte; nothing of it is run', async () => {
    const given = { prompt: AWKWARD };
    const ways = [
      ['file', 'cat "$SPEC_EXEC_PROMPT"'],
      ['stdin', 'cat'],
      ['argument', 'printf %s "$1"'],
    ] as const;
    for (const [promptBy, text] of ways) {
      expect(await outcomeOf({ ...shell(text), promptBy }, work(promptBy, given))).toMatchObject({ kind: 'done' });
      expect(log(promptBy), promptBy).toBe(AWKWARD);
    }
    expect(existsSync(place.path('ran'))).toBe(false);
  });

  it('of 1 MiB arrives as file and on standard input; as an argument, which no system takes, it is said so in a sentence', async () => {
    const prompt =
      AWKWARD +
      randomBytes(600_000)
        .toString('base64')
        .padEnd(2 ** 20, "'\n$");
    for (const [promptBy, text] of [
      ['file', 'cat "$SPEC_EXEC_PROMPT"'],
      ['stdin', 'cat'],
    ] as const) {
      await outcomeOf({ ...shell(text), promptBy }, work(promptBy, { prompt }));
      expect(log(promptBy) === prompt, promptBy).toBe(true);
    }
    expect(await outcomeOf({ argv: ['true'], promptBy: 'argument' }, work('argument', { prompt }))).toEqual({
      kind: 'not-started',
      reason: expect.stringMatching(/^One argument or variable is \d+ bytes long; .* Hand it over in a file\.$/),
    });
  });
});

describe('a shell’s text', () => {
  it('is run as it is written: no placeholder is filled in, and its last status counts', async () => {
    expect(await outcomeOf(shell('echo "{context} {task}" | tr a-z A-Z; exit 4'), work('text'))).toMatchObject({
      kind: 'failed',
      exitCode: 4,
    });
    expect(log('text')).toBe('{CONTEXT} {TASK}\n');
  });
});

describe('a function of a module', () => {
  const module = (text: string): string => {
    writeFileSync(place.path('agent.mjs'), text);
    return place.path('agent.mjs');
  };

  it('is called with the context, leaves evidence and hand-offs, and what it printed is in the log', async () => {
    const file = module(`export async function run(context, { leaveEvidence, handOver, signal }) {
      console.log('for', context.task.id, signal.aborted);
      leaveEvidence({ agent: 'me' });
      handOver('a/b', 2);
      setInterval(() => {}, 1000); // what it leaves behind keeps nobody
    }`);
    expect(await outcomeOf({ argv: moduleArgv(file, 'run') }, work('good'))).toMatchObject({ kind: 'done' });
    expect(log('good')).toBe('for one false\n');
    expect(JSON.parse(readFileSync(place.path('good.json'), 'utf8'))).toEqual({ agent: 'me' });
    expect(JSON.parse(readFileSync(place.path('handoff/a%2Fb.json'), 'utf8'))).toBe(2);
  });

  it('that rejects, exports another name, or ends before it is done has failed, with why as its last words', async () => {
    const file = module(`export default async () => { throw new Error('no such\\n thing'); };
      export const early = () => process.exit(0);`);
    const lastLine = (id: string): string => log(id).trimEnd().split('\n').at(-1)!;
    for (const [name, words] of [
      ['default', 'no such thing'],
      ['other', `${file} exports no function "other"; there is: default, early`],
      ['early', 'it ended before its function had'],
    ] as const) {
      const outcome = await outcomeOf({ argv: moduleArgv(file, name) }, work(name));
      expect([outcome.kind, lastLine(name)]).toEqual(['failed', words]);
    }
  });

  it('hears that it is to end; one that hears nothing, since it never stops counting, is ended all the same', async () => {
    const file = module(`import { once } from 'node:events';
      export const listens = async (context, { signal }) => { await once(signal, 'abort', setInterval(() => {}, 9)); console.log('saved'); };
      export const counts = () => { for (;;); };`);
    for (const name of ['listens', 'counts'])
      expect(
        await outcomeOf({ argv: moduleArgv(file, name) }, work(name, { timeoutMs: 1_500, graceMs: 1_000 })),
      ).toMatchObject({ kind: 'timed-out', limit: 'time' });
    expect(log('listens')).toBe('saved\n');
  });
});
