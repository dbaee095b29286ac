// The measurements in an agent's evidence: each of a metric that the specification has, and in that metric's own unit.
import { nearest } from '../base/near.ts';
import { type Check, reasonOf } from './checks.ts';
import { answerTo } from './declared.ts';
import type { GivenMeasurement, Measured } from './evidence-file.ts';
import type { Json } from './json.ts';
import { convert, QUDT_UNIT, unitOf } from '../vocabulary/units.ts';

export interface ExpectedMetric {
  readonly iri: string;
  readonly id: string;
  /** QUDT unit, by IRI or local name. */
  readonly unit?: string | undefined;
}

/** `given` fits the evidence schema, or is absent. */
export function readMeasurements(
  given: Json | undefined,
  metrics: readonly ExpectedMetric[],
  attempt: string,
): { readonly measurements: readonly Measured[]; readonly checks: readonly Check[] } {
  const measurements: Measured[] = [];
  const checks: Check[] = [];
  const seen = new Set<string>();
  for (const one of (given ?? []) as readonly GivenMeasurement[]) {
    const metric =
      metrics.find((known) => known.iri === one.metric) ?? metrics.find((known) => known.id === one.metric);
    const name = `${encodeURIComponent(metric?.id ?? one.metric)}/${one.kind}`;
    const twice = seen.has(name);
    const value = metric && !twice ? inUnitOf(metric, one) : undefined;
    const reason = !metric
      ? unknownMetric(one.metric, metrics)
      : twice
        ? 'It is given twice in the same evidence'
        : value && 'reason' in value
          ? value.reason
          : undefined;
    if (!twice || !checks.some((check) => check.id === `measurement/${name}/once`))
      checks.push(
        answerTo(
          {
            id: twice ? `measurement/${name}/once` : `measurement/${name}`,
            what: `the ${one.kind} of ${metric?.id ?? one.metric} is a measurement of a known metric`,
            about: metric?.iri,
          },
          reason,
        ),
      );
    seen.add(name);
    if (metric && value && !('reason' in value))
      measurements.push({
        iri: `${attempt}/measurement/${encodeURIComponent(metric.id)}/${one.kind}`,
        metric: metric.iri,
        kind: one.kind,
        ...value,
        method: typeof one['method'] === 'string' ? one['method'] : undefined,
      });
  }
  return { measurements, checks };
}

function unknownMetric(name: string, metrics: readonly ExpectedMetric[]): string {
  const near = nearest(
    name,
    metrics.flatMap((metric) => [metric.id, metric.iri]),
  );
  return `The specification has no metric "${name}"${near ? `; did you mean "${near}"?` : ''}`;
}

function inUnitOf(
  metric: ExpectedMetric,
  one: GivenMeasurement,
): Pick<Measured, 'value' | 'unit'> | { readonly reason: string } {
  const given = typeof one['unit'] === 'string' ? one['unit'] : undefined;
  const unit = metric.unit ?? given;
  const iri =
    unit === undefined
      ? undefined
      : unit.includes(':') && !unit.startsWith('unit:')
        ? unit
        : QUDT_UNIT + unit.replace(/^unit:/, '');
  if (typeof one['value'] !== 'number') return { value: undefined, unit: iri };
  // Kept to twelve digits, far finer than anything that is measured: so that code and queries, which compare it, see one number.
  const measured = Number(one['value'].toPrecision(12));
  if (given === undefined || metric.unit === undefined) {
    // Nothing to convert; a unit that is given must still be one.
    const known = given === undefined ? undefined : unitOf(given);
    return known && !known.ok ? { reason: reasonOf(known.diagnostics) } : { value: measured, unit: iri };
  }
  const converted = convert(measured, given, metric.unit);
  return converted.ok
    ? { value: Number(converted.value.toPrecision(12)), unit: iri }
    : { reason: reasonOf(converted.diagnostics) };
}
