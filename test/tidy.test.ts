// The tree's own rules, held by a test: which room may import which, who alone imports a heavy package, and what every file owes
// its reader. What is said of queries, shapes, terms and codes is held where they are: test/query, test/spec, test/ontology,
// test/closure.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../src/base/assets.ts';

/** Every file that is in the repository or about to be. */
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: packageRoot,
  env: { PATH: process.env['PATH'] },
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(packageRoot, file)));
const sources = files.filter((file) => file.startsWith('src/') && file.endsWith('.ts'));
const read = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');
const { dependencies, scripts, ...manifest } = JSON.parse(read('package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
};

interface Import {
  readonly from: string;
  readonly what: string;
  readonly kind: 'static' | 'type' | 'dynamic';
}

const IMPORTS = /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/gm;

const imports: readonly Import[] = sources.flatMap((from) =>
  Array.from(read(from).matchAll(IMPORTS), ([, type, named, dynamic]): Import => ({
    from,
    what: (named ?? dynamic)!,
    kind: dynamic !== undefined ? 'dynamic' : type ? 'type' : 'static',
  })),
);

/** The file that a relative import names, such as `src/base/result.ts`. */
const target = ({ from, what }: Import): string => join(dirname(from), what);
const roomOf = (file: string): string => file.split('/')[1]!.replace(/\.ts$/, '');
/** `@comunica/query-sparql` of `@comunica/query-sparql/x.js`. */
const packageOf = (what: string): string =>
  what
    .split('/')
    .slice(0, what.startsWith('@') ? 2 : 1)
    .join('/');

/** Lower rooms first; rooms of one row meet in the graph, never by import. */
const RANKS: readonly (readonly string[])[] = [
  ['base'],
  ['vocabulary', 'executors', 'git'],
  ['store'],
  ['query', 'reading'],
  ['closure', 'lift', 'derive', 'conflicts', 'evidence'],
  ['schedule', 'history'],
  ['engine'],
  ['server', 'index'],
  ['cli'],
];
const rankOf = (room: string): number => RANKS.findIndex((row) => row.includes(room));

describe('rooms', () => {
  it('each have a place in the order', () => {
    const lost = [...new Set(sources.map(roomOf))].filter((room) => rankOf(room) < 0);
    expect(lost, 'give a new room its row in RANKS, and in docs/architecture.md').toEqual([]);
  });

  it('import only what is below them, and never one another in the same row', () => {
    const wrong = imports
      .filter(({ what }) => what.startsWith('.'))
      .filter((one) => {
        const [from, to] = [roomOf(one.from), roomOf(target(one))];
        return from !== to && rankOf(to) >= rankOf(from);
      })
      .map((one) => {
        const room = roomOf(one.from);
        const below = RANKS.slice(0, rankOf(room)).flat().join(', ') || 'nothing';
        return `${one.from} imports ${target(one)}, but ${room} may import only from below: ${below}`;
      });
    expect(wrong).toEqual([]);
  });

  it('that start processes or speak to git import base alone', () => {
    const wrong = imports
      .filter(({ from, what }) => ['executors', 'git'].includes(roomOf(from)) && what.startsWith('.'))
      .filter((one) => ![roomOf(one.from), 'base'].includes(roomOf(target(one))))
      .map(
        (one) => `${one.from} imports ${target(one)}, but executors and git take plain values and import base alone`,
      );
    expect(wrong).toEqual([]);
  });
});

describe('packages', () => {
  const ALONE: Readonly<Record<string, string>> = {
    '@comunica/query-sparql-rdfjs-lite': 'src/query/engine.ts',
    '@comunica/query-sparql': 'src/query/federate.ts',
    '@traqula/parser-sparql-1-2': 'src/query/guard.ts',
    '@traqula/algebra-sparql-1-2': 'src/query/algebra.ts',
    'shacl-engine': 'src/closure/shacl.ts',
    'rdf-stores': 'src/store/quad-store.ts',
    'jsonld-streaming-parser': 'src/evidence/json-ld.ts',
    rdflib: 'src/store/formats.ts',
    'toml-eslint-parser': 'src/base/parsers.ts',
    yaml: 'src/base/parsers.ts',
    commander: 'src/cli/program.ts',
    chokidar: 'src/cli/watch.ts',
    ajv: 'src/evidence/schema.ts',
    'ajv-formats': 'src/evidence/schema.ts',
    'jsonc-parser': 'src/conflicts/json.ts',
    diff: 'src/conflicts/hunks.ts',
  };

  it.each(Object.entries(ALONE))('%s is imported by %s alone', (name, file) => {
    const importers = imports.filter(({ what }) => packageOf(what) === name).map(({ from }) => from);
    expect([...new Set(importers)]).toEqual([file]);
  });

  it('are all declared, and all that are declared are imported', () => {
    const used = imports
      .map(({ what }) => what)
      .filter((what) => !what.startsWith('.') && !what.startsWith('node:'))
      .map(packageOf);
    expect([...new Set(used)].sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('of RDF are not loaded for --help: what cli/main.ts imports, and what that imports, is Node, commander and colours', () => {
    const reached = new Set<string>();
    const outside = new Set<string>();
    const walk = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const one of imports.filter(({ from, kind }) => from === file && kind === 'static'))
        if (one.what.startsWith('.')) walk(target(one));
        else if (!one.what.startsWith('node:')) outside.add(one.what);
    };
    walk('src/cli/main.ts');
    expect([...outside].filter((name) => !['commander', 'picocolors'].includes(name))).toEqual([]);
  });
});

describe('files', () => {
  it('open with a comment that says what they are for', () => {
    const ours = files.filter(
      (file) =>
        /^(src|scripts|bench|test)\/.*\.(ts|mjs|sh)$/.test(file) &&
        !/^test\/cases\/|\/\.[^/]*$/.test(file) &&
        !file.endsWith('.test.ts'),
    );
    expect(ours.filter((file) => !/^(#!.*\n)?(\/\/|#|\/\*)/.test(read(file)))).toEqual([]);
  });

  it('name no path of somebody’s machine and no package registry', () => {
    // `/home/me/` is the example that shapes refuse.
    const wrong = /(?<![\w.})*-])\/(?:root|work|Users|home\/(?!me\b))\/|registry\.[a-z]+\.[a-z]+/;
    const text = files.filter((file) => /\.(ts|mjs|js|json|jsonld|md|ttl|trig|rq|sh|yml|toml|txt)$/.test(file));
    const found = text.flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) => (wrong.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
    );
    expect(found.filter((line) => !line.startsWith('test/tidy.test.ts:'))).toEqual([]);
  });
});

describe('package-lock.json', () => {
  it('has every optional package of every system: without one of them npm ci refuses the whole file', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
    };
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages),
      ),
    );
    expect([...new Set(missing)]).toEqual([]);
  });
});

describe('package.json', () => {
  it('ships only what is there, once it is built', () => {
    const built = (path: string): boolean => path.replace(/^\.\//, '').startsWith('dist');
    expect(manifest.files.filter((path) => !built(path) && !existsSync(join(packageRoot, path)))).toEqual([]);
    const entries = [...Object.values(manifest.exports), ...Object.values(manifest.bin)].flatMap((one) =>
      typeof one === 'string' ? [one] : Object.values(one),
    );
    const sourceOf = (path: string): string =>
      built(path) ? path.replace('dist/', 'src/').replace(/(\.d)?\.[jt]s$/, '.ts') : path;
    expect(entries.filter((path) => !existsSync(join(packageRoot, sourceOf(path))))).toEqual([]);
  });

  it('has the two commands that the README promises, and .ci/run runs the second as it stands there', () => {
    const readme = read('README.md');
    const promised = Array.from(readme.matchAll(/^npm ci && npm (?:run )?(\w+)$/gm), ([, name]) => name!);
    expect(promised).toEqual(['story', 'test']);
    expect(promised.filter((name) => !(name in scripts))).toEqual([]);
    expect(read('.ci/run')).toMatch(/\nnpm ci\b.*\nnpm test\n$/);
  });
});
