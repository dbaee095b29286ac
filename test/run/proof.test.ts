// What is on record of each attempt: one assertion for everything that its task declares, also for what was not reached.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { earl, rdf } from '../../src/vocabulary/borrowed.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { Project, type TaskGiven } from '../support/project.ts';

const sh = (script: string): readonly string[] => ['/bin/sh', '-c', script];
const evidence = (value: object): string => `printf '%s' '${JSON.stringify(value)}' >"$SPEC_EXEC_EVIDENCE"`;
/** Declares one of everything: a verification, evidence, a hand-off, and artifacts of two media types. */
const ALL = 'sx:evidenceRequired true ; sx:verification "look" ; sx:output :picture';
const MAKE = 'mkdir -p out && echo {} >out/$NAME.json && echo x >out/picture';
const HAND = 'echo {} >"$SPEC_EXEC_HANDOFF/$NAME-key.json"';

interface Case extends TaskGiven {
  /** Check → outcome, in the order of their names. */
  readonly checks: Readonly<Record<string, string>>;
}

const whole = (id: string, script: string): TaskGiven => ({
  id,
  makes: true,
  hands: true,
  more: ALL,
  argv: sh(`NAME=${id}; ${script}`),
});

const UNTESTED = (id: string): Record<string, string> => ({
  'the verification look passes': 'untested',
  'evidence is there': 'untested',
  'evidence fits the schema of evidence': 'untested',
  "evidence fits the plan's own schema": 'untested',
  [`hand-off ${id}-key is there`]: 'untested',
  [`artifact ${id}-file is there`]: 'untested',
  [`artifact ${id}-file is application/json`]: 'untested',
  'artifact picture is there': 'untested',
  'artifact picture is image/foo': 'untested',
});

const ENDED = 'it ended with exit status 0';
const CHANGED = 'it changed a file';
const CASES: readonly Case[] = [
  { id: 'nothing-declared', checks: { [ENDED]: 'passed' } },
  { ...whole('exits', 'exit 3'), checks: { ...UNTESTED('exits'), [ENDED]: 'failed' } },
  {
    ...whole('proves', `${MAKE}; ${HAND}; ${evidence({ agent: 'a', phase: 1 })}`),
    checks: {
      [ENDED]: 'passed',
      'the verification look passes': 'passed',
      'evidence is there': 'passed',
      'evidence fits the schema of evidence': 'passed',
      "evidence fits the plan's own schema": 'passed',
      'hand-off proves-key is there': 'passed',
      'artifact proves-file is there': 'passed',
      'artifact proves-file is application/json': 'passed',
      'artifact picture is there': 'passed',
      'artifact picture is image/foo': 'cantTell',
    },
  },
  {
    ...whole('lies', `${MAKE}; echo '{' >out/lies.json; rm out/picture; ${evidence({ agent: 'a' })}`),
    checks: {
      [ENDED]: 'passed',
      'the verification look passes': 'failed',
      'evidence is there': 'passed',
      'evidence fits the schema of evidence': 'passed',
      "evidence fits the plan's own schema": 'failed',
      'hand-off lies-key is there': 'failed',
      'artifact lies-file is there': 'passed',
      'artifact lies-file is application/json': 'failed',
      'artifact picture is there': 'failed',
      'artifact picture is image/foo': 'untested',
    },
  },
  {
    id: 'ends-as-declared',
    more: 'sx:successExitStatus 0 , 3 , 4',
    argv: sh('exit 3'),
    checks: { 'it ended with exit status 0, 3 or 4': 'passed' },
  },
  {
    id: 'ends-otherwise',
    more: 'sx:successExitStatus 3',
    argv: sh('exit 0'),
    checks: { 'it ended with exit status 3': 'failed' },
  },
  {
    id: 'idles',
    more: `sx:changeRequired true ; sx:retriesMax 1 ; sx:retryOn sx:badExit`,
    argv: sh(evidence({ agent: 'a', phase: 1, noChange: { reason: 'all is well' } })),
    checks: {
      [ENDED]: 'passed',
      [CHANGED]: 'failed',
      'evidence is there': 'passed',
      'evidence fits the schema of evidence': 'passed',
      "evidence fits the plan's own schema": 'passed',
    },
  },
  {
    id: 'works',
    more: 'sx:changeRequired true',
    argv: sh('echo 1 >file'),
    checks: { [ENDED]: 'passed', [CHANGED]: 'passed' },
  },
  {
    id: 'never-works',
    more: 'sx:changeRequired true',
    argv: sh('exit 1'),
    checks: { [ENDED]: 'failed', [CHANGED]: 'untested' },
  },
];

let project: Project;
beforeAll(async () => {
  project = new Project({
    tasks: CASES,
    commands: { look: ['/bin/sh', '-c', 'test -f out/picture'] },
    turtle: `
      :plan sx:evidenceSchema """{"required": ["phase"]}""" .
      :picture a sx:Artifact ; dcterms:title "picture" ; sx:path "out/picture" ; sx:mediaType "image/foo" .
    `,
  });
  const ran = await openEngine().run(project.plan, { minClosure: 0, keepGoing: true });
  if (!ran.ok) throw new Error(ran.diagnostics.map((one) => one.message).join('\n'));
}, 60_000);
afterAll(() => project.remove());

it.each(CASES)('of a task that $id is each check, with its outcome', ({ id, checks }) => {
  const graphs = project.record();
  const found = graphs
    .subjects(rdf.type, sx.CheckAssertion)
    .filter((one) => graphs.object(one, sx.task)?.value.endsWith(`#${id}`))
    .map((one) => {
      const result = namedNode(graphs.object(one, earl.result)!.value);
      const outcome = graphs.object(result, earl.outcome)!.value.replace(/^.*#/, '');
      // What did not pass says why.
      expect(graphs.object(one, sx.reason) === undefined).toBe(outcome === 'passed');
      return [graphs.object(one, sx.checked)!.value, outcome];
    });
  expect(Object.fromEntries(found)).toEqual(checks);
  expect(found).toHaveLength(Object.keys(checks).length);
});

it('lets a task succeed of which something cannot be told, and no other', async () => {
  expect((await project.end()).tasks).toEqual({
    'nothing-declared': 'succeeded',
    exits: 'failed',
    proves: 'succeeded',
    lies: 'failed',
    'ends-as-declared': 'succeeded',
    'ends-otherwise': 'failed',
    idles: 'failed',
    works: 'succeeded',
    'never-works': 'failed',
  });
});

it('names the cause and the exit status', () => {
  const graphs = project.record();
  const of = (id: string): (string | undefined)[] => {
    const attempts = graphs.subjects(rdf.type, sx.Attempt).filter((one) => one.value.includes(`:${id}:`));
    expect(attempts).toHaveLength(1);
    return [sx.cause, sx.exitCode, sx.reason].map((property) => graphs.object(attempts[0]!, property)?.value);
  };
  const cause = (name: string): string => `https://w3id.org/spec-exec/ns#${name}`;
  expect(of('ends-as-declared')).toEqual([undefined, '3', 'it ended with exit status 3']);
  expect(of('ends-otherwise')).toEqual([cause('badExit'), '0', 'its process exited with 0, and 3 is success']);
  expect(of('idles')).toEqual([cause('nothingChanged'), '0', 'It changed no file, and its task requires a change']);
  expect(of('lies')[0]).toBe(cause('notProved'));
});

it('is what the query checks answers, the untested ones included', async () => {
  const { out } = await project.cli('query', 'checks');
  for (const outcome of ['passed', 'failed', 'untested', 'cantTell']) expect(out).toContain(outcome);
});
