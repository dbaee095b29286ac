// What a person sees: a run from its outline to its table, status and explanations; whole, so that a change of it is seen here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flaws, kitchen, type Kitchen, type Shown } from './kitchen.ts';

let here: Kitchen;
let ran: Shown;
beforeAll(async () => {
  here = kitchen();
  ran = await here.cli(['.specify/specs/toast', '--jobs', '2']);
});
afterAll(() => here.remove());

/** Times, names and places of this run alone, made the same for every run. */
function settled(text: string): string {
  return (
    text
      .replaceAll(here.folder, '/project')
      .replace(/\d{8}T\d{6}Z-[0-9a-f]{6}/g, 'RUN')
      .replace(/^ +(?:\d+ min \d+ s|[\d.]+ m?s) {2}/gm, '  CLOCK  ')
      .replace(/ in (?:[\d.]+ m?s)$/gm, ' in TIME')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'WHEN')
      .replace(/\b\d\d:\d\d UTC/g, 'HH:MM UTC')
      // How many there are changes with the shapes.
      .replace(/closed: (\d+) of \1 obligations/g, 'closed: ALL of ALL obligations')
  );
}

describe('a run', () => {
  it('shows what waits for what, each event, each gate with its values, each phase’s end, and what was measured', () => {
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(flaws(ran)).toEqual([]);
    expect(settled(ran.out)).toBe(`  CLOCK  Toast in two phases
             closed: ALL of ALL obligations met; 3 tasks, 2 gates, 2 phases
             Phase 1: Look
               ▷ time-toaster
               ◇ look-gate     after time-toaster
             Phase 2: Bake
               ▷ make-toast
               ▷ wipe-table    after make-toast
               ◇ serve-gate    after wipe-table
  CLOCK  run urn:spec-exec:run:RUN
             /project/.specify/runs/RUN
  CLOCK  ── Phase 1: Look begins
  CLOCK  ▶ time-toaster starts  by Scout
  CLOCK  ✓ time-toaster succeeded in TIME
             baseline of Toast time: 121 s
             handed over toast/recipe
             made notes.md
  CLOCK  ◆ Look Gate: passed  4 of 4 criteria hold
             ✓ the baseline is measured   Toast time: 121 s
             ✓ the notes are there        notes.md
             ✓ the toaster was timed      Time the toaster succeeded
             ✓ the recipe is handed over  toast/recipe
  CLOCK  ── Phase 1: Look complete in TIME
  CLOCK  ── Phase 2: Bake begins
  CLOCK  ▶ make-toast starts  by Baker
  CLOCK  ✓ make-toast succeeded in TIME
             actual of Toast time: 54.5 s
  CLOCK  ▶ wipe-table starts  by Scout
  CLOCK  ✓ wipe-table succeeded in TIME
  CLOCK  ◆ Serving Gate: passed  1 of 2 criteria hold
             ? few crumbs         Crumbs on the table was not measured [untested, acceptable]
             ✓ toast within 60 s  Toast time 54.5 s ≤ 60 s
  CLOCK  ── Phase 2: Bake complete in TIME

The run succeeded
  tasks   3 of 3 done
  gates   2 of 2 passed
  record  .specify/runs/RUN/journal.nq

  metric               stated  before  target   after  factor  met
  Crumbs on the table                    ≤ 10                  untested (acceptable)
  Toast time            120 s   121 s  ≤ 60 s  54.5 s   2.22x  yes

Ask it:  spec-exec query gate-status  ·  spec-exec query timeline  ·  spec-exec explain serve-gate
`);
  });

  it('is the same to programs: an object a line, with IRIs for tasks, gates and phases', async () => {
    const shown = await here.cli(['.specify/specs/toast', '--json']);
    expect(shown).toMatchObject({ code: 0, err: '' });
    const lines = shown.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(
      new Set(['plan', 'run', 'event', 'started', 'ended', 'judged', 'stopped']),
    );
    expect(lines[0]).toMatchObject({ kind: 'plan', tasks: 3, gates: 2, phases: 2 });
    expect(lines[0].closure.met).toBe(lines[0].closure.total);
    expect(lines.filter(({ event }) => event?.kind === 'attempt-started').map(({ event }) => event.task)).toEqual([
      'https://example.org/toast#time-toaster',
      'https://example.org/toast#make-toast',
      'https://example.org/toast#wipe-table',
    ]);
    expect(lines.at(-1)).toMatchObject({ kind: 'stopped', stop: { kind: 'run-ended', ending: 'succeeded' } });
  });

  it('whose gate stays shut says why, what does not hold first, and exits 1', async () => {
    const slow = kitchen();
    slow.script('make-toast', {
      measure: [{ metric: 'toast-time', kind: 'actual', value: 75 }],
      evidence: { agent: 'baker' },
    });
    const shown = await slow.cli(['.specify/specs/toast']);
    expect(shown.code).toBe(1);
    expect(shown.out).toContain(`◆ Serving Gate: failed  0 of 2 criteria hold
             ✗ toast within 60 s  Toast time 75 s ≤ 60 s [failed]
             ? few crumbs         Crumbs on the table was not measured [untested, acceptable]
             it stays shut: toast within 60 s: Toast time 75 s ≤ 60 s
`);
    expect(shown.out).toMatch(
      /The run failed\n {2}gate serve-gate failed\n {2}tasks {3}3 of 3 done\n {2}gates {3}1 of 2 passed\n/,
    );
    expect(shown.out).toMatch(/Toast time +120 s +121 s +≤ 60 s +75 s +1\.61x +no\n/);
    expect(await slow.cli(['status', '--exit-code'])).toMatchObject({ code: 1, err: '' });
    const why = await slow.cli(['explain', 'serve-gate']);
    expect(why.out).toContain('serve-gate (gate) is failed');
    expect(why.out).toContain(
      '✗ toast within 60 s: failed  .specify/specs/toast/entities.ttl:89\n      Toast time 75 s ≤ 60 s\n',
    );
    slow.remove();
  });

  it('whose agent fails says why, and what could not start for it', async () => {
    const broken = kitchen();
    broken.script('time-toaster', { exit: 3, output: 'no power\n' });
    const shown = await broken.cli(['.specify/specs/toast']);
    expect(shown.code).toBe(1);
    expect(flaws(shown)).toEqual([]);
    expect(shown.out).toMatch(/✗ time-toaster failed in .*\n +.*exit/);
    expect(shown.out).toContain('spec-exec explain time-toaster');
    const why = await broken.cli(['explain', 'make-toast']);
    expect(why.out).toContain('make-toast (task) is waiting');
    expect(why.out).toContain('… time-toaster, which is failed');
    broken.remove();
  });
});

describe('afterwards', () => {
  it('status says where it ended', async () => {
    const shown = await here.cli(['status', here.runs()[0]!]);
    expect(settled(shown.out)).toBe(`urn:spec-exec:run:RUN succeeded
  all tasks succeeded and all gates passed
  /project/.specify/runs/RUN

Phase 1: Look
  ✓ time-toaster  succeeded

Phase 2: Bake
  ✓ make-toast    succeeded
  ✓ wipe-table    succeeded

Gates
  ✓ look-gate     passed
  ✓ serve-gate    passed
`);
  });

  it('explain says what let a task go on, by which triples at which lines', async () => {
    const shown = await here.cli(['explain', 'wipe-table']);
    expect(settled(shown.out)).toBe(`wipe-table (task) is succeeded  .specify/specs/toast/plan.ttl:47

wipe-table succeeded at HH:MM UTC.

What let it go on:
  ✓ make-toast, which is succeeded  WHEN
      queries/derive/requires.rq found it by
        :wipe-table sx:requires :make-toast .  .specify/specs/toast/plan.ttl:53
  ✓ start of bake, which is complete
      queries/derive/phase-tasks.rq found it by
        :wipe-table sx:inPhase :bake .  .specify/specs/toast/plan.ttl:50
        :bake rdf:type sx:Phase .  .specify/specs/toast/plan.ttl:20

Its attempts:
  1. WHEN succeeded: it ended with exit status 0, and all 2 checks of what it left hold  logs/wipe-table.1.log

It holds back: serve-gate
`);
  });

  it('explain knows phases, codes, and specifications that were never run', async () => {
    expect((await here.cli(['explain', 'bake'])).out).toMatch(
      /^phase bake is complete {2}\.specify\/specs\/toast\/plan\.ttl:19\n/,
    );
    expect((await here.cli(['explain', 'store/not-utf8'])).out).toContain('store/not-utf8');
    const spec = await here.cli(['why', ':make-toast', '--spec', '.specify/specs/toast', '--json']);
    expect(spec).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(spec.out)).toMatchObject({
      name: 'make-toast',
      kind: 'task',
      state: 'not run',
      reasons: expect.arrayContaining([expect.objectContaining({ name: 'time-toaster', met: false })]),
    });
  });
});
