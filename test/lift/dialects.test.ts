// Which vocabulary a specification is in, and dialects that a project brings along as a folder.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import type { LoadedSpec } from '../../src/store/load.ts';
import { loadSpec } from '../../src/store/load.ts';
import { liftSpec, type Lifting } from '../../src/lift/spec.ts';
import { scratch, type Scratch } from '../support/processes.ts';

let place: Scratch;
beforeEach(() => {
  place = scratch('spec-exec-dialects-');
  mkdirSync(place.path('.specify'));
});
afterEach(() => place.remove());

function write(path: string, text: string): void {
  mkdirSync(dirname(place.path(path)), { recursive: true });
  writeFileSync(place.path(path), text);
}

const HEAD = '@prefix : <https://example.org/chores/> .\n@prefix sx: <https://w3id.org/spec-exec/ns#> .\n';
const CHORES = `${HEAD}:dishes :chore "Wash the dishes" ; :by "Ada" .\n:floor :chore "Sweep" ; :after ( :dishes [] ) .\n`;

async function lifting(text: string): Promise<Lifting<LoadedSpec> | readonly Diagnostic[]> {
  write('chores.ttl', text);
  const spec = await loadSpec(place.path('chores.ttl'));
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
  const lifted = await liftSpec(spec.value, { assets: shippedAssets });
  return lifted.ok ? lifted.value : lifted.diagnostics;
}

function dialect(text = '<> a sx:Dialect ; sx:threshold 3 ; sx:clue [ sx:word "chore" ; sx:weight 3 ] .'): void {
  write('.specify/dialects/chores/dialect.ttl', `@prefix sx: <https://w3id.org/spec-exec/ns#> .\n${text}\n`);
}

const TASKS = `# tasks: what is a task: every chore.
# code: lift/chore
# message: The chore "{?name}" is taken for a task of {?who}.
# source: ?chore word:chore ?name
# binds:  ?chore  a chore
# reads:  the author's words
PREFIX word: <https://w3id.org/spec-exec/word#>
CONSTRUCT { ?chore a sx:Task ; <http://purl.org/dc/terms/title> ?name }
WHERE { ?chore word:chore ?name . OPTIONAL { ?chore word:by ?who } }
`;
const ORDER = `# order: what comes first?
# source: ?chore word:after ?first
# binds:  ?chore  a chore
#         ?first  what comes before it
# reads:  the author's words
PREFIX word: <https://w3id.org/spec-exec/word#>
CONSTRUCT { ?chore sx:requires ?first } WHERE { ?chore word:after ?first }
`;

describe('a dialect of the project', () => {
  it('is a folder with a description and queries; its guesses are findings at the lines of the author', async () => {
    dialect();
    write('.specify/dialects/chores/tasks.rq', TASKS);
    write('.specify/dialects/chores/order.rq', ORDER);
    const found = await lifting(CHORES);
    if (!('kind' in found) || found.kind !== 'lifted') throw new Error(JSON.stringify(found));
    const { dialect: used, triples, guesses } = found.lifted;
    expect(used.name).toBe('chores');
    // The empty node of the list is no chore.
    const short = (iri: string): string => iri.replace(/^.*[/#]/, '');
    expect(
      triples
        .map(({ quad }) => [quad.subject, quad.predicate, quad.object].map(({ value }) => short(value)).join(' '))
        .sort(),
    ).toEqual([
      'dishes title Wash the dishes',
      'dishes type Task',
      'floor requires dishes',
      'floor title Sweep',
      'floor type Task',
    ]);
    expect(guesses.map(({ code, message, at }) => [code, message, at?.line, at?.column])).toEqual([
      ['lift/chore', 'The chore "Wash the dishes" is taken for a task of Ada.', 3, 16],
      ['lift/chore', 'The chore "Sweep" is taken for a task of {?who}.', 4, 15],
    ]);
  });

  it.each([
    [
      'has no description',
      undefined,
      TASKS,
      'lift/dialect-unusable',
      'there is no .specify/dialects/chores/dialect.ttl',
    ],
    ['is no Turtle', '<> a sx:Dialect', TASKS, 'lift/dialect-unusable', 'is not Turtle'],
    [
      'says no threshold',
      '<> a sx:Dialect ; sx:clue [ sx:word "chore" ] .',
      TASKS,
      'lift/dialect-unusable',
      'by what the dialect is recognised',
    ],
    ['declares none', '<> sx:threshold 3 .', TASKS, 'lift/dialect-unusable', 'declares no sx:Dialect'],
    ['has no query', '', undefined, 'lift/dialect-unusable', 'has no query'],
    [
      'has a query of another form',
      '',
      'SELECT * WHERE { ?a ?b ?c }',
      'lift/query-unusable',
      'it is no CONSTRUCT query',
    ],
    [
      'has a query that is none',
      '',
      '# tasks: what is a task?\n# source: ?a\nCONSTRUCT { ?a a sx:Task } WHERE { ?a ?b',
      'lift/query-unusable',
      'the query ends too early',
    ],
    [
      'wants to reach the network',
      '',
      '# tasks: what is a task?\n# source: ?a\nCONSTRUCT { ?a a sx:Task } WHERE { SERVICE <http://example.org/> { ?a ?b ?c } }',
      'lift/query-unusable',
      'SERVICE asks another endpoint',
    ],
    [
      'does not say what it was read from',
      '',
      'CONSTRUCT { ?a a sx:Task } WHERE { ?a ?b ?c }',
      'lift/query-unusable',
      'its header has no `source:`',
    ],
    [
      'names a source that is no term',
      '',
      '# tasks: what is a task?\n# source: ?a owner\nCONSTRUCT { ?a a sx:Task } WHERE { ?a ?b ?c }',
      'lift/query-unusable',
      'neither a variable nor an IRI',
    ],
  ])('that %s is refused, and the finding says where', async (_, description, query, code, words) => {
    if (description === '') dialect();
    else if (description !== undefined) dialect(description);
    if (query !== undefined) write('.specify/dialects/chores/tasks.rq', query);
    else mkdirSync(place.path('.specify/dialects/chores'), { recursive: true });
    const found = await lifting(CHORES);
    if ('kind' in found) throw new Error(found.kind);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code, severity: 'error', exit: 2 });
    expect(found[0]!.message).toContain(words);
    expect(found[0]!.at?.file ?? '.specify/dialects/chores').toMatch(/^\.specify\/dialects\/chores/);
  });
});

describe('docs/dialects.md', () => {
  it('has a dialect for an example that lifts', async () => {
    const page = readFileSync(join(packageRoot, 'docs/dialects.md'), 'utf8');
    const block = (language: string, of: string): string =>
      Array.from(page.matchAll(/^```(\w+)\n([^]*?)^```/gm))
        .filter(([, said, text]) => said === language && text!.includes(of))
        .map(([, , text]) => text!)[0]!;
    write('.specify/dialects/chores/dialect.ttl', block('turtle', 'sx:Dialect'));
    write('.specify/dialects/chores/doers.rq', block('sparql', 'CONSTRUCT'));
    const found = await lifting(`${CHORES}:ada :called "Ada" .\n`);
    if (!('kind' in found) || found.kind !== 'lifted') throw new Error(JSON.stringify(found));
    expect(found.lifted.guesses.map(({ code, message }) => [code, message])).toEqual([
      ['lift/doer', 'dishes is done by ada: "Ada" is the name of that agent.'],
    ]);
  });
});

describe('a specification', () => {
  it('in a vocabulary that nobody knows gets one finding that names it, and says what to do', async () => {
    const found = await lifting(`# chores\n${CHORES}`);
    if (!('kind' in found) || found.kind !== 'unknown') throw new Error(JSON.stringify(found));
    expect(found.finding).toMatchObject({
      code: 'lift/unknown-vocabulary',
      severity: 'error',
      message:
        'This specification is written in a vocabulary that is not known here: <https://example.org/chores/> (chore, by, after).',
      at: { file: 'chores.ttl', line: 4, column: 9 },
    });
    expect(found.finding.help).toContain('a folder .specify/dialects/NAME with dialect.ttl and queries');
  });

  it('in a namespace that is nearly ours is asked whether ours was meant', async () => {
    const found = await lifting('@prefix sx: <https://w3id.org/spec-exec/ns/> .\n<urn:x:a> a sx:Task .\n');
    expect('kind' in found && found.kind === 'unknown' && found.finding.help).toBe(
      'Did you mean <https://w3id.org/spec-exec/ns#>?',
    );
  });

  it('that says which dialect it comes nearest to, where it has some of its words', async () => {
    const found = await lifting(`${HEAD}:a :taskName "A" ; :gateName "B" .\n`);
    expect('kind' in found && found.kind === 'unknown' && found.finding.help).toContain(
      'The nearest dialect is ggen-007: 7 of the 12 points that it asks for.',
    );
  });

  it('that declares a task, a plan or a feature of ours is never lifted, whatever else it says', async () => {
    dialect();
    write('.specify/dialects/chores/tasks.rq', TASKS);
    expect(await lifting(`${CHORES}:plan a sx:Plan .\n`)).toEqual({ kind: 'ours' });
    expect(await lifting(`${HEAD}:dishes a sx:Task .\n`)).toEqual({ kind: 'ours' });
  });

  it('of another dialect that only mends its gaps in our words is lifted all the same', async () => {
    dialect();
    write('.specify/dialects/chores/tasks.rq', TASKS);
    const found = await lifting(`${CHORES}:dishes sx:prompt "With soap." .\n`);
    if (!('kind' in found) || found.kind !== 'lifted') throw new Error(JSON.stringify(found));
    expect(found.lifted.own.map(({ quad }) => quad.object.value)).toEqual(['With soap.']);
  });

  it('that has parts of ours and no plan is left to closure', async () => {
    expect(await lifting(`${HEAD}:first a sx:Metric .\n`)).toEqual({ kind: 'ours' });
  });
});
