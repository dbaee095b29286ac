// The table of objectives answers what the code computes: whether a target is met, how many times better a metric got, and
// whether it regressed. The one is a query over the record, the other decides gates.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMeasurements } from '../../src/evidence/collect-measurements.ts';
import { betterBy, type ComparatorName, improvement, isMet, regression } from '../../src/evidence/compare.ts';
import { decimalText } from '../../src/evidence/evidence-file.ts';
import { select } from '../../src/query/ask.ts';
import { ex, graphsOf, shipped } from '../derive/small.ts';

/** Units of time, by how many milliseconds each is. */
const UNITS = { MilliSEC: 1, SEC: 1000, MIN: 60_000 } as const;
type Unit = keyof typeof UNITS;

/** On a grid, so that targets are met exactly as often as by chance is worth trying; zero and negative values too. */
const amount = fc.oneof(
  fc.integer({ min: -40, max: 200 }).map((steps) => steps / 10),
  fc.integer({ min: 0, max: 3 }),
);
const unit = fc.constantFrom<Unit>('MilliSEC', 'SEC', 'MIN');
const measured = fc.oneof(
  { weight: 6, arbitrary: fc.record({ value: amount, unit }) },
  { weight: 1, arbitrary: fc.constantFrom('blocked' as const, undefined) },
);
const metric = fc.record({
  comparator: fc.constantFrom<ComparatorName>('atMost', 'lessThan', 'atLeast', 'moreThan', 'equalTo', 'within'),
  target: amount,
  tolerance: fc.option(fc.constantFrom(0, 2.5, 5, 10, 50), { nil: undefined }),
  unit,
  baseline: measured,
  actual: measured,
  /** Where the actual value is put so that it stands exactly on a border. */
  border: fc.constantFrom('none', 'target', 'slack', 'baseline', 'regression'),
});
type Given = typeof metric extends fc.Arbitrary<infer T> ? T : never;
type Measured = Given['actual'];

function onBorder({ border, target, tolerance = 0, comparator, unit: own, baseline, actual }: Given): Measured {
  const before = typeof baseline === 'object' ? baseline : undefined;
  const sign = betterBy(comparator) === 'higher' ? -1 : 1;
  if (border === 'target') return { value: target, unit: own };
  if (border === 'slack') return { value: target + (sign * Math.abs(target) * tolerance) / 100, unit: own };
  if (before && border === 'baseline') return before;
  if (before && border === 'regression')
    return { value: before.value + (sign * Math.abs(before.value) * tolerance) / 100, unit: before.unit };
  return actual;
}

const inUnit = (given: Measured, own: Unit): number | undefined =>
  typeof given === 'object' ? Number(((given.value * UNITS[given.unit]) / UNITS[own]).toPrecision(12)) : undefined;

it('says of random metrics what the code says: met, factor, regressed', async () => {
  const table = shipped.get('history/slo-table');
  if (!table.ok) throw new Error('there is no such query');
  let said = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(metric, { minLength: 16, maxLength: 16 }), async (drawn) => {
      const metrics = drawn.map((one) => ({ ...one, actual: onBorder(one) }));
      const turtle = metrics.flatMap((one, index) => [
        `:m${index} a sx:ServiceLevelObjective ; sx:comparator sx:${one.comparator} ; sx:target ${decimalText(one.target)} ; sx:unit unit:${one.unit}${one.tolerance === undefined ? '' : ` ; sx:tolerance ${one.tolerance}`} .`,
        ...recorded(index, one),
      ]);
      const graphs = graphsOf(`:run a sx:Run .\n${turtle.join('\n')}`);
      const { rows } = await select(graphs, table.value);
      expect(rows).toHaveLength(metrics.length);
      for (const row of rows) {
        const one = metrics[Number(row['metric']!.value.replace(ex('m'), ''))]!;
        const expected = computed(one);
        if (expected.regressed !== undefined) said++;
        const factor = row['factor'];
        expect([one, row['met']?.value, row['regressed']?.value]).toEqual([one, expected.met, expected.regressed]);
        expect([one, factor === undefined]).toEqual([one, expected.factor === undefined]);
        if (factor) expect(Math.abs(Number(factor.value) - expected.factor!)).toBeLessThanOrEqual(0.005 + 1e-9);
      }
    }),
    { numRuns: 10 },
  );
  expect(said).toBeGreaterThan(50);
}, 60_000);

/** As the record holds what an agent measured. */
function recorded(index: number, one: Given): string[] {
  return (['baseline', 'actual'] as const).flatMap((kind) => {
    const given = one[kind];
    if (given === undefined) return [];
    const evidence =
      given === 'blocked'
        ? { metric: `m${index}`, kind, status: 'blocked' }
        : { metric: `m${index}`, kind, value: given.value, unit: given.unit };
    const iri = ex(`m${index}`);
    const { measurements, checks } = readMeasurements([evidence], [{ iri, id: `m${index}`, unit: one.unit }], 'urn:a');
    expect(checks.map(({ outcome }) => outcome)).toEqual(['passed']);
    const value = measurements[0]!.value;
    return [
      `:${kind}${index} a sx:Measurement ; sx:inRun :run ; sx:metric :m${index} ; sx:measurementKind sx:${kind} ; prov:generatedAtTime "2026-11-22T10:00:00Z"^^xsd:dateTime ; ${value === undefined ? 'sx:measurementStatus sx:blocked' : `sx:value "${decimalText(value)}"^^xsd:decimal`} .`,
    ];
  });
}

function computed(one: Given): { met?: string; factor?: number; regressed?: string } {
  const [before, after] = [inUnit(one.baseline, one.unit), inUnit(one.actual, one.unit)];
  const better = betterBy(one.comparator);
  const tolerancePercent = one.tolerance ?? 0;
  const met = after === undefined ? undefined : isMet({ ...one, tolerancePercent }, after);
  const both = before !== undefined && after !== undefined;
  const got = both ? improvement(before, after, better) : undefined;
  const judged = both && better !== 'neither';
  return {
    ...(met === undefined ? {} : { met: String(met) }),
    ...(got?.kind === 'factor' ? { factor: got.factor } : {}),
    ...(judged ? { regressed: String(regression(before, after, better, tolerancePercent) !== undefined) } : {}),
  };
}
