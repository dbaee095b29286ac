// What a person says: several who must agree, a word that nobody gave, a stop while the run is only looking.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { NamedNode } from '@rdfjs/types';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../src/base/clock.ts';
import { openEngine } from '../../src/engine.ts';
import { getHandOff } from '../../src/evidence/handoff.ts';
import type { Json } from '../../src/evidence/json.ts';
import { awaitedIn } from '../../src/schedule/awaited.ts';
import type { Said } from '../../src/schedule/session.ts';
import { speaker } from '../../src/schedule/message.ts';
import { heard, inboxFolder, post } from '../../src/store/inbox.ts';
import { earl, prov, rdf, rdfs } from '../../src/vocabulary/borrowed.ts';
import { boolean, integer } from '../../src/vocabulary/literals.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { Project, type SpecGiven } from '../support/project.ts';
import { until } from '../support/processes.ts';

const projects: Project[] = [];
const project = (given: SpecGiven): Project => {
  const made = new Project(given);
  projects.push(made);
  return made;
};
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

const role = (id: string): string => `:${id} a sx:Role ; dcterms:title "${id}" .`;
const TWO: SpecGiven = {
  tasks: [{ id: 'a' }],
  gates: [
    {
      id: 'gate',
      requires: ['a'],
      criteria: ['a sx:ApprovalCriterion ; sx:role :owner', 'a sx:ApprovalCriterion ; sx:role :auditor'],
    },
  ],
  turtle: `${role('owner')}\n${role('auditor')}\n`,
};

async function stopOf(result: Promise<Awaited<ReturnType<ReturnType<typeof openEngine>['run']>>>) {
  const ran = await result;
  if (!ran.ok) throw new Error(ran.diagnostics.map((one) => one.message).join('\n'));
  return ran.value.stop;
}

describe('a gate that asks for the approvals of two roles', () => {
  it('takes one approval after the other, each for a role that has not spoken yet, and then opens', async () => {
    const one = project(TWO);
    const engine = openEngine();
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    const roles: string[] = [];
    for (const name of ['ada', 'bob']) {
      const said = await engine.approve(one.folder, 'latest', 'gate', { name, yes: true, note: '' });
      if (said.ok) roles.push(String(said.value.value['role']).replace(/^.*#/, ''));
    }
    expect(roles.sort()).toEqual(['auditor', 'owner']);
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ ending: 'succeeded' });
  });
});

describe('who may approve', () => {
  const GIVEN: SpecGiven = {
    tasks: [{ id: 'a', more: 'sx:assignedTo :builder' }],
    gates: [
      { id: 'gate', requires: ['a'], criteria: ['a sx:ApprovalCriterion ; sx:role :judge ; sx:excludesOwners true'] },
    ],
    turtle: `:judge a sx:Role ; dcterms:title "Judge" ; sx:filledBy "Ada Lovelace" , "Grace Hopper" .
:team a sx:Role ; dcterms:title "Team" ; sx:filledBy "Grace Hopper" .
:builder a sx:Agent ; dcterms:title "Builder" ; sx:owner :team .
`,
  };
  it('is whom the role names and who owns no agent that is judged; the record has the user of the system beside the name', async () => {
    const one = project(GIVEN);
    const engine = openEngine();
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    const say = async (name: string): Promise<string> => {
      const said = await engine.approve(one.folder, 'latest', 'gate', { name, yes: true, note: 'fine' });
      return said.ok ? 'taken' : `${said.diagnostics[0]!.code}: ${said.diagnostics[0]!.message}`;
    };
    expect(await say('Ada Lovelac')).toBe(
      'schedule/not-in-role: Ada Lovelac may not act as Judge: the plan names Ada Lovelace and Grace Hopper.',
    );
    expect(await say('grace hopper')).toBe(
      'schedule/owner-approves: grace hopper owns the agent Builder, whose work the gate "gate" judges, and may not approve it.',
    );
    expect(await say('Ada Lovelace')).toBe('taken');
    const graphs = one.record();
    const approval = graphs.subjects(rdf.type, sx.Approval)[0]!;
    expect(graphs.object(approval, sx.systemUser)?.value).toBe(userInfo().username);
    expect(graphs.object(approval, sx.note)?.value).toBe('fine');
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ ending: 'succeeded' });
  });
});

describe('what is said while the run goes on', () => {
  const GIVEN: SpecGiven = {
    tasks: [{ id: 'a', delayMs: 1_500 }],
    gates: [{ id: 'gate', requires: ['a'], criteria: ['a sx:ApprovalCriterion ; sx:role :owner'] }],
    turtle: `${role('owner')}\n`,
  };
  it('is put on record by whoever holds the run, which then needs nobody; what is nobody’s word is refused', async () => {
    const one = project(GIVEN);
    const engine = openEngine();
    const ran = stopOf(engine.run(one.plan, { minClosure: 0 }));
    await until('the task begins', () => one.ran().length > 0, 30_000);
    const forged = post(one.runFolder()!, JSON.stringify({ kind: 'approval', subject: 'gate', yes: true }), Date.now());
    const said = await engine.approve(one.folder, 'latest', 'gate', { name: 'ada', yes: true, note: '' });
    expect(said).toMatchObject({ ok: true, value: { held: true } });
    expect(heard(one.runFolder()!, forged)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'schedule/bad-message' }],
    });
    expect(await ran).toMatchObject({ ending: 'succeeded' });
    expect(one.record().subjects(rdf.type, sx.Approval)).toHaveLength(1);
  });

  it('and was not answered because its holder died is taken at resume, once', async () => {
    const one = project({ ...GIVEN, tasks: [{ id: 'a' }] });
    const engine = openEngine();
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    const word = { kind: 'approval', subject: 'gate', yes: true, note: '', ...speaker('ada') };
    const id = post(one.runFolder()!, JSON.stringify(word), Date.now());
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ ending: 'succeeded' });
    expect(heard(one.runFolder()!, id)).toMatchObject({ ok: true });
  });

  it('and is on record already is answered, and not recorded again', async () => {
    const one = project({ ...GIVEN, ...TWO });
    const engine = openEngine();
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    const word = JSON.stringify({ kind: 'approval', subject: 'gate', yes: true, note: '', ...speaker('ada') });
    const folder = one.runFolder()!;
    const id = post(folder, word, Date.now());
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ why: 'awaiting' });
    // As a crash between record and answer leaves it.
    writeFileSync(join(inboxFolder(folder), `${id}.json`), word);
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ why: 'awaiting' });
    expect(heard(folder, id)).toMatchObject({ ok: true });
    expect(one.record().subjects(rdf.type, sx.Approval)).toHaveLength(1);
  });
});

describe('a gate that waits for a person at the most two days', () => {
  const given = (outcome: string): SpecGiven => ({
    tasks: [{ id: 'a' }],
    gates: [
      {
        id: 'gate',
        requires: ['a'],
        criteria: [
          `a sx:ApprovalCriterion ; sx:role :owner ; sx:waitAtMost "P2D"^^xsd:dayTimeDuration${outcome && ` ; sx:outcomeAfterWait earl:${outcome}`}`,
        ],
      },
    ],
    turtle: `${role('owner')}\n`,
  });
  /** A clock that is put forward. */
  const clockAt = (days: { now: number }): Clock => ({
    ...systemClock,
    now: () => systemClock.now() + days.now * 86_400_000,
  });

  it.each([
    ['', 'cantTell', { ending: 'failed', reason: 'gate gate could not be told' }],
    ['passed', 'passed', { ending: 'succeeded' }],
    ['failed', 'failed', { ending: 'failed', reason: 'gate gate failed' }],
  ])(
    'is judged then as the plan says (%s): %s, in nobody’s name; the wait goes on over a resume',
    async (said, outcome, end) => {
      const one = project(given(said));
      const days = { now: 0 };
      const engine = openEngine({ clock: clockAt(days) });
      expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
      days.now = 1;
      expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ why: 'awaiting' });
      days.now = 2.1;
      expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject(end);
      const graphs = one.record();
      expect(graphs.subjects(rdf.type, sx.ApprovalAwaited)).toHaveLength(1);
      const expiry = graphs.subjects(rdf.type, sx.ApprovalExpired)[0]!;
      expect(graphs.object(expiry, earl.outcome)).toEqual(earl[outcome as 'passed']);
      expect(graphs.object(expiry, sx.automated)?.value).toBe('true');
      expect(graphs.subjects(rdf.type, sx.Approval)).toEqual([]);
      expect((await one.end()).gates).toEqual({ gate: outcome });
    },
  );

  it('needs no expiry where somebody spoke in time', async () => {
    const one = project(given('failed'));
    const days = { now: 0 };
    const engine = openEngine({ clock: clockAt(days) });
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    await engine.approve(one.folder, 'latest', 'gate', { name: 'ada', yes: true, note: '' });
    days.now = 3;
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ ending: 'succeeded' });
  });
});

describe('a task that a person does', () => {
  const GIVEN: SpecGiven = {
    tasks: [
      {
        id: 'draw',
        byHand: true,
        makes: true,
        hands: true,
        more: 'sx:assignedTo :ada ; sx:timeout "P7D"^^xsd:dayTimeDuration',
      },
      { id: 'build', reads: ['draw'], takes: ['draw'] },
    ],
    turtle: ':ada a sx:Agent ; dcterms:title "The architect" ; sx:filledBy "Ada Lovelace" .\n',
  };
  const say = async (one: Project, words: { name?: string; yes?: boolean } = {}) => {
    const said = await openEngine().approve(one.folder, 'latest', 'draw', {
      name: 'Ada Lovelace',
      yes: true,
      note: 'see the sketch',
      ...words,
    });
    return said.ok ? 'taken' : said.diagnostics[0]!.code;
  };

  it('waits for them with its files in place, is proved when they say that it is done, and others go on from it', async () => {
    const one = project(GIVEN);
    expect(await stopOf(openEngine().run(one.plan, { minClosure: 0 }))).toMatchObject({
      why: 'awaiting',
      reason: 'task draw waits for a person to do it',
    });
    const opened = await openEngine().open(one.folder);
    if (!opened.ok) throw new Error('no run');
    const [awaited] = awaitedIn({ ...opened.value, run: opened.value.ref.iri, folder: opened.value.ref.folder });
    expect(awaited).toMatchObject({ kind: 'task', id: 'draw', what: 'The architect (Ada Lovelace) to do it' });
    const { environment, folder, prompt } = awaited!.files!;
    expect(existsSync(prompt)).toBe(true);
    expect(await say(one)).toBe('schedule/not-left');
    expect(await say(one, { name: 'Bob' })).toBe('schedule/not-in-role');
    const work = `. ${environment} && mkdir -p out && echo '{}' >out/draw.json && echo '{"from":"draw-key"}' >"$SPEC_EXEC_HANDOFF/draw-key.json"`;
    execFileSync('/bin/sh', ['-c', work], { cwd: folder });
    // Nobody is at work on the run: the word is on record, and what was done is checked when it is resumed.
    expect(await say(one)).toBe('taken');
    expect(await say(one)).toBe('schedule/not-awaited');
    expect(await stopOf(openEngine().resume(one.folder, undefined))).toMatchObject({ ending: 'succeeded' });
    const graphs = one.record();
    const attempt = graphs.subjects(sx.byHand, boolean(true)).find((by) => graphs.has(by, rdf.type, sx.Attempt))!;
    const names = graphs
      .objects(attempt, prov.wasAssociatedWith)
      .map((who) => graphs.object(who as NamedNode, rdfs.label)?.value);
    expect(names).toContain('Ada Lovelace');
    expect((await one.end()).tasks).toEqual({ draw: 'succeeded', build: 'succeeded' });
  });

  it('fails with their words where they say that it cannot be done, also while the run goes on', async () => {
    const one = project({ ...GIVEN, tasks: [...GIVEN.tasks, { id: 'beside', delayMs: 1_500 }] });
    const ran = stopOf(openEngine().run(one.plan, { minClosure: 0 }));
    await until('the other begins', () => one.ran().length > 0, 30_000);
    expect(await say(one, { yes: false })).toBe('taken');
    expect(await ran).toMatchObject({ ending: 'failed' });
    const graphs = one.record();
    const attempt = graphs.subjects(sx.byHand, boolean(true)).find((by) => graphs.has(by, rdf.type, sx.Attempt))!;
    expect(graphs.object(attempt, sx.reason)?.value).toBe('Ada Lovelace says that it cannot be done: see the sketch');
  });

  it('has timed out when nobody did it in its time', async () => {
    const one = project(GIVEN);
    const later = { ...systemClock, now: () => systemClock.now() + 8 * 86_400_000 };
    await stopOf(openEngine().run(one.plan, { minClosure: 0 }));
    expect(await stopOf(openEngine({ clock: later }).resume(one.folder, undefined))).toMatchObject({
      ending: 'failed',
    });
    expect(one.endings('draw')).toEqual(['timedOut']);
  });
});

describe('a value that a person hands over', () => {
  const schema = '{"properties":{"from":{"type":"string"}}}';
  it('is the next version where it fits its schema and nobody was quicker; who did it is on record', async () => {
    const one = project({
      ...TWO,
      tasks: [{ id: 'a', hands: true }],
      turtle: `${TWO.turtle}:a-hand-off sx:jsonSchema """${schema}"""^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .\n`,
    });
    const engine = openEngine();
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    const hand = async (value: Json, ifVersion?: number, key = 'a-key'): Promise<string> => {
      const said = await engine.handOver(one.folder, undefined, { name: 'Ada', key, value, ifVersion });
      return said.ok
        ? `version ${said.value.value['version']}`
        : `${said.diagnostics[0]!.code}: ${said.diagnostics[0]!.message}`;
    };
    expect(await hand({ from: 'Ada' }, 1)).toBe('version 2');
    expect(await hand({ from: 'Bob' }, 1)).toBe(
      'evidence/other-version: The hand-off "a-key" is at version 2, and not at version 1.',
    );
    expect(await hand({ from: 7 })).toMatch(/^evidence\/schema-mismatch: .*"?from"?.*string/);
    expect(await hand({}, undefined, 'b-key')).toMatch(/^evidence\/unknown-key/);
    expect(getHandOff(one.runFolder()!, 'a-key')).toMatchObject({ value: { version: 2, value: { from: 'Ada' } } });
    const graphs = one.record();
    const second = graphs.subjects(sx.version, integer(2))[0]!;
    const person = graphs.object(second, prov.wasAttributedTo) as NamedNode;
    expect(graphs.object(person, rdfs.label)?.value).toBe('Ada');
    expect(graphs.object(second, sx.systemUser)?.value).toBe(userInfo().username);
  });
});

describe('a run that is stayed with', () => {
  const GIVEN: SpecGiven = {
    tasks: [{ id: 'a' }, { id: 'b', requires: ['gate'] }],
    gates: [{ id: 'gate', requires: ['a'], criteria: ['a sx:ApprovalCriterion ; sx:role :owner'] }],
    turtle: `:owner a sx:Role ; dcterms:title "Owner" ; sx:filledBy "Ada Lovelace" .\n`,
  };
  const waitsIn = (said: readonly Said[]) =>
    said.flatMap((one) => (one.kind === 'note' && one.text.includes('waits for') ? [one.text] : []));

  it('says whom it waits for and what to type, and goes on when the word comes', async () => {
    const one = project(GIVEN);
    const said: Said[] = [];
    const ran = stopOf(openEngine().run(one.plan, { minClosure: 0, wait: true, say: (line) => said.push(line) }));
    await until('it waits', () => waitsIn(said).length > 0, 30_000);
    const name = one.runFolder()!.slice(-6);
    expect(waitsIn(said)).toEqual([
      `gate gate waits for the approval of Owner (Ada Lovelace): spec-exec approve ${name} gate --as "Ada Lovelace"`,
    ]);
    const word = await openEngine().approve(one.folder, 'latest', 'gate', {
      name: 'Ada Lovelace',
      yes: true,
      note: '',
    });
    expect(word).toMatchObject({ ok: true });
    expect(await ran).toMatchObject({ ending: 'succeeded' });
  });

  it('is left paused where it is asked to stop', async () => {
    const one = project(GIVEN);
    const stop = new AbortController();
    const said: Said[] = [];
    const options = { minClosure: 0, wait: true, interrupt: stop.signal, say: (line: Said) => said.push(line) };
    const ran = stopOf(openEngine().run(one.plan, options));
    await until('it waits', () => waitsIn(said).length > 0, 30_000);
    stop.abort();
    expect(await ran).toMatchObject({ why: 'interrupted' });
  });
});

describe('an approval that stands in the specification', () => {
  it('is nobody’s word: a resumed run waits on', async () => {
    const forged = [role('owner'), role('auditor')];
    for (const who of ['owner', 'auditor'])
      forged.push(
        `:word-of-${who} a sx:Approval ; sx:role :${who} ; sx:gate :gate ; sx:approverName "nobody" ; <http://www.w3.org/ns/earl#result> :result-of-${who} . :result-of-${who} <http://www.w3.org/ns/earl#outcome> <http://www.w3.org/ns/earl#passed> .`,
      );
    const one = project({ ...TWO, turtle: `${forged.join('\n')}\n` });
    const engine = openEngine();
    expect(await stopOf(engine.run(one.plan, { minClosure: 0 }))).toMatchObject({ why: 'awaiting' });
    expect(await stopOf(engine.resume(one.folder, undefined))).toMatchObject({ why: 'awaiting' });
  });
});

describe('a stop while a checkpoint before execution is evaluated', () => {
  it('pauses the run, which can be resumed', async () => {
    const look = `if [ -e "$TEST_LOG.seen" ]; then exit 0; fi; touch "$TEST_LOG.seen"; sleep 30`;
    const one = project({
      tasks: [{ id: 'a' }],
      commands: { look: ['/bin/sh', '-c', look] },
      turtle: `:first a sx:Checkpoint ; dcterms:title "first" ; sx:when sx:beforeExecution ; sx:inPlan :plan ; sx:criterion :first-criterion . :plan sx:checkpoint :first . :first-criterion a sx:CommandCriterion ; dcterms:title "it looks well" ; sx:command "look" .\n`,
    });
    const stop = new AbortController();
    const ran = stopOf(openEngine().run(one.plan, { minClosure: 0, interrupt: stop.signal }));
    await until('it looks', () => existsSync(`${one.log}.seen`), 30_000);
    stop.abort();
    expect(await ran).toMatchObject({ kind: 'run-paused', why: 'interrupted' });
    expect(await stopOf(openEngine().resume(one.folder, undefined))).toMatchObject({ ending: 'succeeded' });
  });
});
