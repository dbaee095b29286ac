// spec-exec conflicts: agents that work side by side are compared before anything is merged, also what they have not committed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { Project, type SpecGiven } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

const MANIFEST = `[workspace]
members = ["core", "web"]

[features]
core = []
web = []
fast = ["core"]

[tasks.check]
command = "cargo check"

[tasks.test]
command = "cargo test"
`;

const RULES = `:overlap a sx:ConflictRule ; dcterms:title "Task overlap" ; sx:watchedPath "Makefile.toml" ; sx:watchedSelector "tasks.*" ;
  sx:detector sx:structureDetector ; sx:severity sx:minor ; sx:resolution sx:firstWins ; sx:owner :somebody .
:features a sx:ConflictRule ; dcterms:title "Features that do not fit" ; sx:watchedPath "Cargo.toml" ; sx:watchedSelector "features.*" ;
  sx:detector sx:featureDetector ; sx:severity sx:major ; sx:resolution sx:ownerUnions ; sx:owner :somebody .
:crates a sx:ConflictRule ; dcterms:title "Crates that others need" ; sx:watchedPath "Cargo.toml" ; sx:watchedSelector "workspace.members" ;
  sx:detector sx:memberDetector ; sx:severity sx:critical ; sx:resolution sx:rejectChange ; sx:owner :somebody .`;

/** Two tasks side by side, each of which edits the workspace by a script of sed; a person holds the run open. */
async function ran(ours: string, theirs: string) {
  const shell = (script: string) => ['/bin/sh', '-c', script];
  const spec: SpecGiven = {
    git: true,
    tasks: [
      { id: 'ours', argv: shell(ours) },
      { id: 'theirs', argv: shell(theirs) },
      { id: 'later', byHand: true, requires: ['ours', 'theirs'] },
    ],
    turtle: RULES,
  };
  const one = new Project(spec);
  projects.push(one);
  for (const name of ['Cargo.toml', 'Makefile.toml']) writeFileSync(join(one.folder, 'workspace', name), MANIFEST);
  const exited = await one.cli('run', one.plan, '--min-closure', '0');
  if (exited.code !== 4) throw new Error(`${exited.code}: ${exited.out}${exited.err}`);
  const { out } = await one.cli('conflicts', '--json');
  return {
    one,
    found: JSON.parse(out) as { conflicts: { severity: string; at: string; rule: string; detector: string }[] },
  };
}

it.each([
  [
    'the same task table is minor',
    `sed -i 's/cargo check/cargo check --all/' Makefile.toml`,
    `sed -i 's/cargo check/cargo clippy/' Makefile.toml`,
    ['minor structure tasks.check overlap'],
  ],
  [
    'the same feature with other members is major',
    `sed -i 's/fast = .*/fast = ["core", "web"]/' Cargo.toml`,
    `sed -i 's/fast = .*/fast = []/' Cargo.toml`,
    ['major features features.fast features'],
  ],
  [
    'changes at keys that do not meet are none',
    `sed -i 's/cargo check/cargo check --all/' Makefile.toml`,
    `sed -i 's/cargo test/cargo nextest run/' Makefile.toml`,
    [],
  ],
  ['the same change on both sides is none', `echo '# same' >> Makefile.toml`, `echo '# same' >> Makefile.toml`, []],
])('%s', async (_what, ours, theirs, expected) => {
  const { found } = await ran(ours, theirs);
  const said = found.conflicts.map(
    ({ severity, detector, at, rule }) => `${severity} ${detector} ${at} ${rule.replace(/^.*#/, '')}`,
  );
  expect(said).toEqual(expected);
});

it('people are told who was first, where both sides are, and what the rule asks for', async () => {
  const { one } = await ran(
    `sed -i 's/cargo check/cargo check --all/' Makefile.toml`,
    `sleep 0.3; sed -i 's/cargo check/cargo clippy/' Makefile.toml`,
  );
  const { out, code } = await one.cli('conflicts');
  expect(code).toBe(0);
  expect(out).toMatch(/1 conflict between the changes of/);
  expect(out).toMatch(/minor {2}Makefile\.toml {2}tasks\.check/);
  expect(out).toMatch(/\(Makefile\.toml:\d+\), first; then theirs \(Makefile\.toml:\d+\)/);
  expect(out).toMatch(/ours and theirs both changed tasks\.check/);
  expect(out).toMatch(/rule Task overlap: firstWins; somebody answers for it/);
});

it('a run whose agents have no repository says so', async () => {
  const one = new Project({ tasks: [{ id: 'a' }] });
  projects.push(one);
  await one.cli('run', one.plan, '--min-closure', '0');
  expect((await one.cli('conflicts')).out).toMatch(/do not work in git/);
});
