import { describe, expect, it } from 'vitest';
import { amounts } from '../../src/derive/amounts.ts';
import { readEntities } from '../../src/derive/entities.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { ex, graphsOf, planOf, quadsOf } from './small.ts';

describe('what a plan is about', () => {
  const SPEC = `:plan a sx:Plan .
    :lock a sx:ResourcePool ; sx:exclusive "1"^^xsd:boolean ; dcterms:title "Sperre"@de , "Lock"@en , "Verrou"@fr .
    :t a sx:Task ; dcterms:title "Messen"@de , "Measure"@en ; sx:demand [ sx:pool :lock ; sx:amount 3 ] .`;

  it('is called the same as in the plan, whatever the order of its triples', async () => {
    for (const quads of [quadsOf(SPEC), quadsOf(SPEC).reverse()]) {
      const { graphs, plan } = await planOf(quads);
      const entities = readEntities(graphs);
      expect([entities.title(ex('t')), plan.tasks[0]!.title]).toEqual(['Measure', 'Measure']);
      expect(entities.title(ex('lock'))).toBe('Lock');
    }
  });

  it('has a pool exclusive where the demands on it count as exclusive, also where true is written as 1', () => {
    const graphs = graphsOf(SPEC);
    expect(amounts(graphs, ex('t'), sx.demand)).toEqual({ [ex('lock')]: 1 });
    expect(readEntities(graphs).pools.get(ex('lock'))).toMatchObject({ exclusive: true });
  });

  it('has no number where none is written', () => {
    const entities = readEntities(graphsOf(':m a sx:Metric ; sx:target "soon" .'));
    expect(entities.metrics.get(ex('m'))?.target).toBeUndefined();
  });

  it('gives a task the metrics that it measures or whose bottleneck it addresses, and no others', () => {
    const { metricsOf } = readEntities(
      graphsOf(`:measured a sx:Metric ; sx:baselineBy :t ; sx:actualBy :t .
        :addressed a sx:Metric ; sx:indicates :slow . :other a sx:Metric ; sx:actualBy :u . :t sx:addresses :slow .`),
    );
    const of = (task: string): string[] => [...(metricsOf.get(ex(task)) ?? [])].map((metric) => metric.iri).sort();
    expect(of('t')).toEqual([ex('addressed'), ex('measured')]);
    expect(of('u')).toEqual([ex('other')]);
    expect(of('nobody')).toEqual([]);
  });
});
