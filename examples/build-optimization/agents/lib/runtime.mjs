// Compares the speed of two programs on one workload: turn by turn, so that whatever the machine does in between hits
// both, each at its best.
import { spawnSync } from 'node:child_process';

const TURNS = 7;
const ROUNDS = '30';

/** The change of the run time from `before` to `after` in per cent, by the best processor time of each. */
export function comparePrograms(before, after) {
  const times = { before: [], after: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    // who goes first changes from turn to turn
    const pair = [
      ['before', before],
      ['after', after],
    ];
    for (const [which, program] of turn % 2 === 0 ? pair : pair.toReversed()) times[which].push(secondsOf(program));
  }
  const change = (Math.min(...times.after) / Math.min(...times.before) - 1) * 100;
  return {
    changePercent: change,
    samples: times.after.map((t, at) => (t / times.before[at] - 1) * 100),
    method: `processor time of "bench ${ROUNDS}", this program against the baseline program, best of ${TURNS} each, turn by turn`,
  };
}

// processor time, told by the process itself as it ends: waiting for a free core is no property of the program
const PROBE =
  'process.on("exit", () => { const { user, system } = process.cpuUsage(); process.stderr.write(String((user + system) / 1e6)); });';

function secondsOf(program) {
  const probe = `data:text/javascript,${encodeURIComponent(PROBE)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', probe, program, 'bench', ROUNDS], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the program failed: ${stderr.trim()}`);
  return Number(stderr);
}
