// The exact words of every finding, as a person reads them in a terminal of 80 columns. `node scripts/golden.mjs` writes texts that
// are missing; read them, and mend the words rather than the text.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetNames, readAsset, shippedAssets } from '../../src/base/assets.ts';
import { codePages } from '../../src/base/code-pages.ts';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { closeSpec, type CloseOptions } from '../../src/closure/close.ts';
import { openEngine } from '../../src/engine.ts';
import { linesOnDisk } from '../../src/store/lines.ts';
import { loadFiles } from '../../src/store/load.ts';
import {
  type Case,
  casesFolder,
  casesIn,
  catalogueOf,
  goldenNames,
  goldenOf,
  keep,
  shipped,
  subject,
  textOf,
} from './cases.ts';
import { made, prepare } from './made.ts';

const temporary = mkdtempSync(join(tmpdir(), 'spec-exec-golden-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** Named shape → the code of its finding. */
const shapeCodes = new Map<string, string>();
for (const file of assetNames(shippedAssets.shapes, '.ttl'))
  for (const [, name, code] of readAsset(shippedAssets.shapes, file).matchAll(
    /^sx:(\w+-\w+)\n {4}a sh:PropertyShape ;[^]*?sx:code "([^"]+)"/gm,
  ))
    shapeCodes.set(name!, code!);

/** Of the guesses of one kind, so many are enough to read. */
const GUESSES = 3;

/** What every case says, by its name; and which codes were heard. */
const texts = new Map<string, string>();
const heard = new Set<string>();
function hear(one: Pick<Case, 'name'>, found: readonly Diagnostic[], lineText: ReturnType<typeof linesOnDisk>): void {
  const text = textOf(found, lineText);
  for (const { code } of found) heard.add(code);
  texts.set(one.name, text);
  keep(one.name, text);
}

/** Held against what stands in test/golden, all cases of a group at once. */
function holdsGolden(names: readonly string[]): void {
  const said = Object.fromEntries(names.map((name) => [name, texts.get(name)]));
  expect(said).toEqual(
    Object.fromEntries(names.map((name) => [name, goldenOf(name) ?? 'nothing: run node scripts/golden.mjs'])),
  );
}

async function closed(files: readonly string[], root: string, options: CloseOptions) {
  const spec = await loadFiles(files, { root });
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics, null, 2));
  const found = await closeSpec(spec.value, options);
  if (!found.ok) throw new Error(JSON.stringify(found.diagnostics, null, 2));
  return { diagnostics: found.value.diagnostics, lineText: linesOnDisk(root) };
}

const filesOf = ({ path }: Case): string[] =>
  path.endsWith('.ttl')
    ? [join(casesFolder, path)]
    : assetNames(join(casesFolder, path), '.ttl').map((name) => join(casesFolder, path, name));

const shapeCases = casesIn('shapes').filter((one) => shapeCodes.has(subject(one)));
const queryCases = casesIn('shapes').filter((one) => !shapeCodes.has(subject(one)));

beforeAll(async () => {
  // All at once, each in a namespace of its own; what is shown has the case's own names again.
  const files = shapeCases.map((one) => {
    const file = join(temporary, `${subject(one)}.ttl`);
    const text = readFileSync(join(casesFolder, one.path), 'utf8');
    writeFileSync(file, text.replaceAll('https://example.org/case#', `https://example.org/${subject(one)}#`));
    return file;
  });
  const { diagnostics } = await closed(files, temporary, { catalogue: catalogueOf(), coverage: false, lint: false });
  for (const one of shapeCases) {
    const name = subject(one);
    const own = (text: string) => text.replaceAll(`https://example.org/${name}#`, 'https://example.org/case#');
    const found = diagnostics
      .filter(({ code, at }) => code === shapeCodes.get(name) && at?.file === `${name}.ttl`)
      .map((each): Diagnostic => {
        const moved = JSON.stringify(each).replaceAll(`"file":"${name}.ttl"`, '"file":"fires.ttl"');
        return JSON.parse(own(moved)) as Diagnostic;
      });
    hear(one, found, linesOnDisk(join(casesFolder, one.path, '..')));
  }
}, 60_000);

describe('the words of', () => {
  it('every named shape are those that were read and found good', () => {
    holdsGolden(shapeCases.map(({ name }) => name));
  });

  it('every coverage query are those that were read and found good', async () => {
    for (const one of queryCases) {
      const query = `closure/${subject(one)}`;
      const entry = shipped.get(query);
      const code = entry.ok ? entry.value.fields['code'] : undefined;
      const root = join(casesFolder, one.path, '..');
      const { diagnostics, lineText } = await closed(filesOf(one), root, {
        catalogue: catalogueOf(query),
        lint: false,
      });
      hear(
        one,
        diagnostics.filter((found) => found.code === code),
        lineText,
      );
    }
    holdsGolden(queryCases.map(({ name }) => name));
  }, 60_000);

  it.each(['consistency', 'lint'])(
    'every case of %s are those that were read and found good',
    async (room) => {
      const cases = casesIn(room);
      for (const one of cases) {
        const query = `${room}/${subject(one)}`;
        const root = join(casesFolder, one.path, '..');
        const { diagnostics, lineText } = await closed(filesOf(one), root, {
          catalogue: catalogueOf(query),
          ...(room === 'lint' ? { coverage: false } : { lint: false }),
        });
        hear(
          one,
          diagnostics.filter(({ code }) => code === query),
          lineText,
        );
      }
      holdsGolden(cases.map(({ name }) => name));
    },
    120_000,
  );

  it('every guess of lifting are those that were read and found good', async () => {
    const names = [];
    for (const dialect of readdirSync(join(casesFolder, 'lift'))) {
      const folder = join(casesFolder, 'lift', dialect, 'spec');
      const checked = await openEngine().check(folder);
      if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics));
      const { diagnostics } = checked.value.closure;
      const told = JSON.parse(
        JSON.stringify(diagnostics).replaceAll(`test/cases/lift/${dialect}/spec/`, ''),
      ) as Diagnostic[];
      for (const code of new Set(told.map((found) => found.code).filter((found) => found.startsWith('lift/')))) {
        const name = `lift/${dialect}/${code.slice('lift/'.length)}`;
        names.push(name);
        hear({ name }, told.filter((found) => found.code === code).slice(0, GUESSES), linesOnDisk(folder));
      }
    }
    holdsGolden(names);
  }, 60_000);

  it('every other finding of validate are those that were read and found good', async () => {
    const engine = openEngine();
    for (const one of made) {
      const { path, root, shapes } = prepare(one, temporary);
      const checked = await engine.check(path, { shapes });
      const found = checked.ok ? checked.value.closure.diagnostics : checked.diagnostics;
      // Whatever is told of a file outside of any project is told by its whole path.
      const told = JSON.parse(JSON.stringify(found).replaceAll(`${root}/`, '')) as Diagnostic[];
      hear(
        one,
        told.filter(({ code }) => code === one.code),
        linesOnDisk(root),
      );
    }
    holdsGolden(made.map(({ name }) => name));
  }, 60_000);
});

/** Rooms whose findings validate can give. */
const ROOMS = new Set(['store', 'closure', 'derive', 'consistency', 'lint', 'lift']);

/** Codes of those rooms that validate does not give, or not here. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'store/run-locked': 'only a run is locked',
  'store/no-run-folder': 'only a run has one',
  'store/no-spec': 'needs a project without specifications: test/cli',
  'store/link-outside': 'needs a link out of the project: test/store/load',
  'store/unreadable': 'nothing is unreadable where tests run as root: test/cli',
  'closure/not-closed': 'said by run',
  'lift/nothing-to-lift': 'said by lift: test/lift',
  'lift/file-exists': 'said by lift: test/lift',
  'lift/cannot-write': 'said by lift: test/lift',
  'closure/replaced-term': 'no term of ours is replaced yet: test/closure',
  'derive/no-binding': 'said by run',
  'derive/binding-count': 'said by run',
  'derive/binding-argv': 'said by run',
  'derive/unbound-task': 'said by run',
  'derive/unbound-command': 'said by run',
  'derive/unbound-fallback': 'said by run',
  'schedule/binding-module': 'said by run',
  'derive/unknown-step': 'a shape, or the name that is declared nowhere, says it first',
};

describe('golden texts', () => {
  it('are there for every code that validate gives', () => {
    const wanted = [...codePages().keys()].filter((code) => ROOMS.has(code.slice(0, code.indexOf('/'))));
    expect(wanted.filter((code) => !heard.has(code) && !(code in NOT_HERE))).toEqual([]);
    expect(Object.keys(NOT_HERE).filter((code) => heard.has(code) || !codePages().has(code))).toEqual([]);
  });

  it('belong each to a case, and no case is silent', () => {
    expect(goldenNames()).toEqual([...texts.keys()].sort());
    expect([...texts].filter(([, text]) => text.trim() === '').map(([name]) => name)).toEqual([]);
  });

  it('leave nothing to fill in, and say no sentence twice', () => {
    const odd = [...texts].filter(([, text]) => /\{[?$]\w*\}|undefined|\[object/.test(text)).map(([name]) => name);
    expect(odd).toEqual([]);
  });
});
