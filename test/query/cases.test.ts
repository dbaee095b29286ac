// Walks test/cases/queries: every query of ours has a case, answers it the same on both engines, and keeps its header.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Term } from '@rdfjs/types';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import { collect, type Answer } from '../../src/query/ask.ts';
import { declaredVariables, openCatalogue, type QueryEntry } from '../../src/query/catalogue.ts';
import { askEngine, askLocally, type SparqlEngine } from '../../src/query/engine.ts';
import { loadFederatingEngine } from '../../src/query/federate.ts';
import { findNodes, guard } from '../../src/query/guard.ts';
import { readSpec } from '../../src/reading/read.ts';
import type { Graphs } from '../../src/store/graphs.ts';
import { graphsOf } from '../derive/small.ts';
import { lexicon, loadCase } from '../reading/reading.ts';

const cases = fileURLToPath(new URL('../cases/queries/', import.meta.url));
const catalogue = openCatalogue(shippedAssets.queries);
/** Queries of other folders have their cases elsewhere; all of them run on both engines all the same. */
const OURS = /^(derive|status|history)\//;

function entryOf(name: string): QueryEntry {
  const entry = catalogue.get(name);
  if (!entry.ok) throw new Error(name);
  return entry.value;
}

/** A query of consistency is asked of what is read of the cases that it finds something in. */
async function caseGraphs(name: string): Promise<Graphs> {
  if (name.startsWith('consistency/')) {
    const folder = join(packageRoot, 'test/cases', name);
    const [fires] = readdirSync(folder).filter((file) => file.startsWith('fires'));
    return readSpec(await loadCase(join(folder, fires!), folder), lexicon).graphs;
  }
  const own = join(cases, name, 'data.trig');
  return graphsOf(readFileSync(existsSync(own) ? own : join(cases, 'story.trig'), 'utf8'));
}

/** Names of the case's own namespace as `:name`, vocabulary by prefix, literals by their text. */
function shortTerm(term: Term | undefined): string | undefined {
  if (term === undefined || term.termType === 'Literal') return term?.value;
  return term.value
    .replace('urn:x:spec#', ':')
    .replace('https://w3id.org/spec-exec/ns#', 'sx:')
    .replace('http://www.w3.org/ns/earl#', 'earl:')
    .replace('http://qudt.org/vocab/unit/', 'unit:')
    .replace('http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'a');
}

function readable(answer: Answer): unknown {
  switch (answer.kind) {
    case 'rows':
      return answer.rows.map((row) =>
        Object.fromEntries(answer.variables.flatMap((name) => (row[name] ? [[name, shortTerm(row[name])]] : []))),
      );
    case 'triples':
      return answer.quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(shortTerm).join(' ')).sort();
    case 'boolean':
      return answer.value;
  }
}

let federating: SparqlEngine;
beforeAll(async () => {
  federating = await loadFederatingEngine();
});

describe.each(catalogue.names())('queries/%s.rq', (name) => {
  const entry = entryOf(name);

  it('says in its header what it answers and which variables it binds', async () => {
    expect(entry.text.startsWith(`# ${name}: `)).toBe(true);
    expect(entry.question).toMatch(/\S/);
    const guarded = await guard(entry.text);
    if (!guarded.ok) throw new Error(guarded.diagnostics[0]!.message);
    const { syntax, form } = guarded.value;
    const variables =
      form === 'select'
        ? (syntax['variables'] as { value?: string; variable?: { value: string } }[]).map(
            (one) => one.variable?.value ?? one.value,
          )
        : findNodes(syntax['template'], (node) => node.subType === 'variable').map((node) => node['value']);
    expect(declaredVariables(entry)).toEqual([...new Set(variables)]);
  });

  // Queries of dialects are asked row by row, of what their authors wrote: test/lift.
  if (name.startsWith('lift/')) return;

  it('answers its case, the same on both engines', async () => {
    const graphs = await caseGraphs(name);
    const here = await collect(await askLocally(graphs, entry.text, {}));
    const there = await collect(await askEngine(federating, entry.text, { sources: [graphs.source] }, {}));
    expect(sameForm(there, here, entry)).toEqual(sameForm(here, here, entry));
    if (!OURS.test(name)) return;
    expect(readable(here)).toEqual(JSON.parse(readFileSync(join(cases, name, 'expect.json'), 'utf8')));
  });
});

/**
 * What the two engines must agree on: which rows, each number as a number. Three defects of 4.5 are left aside: it sorts
 * rows wrongly where they arrive late, leaves the COUNT of nothing unbound, and so all that is computed from it.
 */
function sameForm(answer: Answer, local: Answer, entry: QueryEntry): unknown {
  if (answer.kind !== 'rows' || local.kind !== 'rows') return readable(answer);
  const computed = /\bCOUNT\(/.test(entry.text)
    ? local.variables.filter((name) => local.rows.some((row) => row[name]?.termType === 'Literal'))
    : [];
  const rows = answer.rows.map((row) =>
    answer.variables
      .filter((name) => !computed.includes(name))
      .map((name) => `${name}=${numberOr(shortTerm(row[name]))}`)
      .join(' '),
  );
  return rows.sort();
}

function numberOr(text: string | undefined): string | undefined {
  return text !== undefined && /^-?\d+\.\d+$/.test(text) ? String(Number(text)) : text;
}
