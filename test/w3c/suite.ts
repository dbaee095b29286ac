// The W3C test suite for SHACL: its entries, and our validator's report on one beside the report that it expects.
import type { Term } from '@rdfjs/types';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { pathText } from '../../src/closure/paths.ts';
import { shapeRunner } from '../../src/closure/shacl.ts';
import type { ShapeResult } from '../../src/closure/shape-results.ts';
import { loadShapes } from '../../src/closure/shapes.ts';
import { termText } from '../../src/closure/term-text.ts';
import { listMembers, type Graphs } from '../../src/store/graphs.ts';
import { loadFiles } from '../../src/store/load.ts';
import { documentPath } from '../../src/store/project.ts';
import { rdfs, sh } from '../../src/vocabulary/borrowed.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';

export const suite = resolve(import.meta.dirname, '../../../shared/corpora/shacl/tests');
export const isHere = existsSync(suite);

const mf = (name: string) => namedNode(`http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#${name}`);
const sht = (name: string) => namedNode(`http://www.w3.org/ns/shacl-test#${name}`);
const shacl = (name: string) => namedNode(`http://www.w3.org/ns/shacl#${name}`);

/** Files of entries, below the suite, in the manifests' order. */
export function entries(manifest: string): string[] {
  const folder = dirname(manifest);
  const included = [...readFileSync(join(suite, manifest), 'utf8').matchAll(/mf:include\s+<([^>]+)>/g)];
  return included.flatMap(([, name]) => {
    const file = join(folder, name!);
    return name!.endsWith('manifest.ttl') ? entries(file) : [file];
  });
}

/** One result as a line: what SHACL says that reports are compared by. A blank node's label is no part of it. */
type Line = string;

export interface Compared {
  readonly expected: readonly Line[] | 'failure';
  /** Codes and messages of what was refused, or the report. */
  readonly ours: { readonly refused: readonly string[] } | { readonly results: readonly Line[] };
}

/** Loads an entry, its data and its shapes as a project's own, and validates. */
export async function compare(file: string): Promise<Compared> {
  const root = mkdtempSync(join(tmpdir(), 'spec-exec-w3c-'));
  try {
    const whole = join(suite, file);
    const entry = await load([whole]);
    const [test] = entry.subjects(mf('action'), entry.object(manifestTest(entry), mf('action'))!);
    const action = entry.object(test!, mf('action'))!;
    const fileOf = (term: Term) => join(suite, documentPath(term.value)!);
    const [data, shapes] = ['dataGraph', 'shapesGraph'].map((name) => fileOf(entry.object(action, sht(name))!));
    const dataGraphs = await load([data!]);
    const loaded = await loadShapes(root, [shapes!], suite, dataGraphs.match(null, rdfs.subClassOf));
    const expected = expectedLines(entry, entry.object(test!, mf('result'))!);
    if (!loaded.ok)
      return { expected, ours: { refused: loaded.diagnostics.map(({ code, message }) => `${code}: ${message}`) } };
    const runner = await shapeRunner(loaded.value, dataGraphs);
    const results = await runner.all();
    if (runner.failed.length > 0) return { expected, ours: { refused: runner.failed.map(({ reason }) => reason) } };
    return { expected, ours: { results: results.map(lineOf).sort() } };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function load(files: readonly string[]): Promise<Graphs> {
  const loaded = await loadFiles(files, { root: suite });
  if (!loaded.ok) throw new Error(`${relative(suite, files[0]!)}: ${JSON.stringify(loaded.diagnostics)}`);
  return loaded.value.graphs;
}

function manifestTest(graphs: Graphs): Term {
  for (const { object } of graphs.match(null, mf('entries'))) {
    const [first] = listMembers(graphs, object) ?? [];
    if (first) return first;
  }
  throw new Error('the file has no entry');
}

function expectedLines(graphs: Graphs, report: Term): readonly Line[] | 'failure' {
  if (report.equals(sht('Failure'))) return 'failure';
  const lines = graphs.objects(report, sh.result).map((result) => {
    const get = (name: string) => graphs.object(result, shacl(name));
    const path = get('resultPath');
    return line({
      focus: get('focusNode'),
      path: path && pathText(graphs, path),
      value: get('value'),
      component: get('sourceConstraintComponent')?.value,
      severity: get('resultSeverity'),
      shape: get('sourceShape'),
      constraint: get('sourceConstraint'),
    });
  });
  const conforms = graphs.object(report, sh.conforms)?.value === 'true';
  if (conforms !== (lines.length === 0)) throw new Error('the expected report contradicts itself');
  return lines.sort();
}

function lineOf(result: ShapeResult): Line {
  return line({
    focus: result.focus,
    path: result.fullPath,
    value: result.value,
    component: result.component,
    severity: result.severity,
    shape: result.shape,
    constraint: result.found?.constraint.node,
  });
}

function line(parts: Readonly<Record<string, Term | string | undefined>>): Line {
  const shown = Object.entries(parts).map(([name, part]) => {
    const text = typeof part === 'object' ? (part.termType === 'BlankNode' ? '[]' : termText(part)) : (part ?? '-');
    return `${name} ${text}`;
  });
  return shown.join(' · ').replaceAll('http://www.w3.org/ns/shacl#', 'sh:');
}
