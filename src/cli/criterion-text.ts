// Criteria for people: each by its title, with the value that decided after it. What is on record is longer (digests, one part
// for each of many files); here it is said as briefly as a reader needs it.
import type pc from 'picocolors';
import type { SaidCriterion } from '../schedule/session.ts';
import { listed, wrapped } from './layout.ts';

type Paint = ReturnType<typeof pc.createColors>;

/** The endings that several parts of one value may share, and how so many of them are said at once. */
const SHARED: readonly (readonly [RegExp, (count: number) => string])[] = [
  [/ is there and valid$/, (count) => `${count} files, there and valid`],
  [/: succeeded$/, (count) => `${count} tasks succeeded`],
  [/: passed$/, (count) => `${count} gates passed`],
  [/, version \d+$/, (count) => `${count} values`],
];

// More names than these say less than their number.
const NAMES_MAX = 6;

/** What was checked, without digests; many parts that end alike are said once. */
export function brief(checked: string): string {
  const parts = checked.replace(/ \(sha256 [0-9a-f]+…?\)/g, '').split('; ');
  if (parts.length > 1)
    for (const [ending, several] of SHARED)
      if (parts.every((part) => ending.test(part)))
        return `${several(parts.length)}: ${listed(
          parts.map((part) => part.replace(ending, '')),
          NAMES_MAX,
        )}`;
  return parts.join(', ');
}

export function signOf(outcome: string, paint: Paint): string {
  if (outcome === 'passed') return paint.green('✓');
  return outcome === 'failed' ? paint.red('✗') : paint.yellow('?');
}

/**
 * Lines for a gate's criteria, without indentation: those that do not hold first. Values stand in one column where title and
 * value fit the width, else below the title.
 */
export function criteriaLines(criteria: readonly SaidCriterion[], width: number, paint: Paint): string[] {
  const order = ['failed', 'cantTell', 'untested', 'passed'];
  const sorted = [...criteria].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  const rows = sorted.map((one) => ({ one, title: one.criterion, value: valueOf(one) }));
  const fitting = rows.filter(({ title, value }) => title.length + 2 + value.length <= width - 2);
  const column = Math.min(Math.max(0, ...fitting.map(({ title }) => title.length)), Math.floor(width / 2));
  return rows.flatMap(({ one, title, value }) => {
    const sign = signOf(one.outcome, paint);
    const said = one.outcome === 'passed' ? paint.dim : paint.bold;
    const start = Math.max(column, title.length);
    if (start + 2 + value.length <= width - 2) return [`${sign} ${title.padEnd(start)}  ${said(value)}`];
    const titles = wrapped(title, width - 2);
    return [
      ...titles.map((line, index) => `${index === 0 ? sign : ' '} ${line}`),
      ...wrapped(value, width - 4).map((line) => `    ${said(line)}`),
    ];
  });
}

function valueOf({ checked, outcome, obligation }: SaidCriterion): string {
  const value = brief(checked);
  return outcome === 'passed' ? value : `${value} [${outcome}${obligation === 'mandatory' ? '' : `, ${obligation}`}]`;
}
