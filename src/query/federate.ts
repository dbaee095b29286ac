// Federation, asked for explicitly by `query --source URL`: the only place that can reach the network with a query, and
// the only one that loads the 4.x engine.
import { unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Graphs } from '../store/graphs.ts';
import { collect, type Answer } from './ask.ts';
import { askEngine, type SparqlEngine } from './engine.ts';
import { guard } from './guard.ts';

let engine: Promise<SparqlEngine> | undefined;

/** The engine that can reach the network; loading it costs about a second. */
export function loadFederatingEngine(): Promise<SparqlEngine> {
  engine ??= import('@comunica/query-sparql').then(({ QueryEngine }) => new QueryEngine() as unknown as SparqlEngine);
  return engine;
}

/** Asks a query about the graphs and the sources together; SERVICE is allowed in it. Findings as of `ask`, and `query/source`. */
export async function federate(
  graphs: Graphs,
  sources: readonly string[],
  text: string,
  options: { readonly limitMs?: number } = {},
): Promise<Result<Answer>> {
  for (const source of sources)
    if (!/^https?:\/\/[^\s]+$/i.test(source))
      return fail(
        unusable('query/source', `"${source}" is no address of a SPARQL endpoint or document.`, {
          why: 'A source is read over HTTP.',
          help: 'Write an address such as https://example.org/sparql; a local file is asked by loading it: `spec-exec query --file`.',
        }),
      );
  const guarded = await guard(text, { remote: true });
  if (!guarded.ok) return guarded;
  const limit = options.limitMs === undefined ? undefined : AbortSignal.timeout(options.limitMs);
  try {
    const asked = loadFederatingEngine().then(async (loaded) =>
      collect(await askEngine(loaded, guarded.value.text, { sources: [graphs.source, ...sources] }, {}), limit),
    );
    return ok(await (limit ? Promise.race([asked, ended(limit)]) : asked));
  } catch (error) {
    return fail(
      unusable('query/source', `The sources could not answer: ${(error as Error).message.split('\n')[0]}`, {
        why: 'An answer without one of its sources would be another answer.',
        help: `Try ${sources.join(', ')} by itself, and look whether it speaks SPARQL or serves RDF.`,
      }),
    );
  }
}

function ended(limit: AbortSignal): Promise<never> {
  return new Promise((_, reject) => limit.addEventListener('abort', () => reject(limit.reason as Error)));
}
