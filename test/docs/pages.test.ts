// The pages themselves: what is generated is fresh, links lead somewhere, and what is named exists.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import { program } from '../../src/cli/program.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { plainEnvironment } from '../support/processes.ts';
import { builtProgram } from '../support/program.ts';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'examples/build-optimization/README.md',
  ...readdirSync(join(packageRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].sort();
const read = (name: string): string => readFileSync(join(packageRoot, name), 'utf8');
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The anchors of a page, made as GitHub makes them of headings. */
const anchors = (text: string): Set<string> =>
  new Set(
    Array.from(text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm), ([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

describe('the generated pages', () => {
  it('say what commands, vocabulary and queries say of themselves', () => {
    const dist = dirname(dirname(builtProgram()));
    execFileSync(process.execPath, [join(packageRoot, 'scripts/docs.mjs'), '--check', '--dist', dist], {
      env: plainEnvironment,
      stdio: 'pipe',
    });
  });
});

describe.each(pages)('%s', (name) => {
  const text = read(name);

  it('links only to what is there', () => {
    const links = Array.from(withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g), ([, link]) => link!);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path, anchor] = link.split('#') as [string, string | undefined];
      const file = path === '' ? join(packageRoot, name) : resolve(packageRoot, dirname(name), path);
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchors(readFileSync(file, 'utf8')).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names only files of ours that are there', () => {
    const named = Array.from(
      text.matchAll(/`((?:src|queries|shapes|ontology|test|scripts|docs)\/[\w./-]+)`/g),
      ([, file]) => file!,
    );
    // docs/FEATURES.md is what an agent of the example writes; NAME stands for a name.
    const ours = named.filter((file) => file !== 'docs/FEATURES.md' && !file.includes('NAME'));
    expect(ours.filter((file) => !existsSync(join(packageRoot, file)))).toEqual([]);
  });

  it('shows only commands and named queries that there are', () => {
    const cli = program();
    const commands = new Set(cli.commands.flatMap((one) => [one.name(), ...one.aliases()]));
    const catalogue = openCatalogue(shippedAssets.queries);
    const shown = Array.from(text.matchAll(/(?:`|\$ )spec-exec ([a-z]+)(?: ([a-z][a-z-]+))?(?=[\s`])/g));
    const wrong = shown.flatMap(([whole, command, word]) => {
      if (!commands.has(command!)) return [whole];
      if (command === 'query' && word !== undefined) return catalogue.get(word).ok ? [] : [whole];
      return [];
    });
    // ADRs and plans may speak of what comes; these are the commands of later issues.
    const later = /spec-exec (serve|mcp|worker|init|fmt|lift|report|integrate|conflicts|rollback)/;
    expect(wrong.filter((one) => !later.test(one))).toEqual([]);
  });
});

describe('docs/adr', () => {
  const adrs = pages.filter((name) => name.startsWith('docs/adr/'));

  it('is numbered without a gap, and listed in docs/architecture.md', () => {
    const numbers = adrs.map((name) => Number(/\/(\d{4})-/.exec(name)?.[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(adrs.filter((name) => !read('docs/architecture.md').includes(name.slice('docs/'.length)))).toEqual([]);
  });

  it.each(adrs)('%s says the question, what was measured, the choice, and what would change our mind', (name) => {
    const headings = Array.from(read(name).matchAll(/^## (.+)$/gm), ([, heading]) => heading);
    expect(headings).toEqual(['Question', 'Measured', 'Choice', 'What would change our mind']);
  });
});
