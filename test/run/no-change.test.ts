// A file that was there before is what a task made only where the task changed it, or says why nothing had to be changed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { createRepository } from '../../src/git/repository.ts';
import { unchangedSince } from '../../src/git/worktree.ts';
import { rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { scratch } from '../support/processes.ts';
import { Project } from '../support/project.ts';

const sh = (script: string): readonly string[] => ['/bin/sh', '-c', script];
const notes: string[] = [];
let one: Project;

beforeAll(async () => {
  const evidence = (text: string): string => `printf '%s' '${text}' >"$SPEC_EXEC_EVIDENCE"`;
  one = new Project({
    git: true,
    tasks: [
      { id: 'silent', makes: true, argv: sh('exit 0') },
      { id: 'wordless', makes: true, argv: sh(evidence('{"agent":"a","noChange":{"reason":""}}')) },
      { id: 'says', makes: true, argv: sh(evidence('{"agent":"a","noChange":{"reason":"it is right already"}}')) },
      { id: 'changes', makes: true, argv: sh('echo 2 >out/changes.json') },
      {
        id: 'must',
        more: 'sx:changeRequired true',
        argv: sh(
          `git commit -q --allow-empty -m nothing; ${evidence('{"agent":"a","noChange":{"reason":"no need"}}')}`,
        ),
      },
      { id: 'does', more: 'sx:changeRequired true', argv: sh('echo 2 >README.md') },
      { id: 'absent', makes: true, argv: sh(evidence('{"agent":"a","noChange":{"reason":"nothing to do"}}')) },
    ],
  });
  for (const id of ['silent', 'wordless', 'says', 'changes']) one.write(`workspace/out/${id}.json`, '1\n');
  const ran = await openEngine().run(one.plan, {
    minClosure: 0,
    keepGoing: true,
    say: (line) =>
      void (line.kind === 'ended' && notes.push(`${line.task.split('#')[1]}: ${line.reason}; ${line.notes.join()}`)),
  });
  if (!ran.ok) throw new Error(JSON.stringify(ran.diagnostics));
}, 60_000);
afterAll(() => one.remove());

const said = (task: string): string => notes.find((note) => note.startsWith(`${task}:`)) ?? '';

it('fails a task that left its output as it was and says nothing of it', async () => {
  expect((await one.end()).tasks).toMatchObject({ silent: 'failed', wordless: 'failed', changes: 'succeeded' });
  expect(said('silent')).toContain('out/silent.json was there before and is unchanged');
  expect(said('wordless')).toContain('noChange');
});

it('takes the word of one that says why, keeps it as a claim, and the file as what it stands for', async () => {
  expect((await one.end()).tasks).toMatchObject({ says: 'succeeded' });
  expect(said('says')).toContain('says that no change was needed');
  expect(said('says')).toContain('no change was needed: it is right already');
  const graphs = one.record();
  const claims = graphs.subjects(rdf.type, sx.Claim).filter((claim) => claim.value.includes('says:1'));
  expect(claims.map((claim) => graphs.object(claim, sx.claimValue)?.value)).toContain('it is right already');
  expect((await one.cli('query', 'attempts')).out).toContain('it is right already');
  expect((await one.cli('explain', 'says')).out).toContain('no change was needed, it says: it is right already');
  expect((await one.cli('explain', 'changes')).out).not.toContain('no change was needed');
  expect(Object.keys((await one.end()).artifacts)).toEqual(['changes-file', 'says-file']);
});

it('fails a task of which a change is required, whatever the agent says and commits', async () => {
  expect((await one.end()).tasks).toMatchObject({ must: 'failed', does: 'succeeded' });
  expect(said('must')).toContain('It changed no file, and its task requires a change');
});

it('takes it for no file that is not there', async () => {
  expect((await one.end()).tasks).toMatchObject({ absent: 'failed' });
  expect(said('absent')).toContain('There is no file out/absent.json');
});

it('is told of more files than the arguments of a program can name', async () => {
  const place = scratch();
  try {
    const [source, repository] = ['source', 'repository'].map((name) => join(place.folder, name)) as [string, string];
    mkdirSync(source);
    writeFileSync(join(source, 'same'), '1');
    expect((await createRepository(source, repository)).ok).toBe(true);
    const many = Array.from({ length: 40_000 }, (_, index) => `${'long-name/'.repeat(7)}${index}`);
    const found = await unchangedSince(repository, 'HEAD', 'HEAD', ['same', ...many]);
    expect(found.ok && [...found.value]).toEqual(['same']);
  } finally {
    place.remove();
  }
});
