import { expect, it } from 'vitest';
import { graphJson } from '../../src/derive/graph-json.ts';
import { byName, localName } from '../../src/derive/names.ts';
import { ex, planOf } from './small.ts';

it('gives each pair of the graph once, with every query that found it, and marks the critical path', async () => {
  const { plan } = await planOf(`:plan a sx:Plan ; dcterms:title "P" . :one a sx:Phase ; sx:order 1 .
    :a a sx:Task ; sx:inPhase :one ; sx:output :x ; sx:mostLikely "PT2S"^^xsd:dayTimeDuration .
    :b a sx:Task ; sx:inPhase :one ; sx:input :x ; sx:requires :a ; sx:assignedTo :agent .
    :c a sx:Task ; sx:inPhase :one .`);
  const graph = graphJson(plan);
  expect(graph.edges.find((edge) => edge.later === ex('b') && edge.earlier === ex('a'))?.queries).toEqual([
    'derive/artifacts',
    'derive/requires',
  ]);
  expect(graph.criticalPath).toEqual([ex('one/start'), ex('a'), ex('b'), ex('one')]);
  expect(graph.estimate).toEqual({ tasksMs: 3000, phasesMs: 3000, unestimatedTasks: 2 });
  expect(graph.nodes.find((node) => node.iri === ex('b'))).toEqual({
    iri: ex('b'),
    id: 'b',
    title: 'b',
    kind: 'task',
    phase: ex('one'),
    agent: ex('agent'),
    estimateMs: 1000,
    earliestStartMs: 2000,
    earliestEndMs: 3000,
    slackMs: 0,
    critical: true,
  });
  expect(graph.nodes.find((node) => node.iri === ex('c'))).toMatchObject({ slackMs: 2000, critical: false });
});

it('sorts names as people count', () => {
  expect(['t10', 't2', 't1', 'a', 't1b', 't01'].sort(byName)).toEqual(['a', 't01', 't1', 't1b', 't2', 't10']);
});

it('takes the last part of an IRI as its name', () => {
  expect(['urn:x:spec#a', 'http://e/x/y', 'urn:x:z', 'http://e/'].map(localName)).toEqual(['a', 'y', 'z', 'http://e/']);
});
