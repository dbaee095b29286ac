// The table at the end of a run: for each metric what was stated, what was measured before and after, the target, and whether it is
// met. It shows the answers of queries/history/slo-table.rq and metrics.rq, and computes nothing of its own.
import type { Term } from '@rdfjs/types';
import type pc from 'picocolors';
import type { Entities } from '../derive/entities.ts';
import { betterBy, comparatorSign, improvement, improvementText, type ComparatorName } from '../evidence/compare.ts';
import { type Row, select } from '../query/ask.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import { quantityText } from '../vocabulary/units.ts';
import { cutTo } from './layout.ts';

type Paint = ReturnType<typeof pc.createColors>;

export interface MetricsInput {
  readonly graphs: Graphs;
  readonly catalogue: Catalogue;
  /** IRI of the run; answers about other runs are left out. */
  readonly run: string;
  readonly entities: Entities | undefined;
}

const HEAD = ['metric', 'stated', 'before', 'target', 'after', 'factor', 'met'] as const;

// Names of metrics are cut to keep the table within the width, but not below this.
const NAME_MIN = 12;

/** Lines of the table, without indentation; none where nothing has a target. */
export async function metricsTable(
  { graphs, catalogue, run, entities }: MetricsInput,
  width: number,
  paint: Paint,
): Promise<string[]> {
  const of = async (name: string): Promise<readonly Row[]> => {
    const entry = catalogue.get(`history/${name}`);
    return entry.ok
      ? (await select(graphs, entry.value)).rows.filter((row) => !row['run'] || row['run'].value === run)
      : [];
  };
  const objectives = await of('slo-table');
  const named = new Set(objectives.map((row) => row['metric']?.value));
  const all = await of('metrics');
  const others = all.filter((row) => !named.has(row['metric']?.value));
  const obligations = new Map(all.map((row) => [row['metric']?.value, localOf(row['obligation'])]));
  if (objectives.length + others.length === 0) return [];
  const rows = [...objectives, ...others];
  const layout = (withObligations: boolean) => {
    const cells = rows.map((row) =>
      cellsOf(row, entities, withObligations ? obligations.get(row['metric']?.value) : undefined),
    );
    const widths = HEAD.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]!.length)));
    return { cells, widths, over: widths.reduce((sum, one) => sum + one + 2, -2) - width };
  };
  const whole = layout(true);
  // Where the terminal is narrow, how binding each is gives way to its name.
  const { cells, widths, over } = whole.over > 0 ? layout(false) : whole;
  widths[0] = Math.max(NAME_MIN, widths[0]! - Math.max(0, over));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 || column === 6
          ? cutTo(cell, widths[column]!).padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  const painted = cells.map((row) => {
    const met = row[6]!;
    const colour = met.startsWith('yes') ? paint.green : met.startsWith('no') ? paint.red : paint.yellow;
    const text = line(row);
    return text.slice(0, text.length - met.length) + colour(met);
  });
  const between = objectives.length > 0 && others.length > 0 ? [paint.dim('further metrics')] : [];
  return [
    paint.dim(line(HEAD)),
    ...painted.slice(0, objectives.length),
    ...between,
    ...painted.slice(objectives.length),
  ];
}

function cellsOf(row: Row, entities: Entities | undefined, obligation: string | undefined): string[] {
  const metric = row['metric']?.value ?? '';
  const unit = row['unit']?.value;
  const stated = row['statedHigh']
    ? `${plain(row['stated'])}–${amount(row['statedHigh'], unit)}`
    : amount(row['stated'], unit);
  const comparator = localOf(row['comparator']);
  const target =
    row['target'] === undefined
      ? ''
      : `${comparator ? comparatorSign(comparator as ComparatorName) : ''} ${amount(row['target'], unit)}`;
  const factor = row['factor'] === undefined ? gone(row, comparator) : `${plain(row['factor'], 3)}x`;
  return [
    entities?.title(metric) ?? metric,
    stated,
    amount(row['baseline'], unit),
    target,
    amount(row['actual'], unit),
    factor,
    met(row['met'], obligation),
  ];
}

function met(found: Term | undefined, obligation: string | undefined): string {
  const kind = obligation === undefined || obligation === 'mandatory' ? '' : ` (${obligation})`;
  return found === undefined
    ? `untested${kind}`
    : `${found.value === 'true' || found.value === '1' ? 'yes' : `no${kind}`}`;
}

/** Where nothing is left there is no factor, only how much is gone. */
function gone(row: Row, comparator: string | undefined): string {
  const before = Number(row['baseline']?.value);
  if (comparator === undefined || row['actual'] === undefined || Number.isNaN(before)) return '';
  const found = improvement(before, Number(row['actual'].value), betterBy(comparator as ComparatorName));
  return found.kind === 'reduction' ? improvementText(found) : '';
}

/** A number with its unit; a term such as sx:blocked by its name. */
function amount(term: Term | undefined, unit: string | undefined): string {
  if (term === undefined) return '';
  if (term.termType !== 'Literal') return localOf(term) ?? '';
  return quantityText(Number(plain(term)), unit);
}

function plain(term: Term | undefined, digits = 4): string {
  return term === undefined ? '' : String(Number(Number(term.value).toPrecision(digits)));
}

function localOf(term: Term | undefined): string | undefined {
  return term?.value.replace(/^.*[#/]/, '');
}
