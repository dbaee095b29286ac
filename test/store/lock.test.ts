// Real processes that want the same run. Each kind of lock is held to the same claims.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { lockRun, type RunLock } from '../../src/store/lock.ts';

const holder = join(packageRoot, 'test/store/lock-holder.mjs');
let folder: string;
let module: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spec-exec-lock-'));
  // Node 20 runs no TypeScript, and the test may not wait for a build of everything.
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const built = join(folder, 'built');
  const config = {
    extends: join(packageRoot, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      rootDir: join(packageRoot, 'src'),
      outDir: built,
      typeRoots: [join(packageRoot, 'node_modules/@types')],
    },
    files: [join(packageRoot, 'src/store/lock.ts')],
    include: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  execFileSync(process.execPath, [tsc, '-p', join(folder, 'tsconfig.json')], { cwd: packageRoot, stdio: 'inherit' });
  writeFileSync(join(built, 'package.json'), '{"type":"module"}');
  module = join(built, 'store/lock.js');
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  readonly held?: boolean;
  readonly code?: string;
  readonly message?: string;
}

function start(run: string, how: string): { child: ChildProcess; said: Promise<Said> } {
  const child = spawn(process.execPath, [holder, module, run, how], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  children.push(child);
  const said = new Promise<Said>((resolve, reject) => {
    let text = '';
    child.stdout!.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.endsWith('\n')) resolve(JSON.parse(text) as Said);
    });
    child.on('exit', () => reject(new Error(`the holder ended; it said: ${text}`)));
  });
  said.catch(() => undefined);
  return { child, said };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) =>
    child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', () => resolve()),
  );
}

async function taken(run: string, how: 'socket' | 'file'): Promise<RunLock> {
  const lock = await lockRun(run, how);
  if (!lock.ok) throw new Error(lock.diagnostics[0]!.message);
  return lock.value;
}

describe.each(process.platform === 'linux' ? (['socket', 'file'] as const) : (['file'] as const))(
  'the lock of a run, by %s',
  (how) => {
    function newRun(name: string): string {
      const run = join(folder, `${how}-${name}`);
      mkdirSync(run);
      return run;
    }

    it('goes to one of twenty processes that want it at once, and the others name it', async () => {
      const run = newRun('twenty');
      const twenty = Array.from({ length: 20 }, () => start(run, how));
      const said = await Promise.all(twenty.map((one) => one.said));
      const winner = twenty[said.findIndex((one) => one.held)]!.child;
      expect(said.filter((one) => one.held)).toHaveLength(1);
      for (const loser of said.filter((one) => !one.held)) {
        expect(loser.code).toBe('store/run-locked');
        expect(loser.message).toContain(`is held by process ${winner.pid}, started 20`);
      }
      for (const { child } of twenty) child.stdin!.end();
      await Promise.all(twenty.map((one) => ended(one.child)));
      await (await taken(run, how)).release();
    });

    it('is free at once when its holder is killed', async () => {
      const run = newRun('killed');
      const { child, said } = start(run, how);
      expect(await said).toEqual({ held: true });
      expect((await lockRun(run, how)).ok).toBe(false);
      child.kill('SIGKILL');
      await ended(child);
      await (await taken(run, how)).release();
    });

    it('goes to one of five processes as well where the last holder died', async () => {
      const run = newRun('five-after');
      const first = start(run, how);
      await first.said;
      first.child.kill('SIGKILL');
      await ended(first.child);
      const five = Array.from({ length: 5 }, () => start(run, how));
      const said = await Promise.all(five.map((one) => one.said));
      expect(said.filter((one) => one.held)).toHaveLength(1);
      for (const { child } of five) child.stdin!.end();
      await Promise.all(five.map((one) => ended(one.child)));
    });

    it('is the same lock by every path to the folder, and leaves nothing behind', async () => {
      const run = newRun('paths');
      const link = `${run}-link`;
      symlinkSync(run, link);
      const lock = await taken(run, how);
      expect(await lockRun(link, how)).toMatchObject({
        ok: false,
        diagnostics: [{ code: 'store/run-locked', exit: 2 }],
      });
      await lock.release();
      await lock.release();
      await (await taken(link, how)).release();
      expect(readdirSync(run)).toEqual([]);
    });

    it('of a folder that is not there is a finding', async () => {
      expect(await lockRun(join(folder, 'none'), how)).toMatchObject({
        ok: false,
        diagnostics: [{ code: 'store/no-run-folder' }],
      });
    });
  },
);

describe.runIf(process.platform === 'linux')('a holder that is stopped', () => {
  it('keeps the run, though it cannot say who it is', async () => {
    const run = join(folder, 'stopped');
    mkdirSync(run);
    const { child, said } = start(run, 'socket');
    await said;
    child.kill('SIGSTOP');
    const lock = await lockRun(run);
    expect(lock.ok ? '' : lock.diagnostics[0]!.message).toBe(
      `The run in ${run} is held by another process, which does not answer`,
    );
    child.kill('SIGCONT');
    child.stdin!.end();
    await ended(child);
  });
});
