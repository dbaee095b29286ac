// The build tool of the example workspace: that it is slow for the three stated reasons, and only for them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyWorkspace, runNode, type BuildReport } from './story.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spec-exec-build-'));
  copyWorkspace(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const { PATH = '' } = process.env;
async function build(
  task: string,
  args: readonly string[] = [],
  load = '0.005',
): Promise<BuildReport & { readonly code: number | null }> {
  const { status, output } = await runNode(['tools/build.mjs', task, '--json', ...args], root, {
    PATH,
    GGEN_LOAD: load,
  });
  const line = output.split('\n').find((each) => each.startsWith('{'));
  if (line === undefined) throw new Error(output);
  return { ...(JSON.parse(line) as BuildReport), code: status };
}
function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(join(root, path), text.replaceAll(from, to));
}
const manifests = (): readonly string[] => readdirSync(join(root, 'crates')).map((name) => `crates/${name}/Cargo.toml`);
const gateEverything = (): void =>
  manifests().forEach((file) => edit(file, 'default = ["ring", "tera", "rustls", "config"]', 'default = []'));

describe('the build of the example workspace', () => {
  it('builds nothing twice while nothing has changed', async () => {
    expect((await build('check')).compiled).toHaveLength(14);
    expect((await build('check')).compiled).toEqual([]);
  });

  it('gives the same program from the same sources, in another folder too', async () => {
    const first = await build('check');
    const second = await build('check', ['--target-dir', 'elsewhere']);
    expect(second.compiled).toHaveLength(14);
    expect(second.program?.digest).toBe(first.program?.digest);
  });

  it('makes the heavy tables in every package that pulls them in, and the program the same without any of them', async () => {
    const before = await build('check');
    const planned = await build('check', ['--plan'], '1');
    gateEverything();
    const after = await build('check');
    const gated = await build('check', ['--plan'], '1');
    expect([planned.plan?.heavyTables, gated.plan?.heavyTables]).toEqual([40, 0]);
    expect(planned.plan?.tableBytes).toBeGreaterThan(1.2e9);
    expect(gated.plan?.tableBytes).toBeLessThan(10e6);
    expect(after.program?.digest).toBe(before.program?.digest);
  });

  it('puts a heavy table into the program where the program calls what reads it', async () => {
    edit('crates/ggen-cli/src/main.mjs', 'import { camel, fingerprint,', 'import { camel, fingerprint, sealedName,');
    edit('crates/ggen-cli/src/main.mjs', '${fingerprint(text)}\\n', '${sealedName(fingerprint(text), 7)}\\n');
    const { program } = await build('check');
    const text = readFileSync(join(root, program?.path ?? ''), 'utf8');
    expect(text).toContain('const RING_POWERS__ggen_utils = [');
    const { output } = await runNode([program?.path ?? '', 'name', 'abc'], root, { PATH });
    expect(output).toMatch(/^abc\nAbc\nabc\n[0-9a-f]{8}\.[0-9a-f]{8}\n$/);
  });

  it('lets every step of a table count: one step less, other entries in the program', async () => {
    const before = await build('check');
    edit('crates/ggen-utils/src/hash.mjs', 'work: 70,', 'work: 69.9,');
    const after = await build('check');
    expect(after.program?.digest).not.toBe(before.program?.digest);
  });

  it('rebuilds everything that is above a changed body, and only the package itself once boundaries are at the interface', async () => {
    gateEverything();
    const change = (n: number): void =>
      edit(
        'crates/ggen-utils/src/text.mjs',
        `word.charAt(0).toUpperCase()${' '.repeat(n)}`,
        `word.charAt(0).toUpperCase()${' '.repeat(n + 1)}`,
      );
    await build('check');
    change(0);
    expect((await build('check')).compiled).toHaveLength(10);
    edit('Cargo.toml', 'rebuild-on = "content"', 'rebuild-on = "interface"');
    await build('check');
    change(1);
    expect((await build('check')).compiled).toEqual(['ggen-utils']);
  });

  it('rebuilds dependents at an interface boundary where the interface changes', async () => {
    gateEverything();
    edit('Cargo.toml', 'rebuild-on = "content"', 'rebuild-on = "interface"');
    await build('check');
    edit(
      'crates/ggen-utils/src/text.mjs',
      'export function slugify(name) {',
      'export function slugify(name, separator) {',
    );
    edit('crates/ggen-utils/src/text.mjs', 'join(SEPARATOR)', 'join(separator ?? SEPARATOR)');
    expect((await build('check')).compiled).toHaveLength(10);
  });

  it('counts a build that waits for another one in the same target folder, and none in folders apart', async () => {
    const together = await Promise.all([build('check', [], '0.05'), build('doc', [], '0.05')]);
    expect(together.map((each) => each.code)).toEqual([0, 0]);
    expect(together[0].lockWaits + together[1].lockWaits).toBe(1);
    const apart = await Promise.all([build('check', ['--target-dir', 'a']), build('doc', ['--target-dir', 'b'])]);
    expect(apart[0].lockWaits + apart[1].lockWaits).toBe(0);
  });

  it('does not run tests while another build holds the lock: they are blocked, exit 75', async () => {
    const running = build('check', [], '0.1');
    await until(() => readdirSync(join(root, 'target')).includes('.build-lock'));
    const test = await build('test', [], '0.1');
    expect([test.status, test.code, test.lockWaits]).toEqual(['blocked', 75, 1]);
    expect((await running).status).toBe('ok');
  });

  it('takes over the lock of a build that has died', async () => {
    const { output } = await runNode(['-e', 'process.stdout.write(String(process.pid))'], root, { PATH });
    mkdirSync(join(root, 'target'));
    writeFileSync(join(root, 'target', '.build-lock'), JSON.stringify({ pid: Number(output), holder: 'dead' }));
    expect(await build('check')).toMatchObject({ status: 'ok', lockWaits: 0 });
  });

  it('says what is wrong, and where, and fails', async () => {
    edit(
      'crates/ggen-hooks/src/hooks.mjs',
      '// The hooks',
      "import { slugify, nothing } from 'ggen-utils';\n// The hooks",
    );
    expect(await build('check')).toMatchObject({
      code: 1,
      errors: [
        'crates/ggen-hooks/src/hooks.mjs:1: "ggen-utils" offers no "nothing"',
        'crates/ggen-hooks/src/hooks.mjs:1: the import "slugify" is unused',
      ],
    });
  });

  it('misses a dependency edge that was cut and is needed', async () => {
    edit('crates/ggen-report/Cargo.toml', '[dependencies.ggen-utils]\npath = "../ggen-utils"\n', '');
    expect((await build('check')).errors).toEqual([
      'crates/ggen-report/src/lib.mjs:2: "ggen-utils" is not an active dependency of ggen-report',
    ]);
  });

  it('finds a vendored package that was changed, and one under an advisory', async () => {
    edit('vendor/ring/Cargo.toml', '0.17.14', '0.17.9');
    const { errors } = await build('audit');
    expect(errors).toHaveLength(2);
    expect(errors[0]).toBe(
      'GGEN-2025-0009: ring 0.17.9: overflow checks may panic on untrusted sizes; update to 0.17.12',
    );
    expect(errors[1]).toMatch(/^vendor\/ring is not what was vendored/);
  });

  it('fails the tests where the program does the wrong thing', async () => {
    edit('crates/ggen-utils/src/text.mjs', "const SEPARATOR = '-';", "const SEPARATOR = '_';");
    const { status, errors } = await build('test');
    expect(status).toBe('failed');
    expect(errors[0]).toMatch(/^names\.test\.mjs: spells "hello world" three ways/);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    try {
      if (condition()) return;
    } catch {
      // not there yet
    }
    await new Promise((wake) => setTimeout(wake, 5));
  }
  throw new Error('the condition never came true');
}
