// Named queries on the record of a run of 10 and of 1,000 tasks, against the bare engine on the same store.
// Expected: the same engine answers both, so the ratio is 1 to 1.5: ours parses the text once more for the guard (1 ms) and keeps
// each triple once. The first question of a process waits half a second for the engine, and is measured apart.
import { QueryEngine } from '@comunica/query-sparql-rdfjs-lite';
import { openEngine } from '../dist/engine.js';
import { ask } from '../dist/query/ask.js';
import { writeProject } from './generate.mjs';
import { inFolder, interleaved, timed } from './harness.mjs';
import { sound } from './spec.mjs';

export const title = 'named queries on the record of a run, against the bare engine on the same store';

const SIZES = [
  [10, 5],
  [1_000, 3],
];
const LIMIT_MS = 60_000;

export async function run() {
  const tables = [];
  const notes = [];
  const bare = new QueryEngine();
  for (const [tasks, rounds] of SIZES)
    await inFolder(async (root) => {
      const engine = openEngine();
      sound(await engine.run(writeProject(root, { tasks, layout: 'wide' }), { jobs: 2 }));
      const open = await timed(async () => sound(await engine.open(root)));
      const { graphs } = open.value;
      notes.push(`${tasks} tasks: opening the record (${graphs.size} triples) ${Math.round(open.ms)} ms`);
      const rows = [];
      for (const name of [...engine.catalogue.names('history/'), ...engine.catalogue.names('status/')]) {
        const entry = sound(engine.catalogue.get(name));
        let count = 0;
        const times = await interleaved(
          {
            ours: async () => {
              const answer = sound(await ask(graphs, entry, { limitMs: LIMIT_MS }));
              count = answer.kind === 'rows' ? answer.rows.length : 1;
            },
            bare: async () => (await bare.queryBindings(entry.text, { sources: [graphs.source] })).toArray(),
          },
          rounds,
        );
        rows.push({
          [`query, ${tasks} tasks`]: name,
          rows: count,
          ms: times.ours,
          bareMs: times.bare,
          ratio: times.ours / times.bare,
        });
      }
      tables.push(rows);
    });
  return { tables, notes };
}
