// What `logs` shows of a run whose agents print what no terminal and no reader should get.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kitchen, type Kitchen } from './kitchen.ts';

let here: Kitchen;
beforeAll(async () => {
  here = kitchen();
  await here.cli(['.specify/specs/toast', '--jobs', '2']);
});
afterAll(() => here.remove());

describe('logs', () => {
  it('says of an agent that printed nothing that it did, and of one that printed something what', async () => {
    const [run] = here.runs();
    here.write(`.specify/runs/${run}/logs/make-toast.1.log`, 'hot\u001b]0;title\u0007\n');
    const shown = await here.cli(['logs', 'make-toast']);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toBe('logs/make-toast.1.log\nhot·]0;title·\n');
    const all = await here.cli(['logs', '--json']);
    const { logs } = JSON.parse(all.out) as { logs: { task: string; text: string }[] };
    expect(logs.map(({ task }) => task)).toEqual(['time-toaster', 'make-toast', 'wipe-table']);
    expect((await here.cli(['logs', 'wipe-table'])).out).toContain('(nothing was printed)');
  });

  it('masks a secret that the binding declares and this environment has', async () => {
    const [run] = here.runs();
    here.write(`.specify/runs/${run}/logs/make-toast.1.log`, 'key hunter2-hunter2\n');
    here.change('.specify/bindings/default.ttl', 'sx:argv', 'sx:secretEnvironment "TOAST_KEY" ; sx:argv');
    const shown = await here.cli(['logs', 'make-toast'], { env: { TOAST_KEY: 'hunter2-hunter2' } });
    expect(shown).toMatchObject({ code: 0, out: 'logs/make-toast.1.log\nkey [TOAST_KEY]\n' });
  });

  it('names the task that was meant', async () => {
    const { code, err } = await here.cli(['logs', 'make-tost']);
    expect({ code, near: err.includes('Did you mean "make-toast"?') }).toEqual({ code: 2, near: true });
  });
});
