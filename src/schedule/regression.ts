// Metrics that got worse than their tolerance allows: a breaking change, put on record where the measurement that shows it is.
import type { Quad } from '@rdfjs/types';
import { localName } from '../derive/names.ts';
import type { Iri } from '../derive/plan.ts';
import { betterBy, regression } from '../evidence/compare.ts';
import type { Measured } from '../evidence/evidence-file.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { dateTime, decimal } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { quantityText } from '../vocabulary/units.ts';
import { measuredKey } from './ledger.ts';
import { fileName } from './names.ts';
import { about } from './record.ts';
import type { Session } from './session.ts';

export interface RegressionFound {
  /** "Memory 61 MB → 80 MB: 31.1 % worse, 5 % allowed". */
  readonly text: string;
  /** Infinity where the baseline is 0. */
  readonly percent: number;
  /** IRIs of the two measurements, the baseline's first. */
  readonly used: readonly [Iri, Iri];
}

interface Value {
  readonly iri: Iri;
  readonly value?: number | undefined;
}

export function bothMeasured({ ledger }: Session, metric: Iri): boolean {
  return (['baseline', 'actual'] as const).every(
    (kind) => ledger.measured.get(measuredKey(kind, metric))?.value !== undefined,
  );
}

/** Whether what was measured last of a metric is worse than its measured baseline, beyond its tolerance. */
export function regressionOf(
  session: Session,
  iri: Iri,
  actual: Value | undefined = session.ledger.measured.get(measuredKey('actual', iri)),
): RegressionFound | undefined {
  const metric = session.entities.metrics.get(iri);
  const baseline = session.ledger.measured.get(measuredKey('baseline', iri));
  if (metric?.comparator === undefined || baseline?.value === undefined || actual?.value === undefined)
    return undefined;
  const percent = regression(baseline.value, actual.value, betterBy(metric.comparator), metric.tolerancePercent);
  if (percent === undefined) return undefined;
  const shown = (value: number): string => quantityText(Number(value.toPrecision(4)), metric.unit);
  const worse = Number.isFinite(percent) ? `${Number(percent.toFixed(1))} % worse` : 'worse';
  return {
    text: `${metric.title} ${shown(baseline.value)} → ${shown(actual.value)}: ${worse}, ${metric.tolerancePercent} % allowed`,
    percent,
    used: [baseline.iri, actual.iri],
  };
}

/** What the measurements of an attempt show of metrics that have a tolerance: triples, and sentences for people. */
export function regressionsIn(
  session: Session,
  attempt: Iri,
  measurements: readonly Measured[],
  at: number,
): { readonly quads: readonly Quad[]; readonly notes: readonly string[] } {
  const found = measurements
    .filter(
      ({ kind, metric }) => kind === 'actual' && (session.entities.metrics.get(metric)?.tolerancePercent ?? 0) > 0,
    )
    .flatMap((one) => {
      const regressed = regressionOf(session, one.metric, one);
      return regressed ? [{ ...regressed, metric: one.metric }] : [];
    });
  return {
    quads: found.flatMap(({ metric, percent, used }) =>
      about(
        session.run,
        namedNode(`${attempt}/regression/${fileName(localName(metric))}`),
        [rdf.type, sx.Regression],
        [sx.inRun, namedNode(session.run)],
        [sx.metric, namedNode(metric)],
        ...(Number.isFinite(percent) ? [[sx.percentWorse, decimal(percent)] as const] : []),
        ...used.map((iri) => [prov.wasDerivedFrom, namedNode(iri)] as const),
        [prov.generatedAtTime, dateTime(at)],
      ),
    ),
    notes: found.map(({ text }) => `a breaking change: ${text}`),
  };
}
