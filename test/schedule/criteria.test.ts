// Every kind of criterion: a case in which it holds, one in which it does not, and what `explain` then says of it. The table has a line
// for each kind of the union; one without is an error of types.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedNode } from '@rdfjs/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedAssets } from '../../src/base/assets.ts';
import { systemClock } from '../../src/base/clock.ts';
import { noSecrets } from '../../src/base/secrets.ts';
import { emptyBinding } from '../../src/derive/binding.ts';
import { readEntities } from '../../src/derive/entities.ts';
import type { Criterion } from '../../src/derive/plan.ts';
import { explainNode } from '../../src/history/explain.ts';
import { assertion } from '../../src/schedule/assertions.ts';
import { evaluate } from '../../src/schedule/criteria.ts';
import type { GateOutcome } from '../../src/schedule/event.ts';
import { makeFolders, runFolders } from '../../src/schedule/folders.ts';
import { approvedKey, emptyLedger, measuredKey } from '../../src/schedule/ledger.ts';
import type { Session } from '../../src/schedule/session.ts';
import { initialState, type RunState } from '../../src/schedule/state.ts';
import { StatusGraph } from '../../src/schedule/status-graph.ts';
import { namedNode, quad } from '../../src/vocabulary/factory.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { ex, graphsOf, planOf, shipped } from '../derive/small.ts';
import { scratch, type Scratch } from '../support/processes.ts';

const RUN = 'urn:spec-exec:run:20261127T100000Z-abcdef';

interface World {
  readonly session: Session;
  readonly state: RunState;
}
type Prepare = (world: World) => void;

interface Case {
  /** The criterion, in Turtle. */
  readonly turtle: string;
  readonly holds?: Prepare;
  readonly fails: Prepare;
  /** What it is where it does not hold. */
  readonly outcome?: GateOutcome;
  /** What explain says where it does not hold. */
  readonly said: RegExp;
}

const measured =
  (kind: 'baseline' | 'actual', metric: string, value: number | undefined): Prepare =>
  ({ session }) =>
    void session.ledger.measured.set(measuredKey(kind, ex(metric)), {
      iri: ex(`${metric}-${kind}`),
      value,
      attempt: ex('at'),
    });
const together =
  (...all: readonly Prepare[]): Prepare =>
  (world) =>
    all.forEach((one) => one(world));
const nothing: Prepare = () => undefined;

const CASES: Readonly<Record<Criterion['kind'], Case>> = {
  step: {
    turtle: 'a sx:StepCriterion ; sx:step :make',
    holds: ({ state }) => void (state.nodes[state.plan.indexOf.get(ex('make'))!] = 'succeeded'),
    fails: ({ state }) => void (state.nodes[state.plan.indexOf.get(ex('make'))!] = 'failed'),
    said: /make: failed/,
  },
  artifact: {
    turtle: 'a sx:ArtifactCriterion ; sx:artifact :file',
    holds: ({ session }) => {
      const folder = join(session.folders.artifacts, 'file', 'make.1');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'file.txt'), 'made\n');
      session.ledger.made.set(ex('file'), [
        {
          iri: ex('e'),
          path: 'file.txt',
          sha256: createHash('sha256').update('made\n').digest('hex'),
          attempt: `${RUN}:make:1`,
        },
      ]);
    },
    fails: nothing,
    said: /file\.txt was not made/,
  },
  metric: {
    turtle: 'a sx:MetricCriterion ; sx:metric :speed',
    holds: measured('actual', 'speed', 9),
    fails: measured('actual', 'speed', 11),
    said: /Speed 11 s ≤ 10 s/,
  },
  factor: {
    turtle: 'a sx:FactorCriterion ; sx:metric :speed',
    holds: together(measured('baseline', 'speed', 20), measured('actual', 'speed', 5)),
    fails: together(measured('baseline', 'speed', 20), measured('actual', 'speed', 15)),
    said: /1\.33x ≥ 2x/,
  },
  measured: {
    turtle: 'a sx:MeasuredCriterion ; sx:metric :speed ; sx:measurementKind sx:baseline',
    holds: measured('baseline', 'speed', undefined),
    fails: measured('actual', 'speed', 3),
    said: /no baseline was measured/,
  },
  regression: {
    turtle: 'a sx:RegressionCriterion ; sx:metric :speed',
    holds: together(measured('baseline', 'speed', 20), measured('actual', 'speed', 21)),
    fails: together(measured('baseline', 'speed', 20), measured('actual', 'speed', 21.1)),
    said: /Speed 20 s → 21\.1 s: 5\.5 % worse, 5 % allowed/,
  },
  'hand-off': {
    turtle: 'a sx:HandOffCriterion ; sx:handOff :word',
    holds: ({ session }) =>
      void session.ledger.handed.set(ex('word'), { iri: ex('v'), version: 1, value: 1, attempt: ex('at') }),
    fails: nothing,
    said: /the-word was not handed over/,
  },
  closure: {
    turtle: 'a sx:ClosureCriterion ; sx:minimumClosure 80',
    holds: (world) => void Object.assign(world.session, { closurePercent: 80 }),
    fails: (world) => void Object.assign(world.session, { closurePercent: 79.5 }),
    said: /closure 79\.5 % ≥ 80 %/,
  },
  conflict: {
    turtle: 'a sx:ConflictCriterion ; sx:severity sx:major ; sx:conflictsMax 0',
    holds: conflict(sx.minor),
    fails: conflict(sx.critical),
    said: /1 open conflicts of severity major or above, 0 allowed/,
  },
  command: {
    turtle: 'a sx:CommandCriterion ; sx:command "check"',
    holds: command('exit 0'),
    fails: command('echo "three tests fail"; exit 1'),
    said: /check exited with 1: three tests fail/,
  },
  ask: {
    turtle: 'a sx:AskCriterion ; sx:ask "ASK { ?conflict sx:conflictState sx:open }"',
    holds: conflict(sx.minor),
    fails: nothing,
    said: /the query answers false/,
  },
  approval: {
    turtle: 'a sx:ApprovalCriterion ; sx:role :owner',
    holds: approval(true),
    fails: approval(false),
    said: /rejected by Ada as Owner/,
  },
  progress: {
    turtle: 'a sx:ProgressCriterion',
    holds: running(2_000),
    fails: together(running(2_000), ({ session }) => void session.lastChange.set('make.1', Date.now() + 60_000)),
    said: /no change since the last look: make/,
  },
  'clean-tree': {
    turtle: 'a sx:CleanTreeCriterion',
    holds: workspace({ uncommitted: () => Promise.resolve([]) }),
    fails: workspace({ uncommitted: () => Promise.resolve(['left.txt']) }),
    said: /uncommitted in the integrated tree: left\.txt/,
  },
  rollback: {
    turtle: 'a sx:RollbackCriterion ; sx:command "check"',
    holds: together(command('exit 0'), reverted),
    fails: together(command('exit 2'), reverted),
    said: /with merge 0123456789 reverted: check exited with 2/,
  },
};

let place: Scratch;
beforeAll(() => void (place = scratch('spec-exec-criteria-')));
afterAll(() => place.remove());

describe.each(Object.entries(CASES))('a criterion of kind %s', (kind, { holds, fails, outcome, said }) => {
  it('holds', async () => {
    expect(await judged(kind, holds ?? nothing)).toMatchObject({ kind, outcome: 'passed' });
  });

  it('does not hold, and explain says what it came to', async () => {
    const found = await judged(kind, fails);
    expect(found).toMatchObject({ kind, outcome: outcome ?? 'failed' });
    expect(found.explained).toMatchObject([{ outcome: outcome ?? 'failed' }]);
    expect(found.explained[0]!.checked).toMatch(said);
  });
});

/** One gate for each kind, derived once. */
let base: ReturnType<typeof planOf> | undefined;

function spec(): string {
  const gates = Object.entries(CASES).map(
    ([kind, { turtle }]) =>
      `:${kind}-gate a sx:Gate ; dcterms:title "gate" ; sx:requires :make ; sx:criterion :${kind} . :${kind} dcterms:title "it" ; ${turtle} .`,
  );
  return `
    :plan a sx:Plan ; dcterms:title "Plan" .
    :make a sx:Task ; dcterms:title "make" ; sx:inPlan :plan .
    :file a sx:Artifact ; dcterms:title "file" ; sx:path "file.txt" .
    :word a sx:HandOff ; dcterms:title "word" ; sx:key "the-word" ; sx:producer :make .
    :owner a sx:Role ; dcterms:title "Owner" .
    :speed a sx:Metric ; dcterms:title "Speed" ; sx:comparator sx:atMost ; sx:target 10 ; sx:tolerance 5 ; sx:minimumFactor 2 ;
      sx:unit <http://qudt.org/vocab/unit/SEC> .
    ${gates.join('\n')}`;
}

async function judged(kind: string, prepare: Prepare) {
  const { graphs: derived, plan } = await (base ??= planOf(spec()));
  const graphs = graphsOf(
    [...derived.match(null, null, null, null)].filter(({ graph }) => graph.termType !== 'DefaultGraph'),
  );
  const folders = runFolders(join(place.folder, String(Math.random()).slice(2)));
  makeFolders(folders);
  const state = initialState(plan, {}, { keepGoing: false });
  const session = {
    run: RUN,
    epoch: 1,
    folders,
    projectRoot: folders.root,
    plan,
    entities: readEntities(graphs),
    binding: emptyBinding,
    graphs,
    status: new StatusGraph(graphs, RUN),
    ledger: emptyLedger(),
    workspace: { integrated: () => Promise.resolve(folders.root) },
    catalogue: shipped,
    assets: shippedAssets,
    clock: systemClock,
    secrets: noSecrets,
    closurePercent: 100,
    rounds: new Map(),
    lastChange: new Map(),
    interrupt: new AbortController().signal,
    say: () => undefined,
  } as unknown as Session;
  prepare({ session, state });
  const gate = plan.gates.find(({ iri }) => iri === ex(`${kind}-gate`));
  const criterion = gate!.criteria[0]!;
  const verdict = await evaluate(session, state, criterion, { name: 'gate', gate: gate!.iri });
  graphs.addAll(
    assertion(session, namedNode(`${RUN}/it`), sx.CriterionAssertion, criterion.iri, verdict, [
      sx.gate,
      namedNode(gate!.iri),
    ]),
  );
  const explained = await explainNode(
    { graphs, plan, catalogue: shipped, place: nothing as never, declared: nothing as never },
    gate!.node,
  );
  return { kind: criterion.kind, outcome: verdict.outcome, explained: explained.criteria };
}

function conflict(severity: NamedNode): Prepare {
  return ({ session }) => {
    const self = namedNode(`${RUN}/conflict`);
    session.graphs.add(quad(self, sx.severity, severity, namedNode(RUN)));
    session.graphs.add(quad(self, sx.conflictState, sx.open, namedNode(RUN)));
  };
}

function command(script: string): Prepare {
  return ({ session }) => {
    const file = join(session.folders.root, 'check.sh');
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    const rule = {
      iri: ex('check'),
      argv: [file] as const,
      passEnvironment: [],
      secretEnvironment: [],
      setEnvironment: {},
    };
    Object.assign(session, { binding: { ...emptyBinding, commands: new Map([['check', rule]]) } });
  };
}

function approval(yes: boolean): Prepare {
  return ({ session }) =>
    void session.ledger.approved.set(approvedKey(ex('owner'), ex('approval-gate')), {
      iri: ex('word'),
      yes,
      name: 'Ada',
    });
}

/** One agent at work, which changed a file so long ago. */
function running(agoMs: number): Prepare {
  return ({ session, state }) => {
    state.running.set(state.plan.indexOf.get(ex('make'))!, 1);
    const folder = join(session.folders.work, 'make.1');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'file'), '');
    utimesSync(join(folder, 'file'), new Date(), new Date(Date.now() - agoMs));
  };
}

function workspace(part: object): Prepare {
  return ({ session }) => void Object.assign(session.workspace, part);
}

function reverted({ session }: World): void {
  const use = (work: (folder: string, commit: string) => unknown) => work(session.folders.root, '0123456789abcdef');
  Object.assign(session.workspace, { withLastMergeReverted: use });
}
