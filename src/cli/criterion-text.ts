// Criteria for people: each by its title, with the value that decided after it. What is on record is longer (digests, one part
// for each of many files); here it is said as briefly as a reader needs it.
import type pc from 'picocolors';
import type { SaidCriterion } from '../schedule/session.ts';
import { listed, unbroken, wrapped } from './layout.ts';

type Paint = ReturnType<typeof pc.createColors>;

/** The endings that the parts of a value may share: how several of them are said at once, and one alone. */
const SHARED: readonly (readonly [RegExp, (names: readonly string[]) => string])[] = [
  [/ is there and valid$/, (names) => several(names, 'files, there and valid')],
  [/: succeeded$/, (names) => (names.length === 1 ? `${names[0]!} succeeded` : several(names, 'tasks succeeded'))],
  [/: passed$/, (names) => (names.length === 1 ? `${names[0]!} passed` : several(names, 'gates passed'))],
  [/, version \d+$/, (names) => several(names, 'values')],
];

// More names than these say less than their number.
const NAMES_MAX = 6;

function several(names: readonly string[], what: string): string {
  return names.length === 1 ? names[0]! : `${names.length} ${what}: ${listed(names.map(unbroken), NAMES_MAX)}`;
}

/** What was checked, without digests; many parts that end alike are said once. For `wrapped`, which keeps names together. */
export function brief(checked: string): string {
  const parts = checked.replace(/ \(sha256 [0-9a-f]+…?\)/g, '').split('; ');
  for (const [ending, said] of SHARED)
    if (parts.every((part) => ending.test(part))) return said(parts.map((part) => part.replace(ending, '')));
  if (parts.length === 1) return parts[0]!.replace(/^the query answers true$/, 'yes');
  return parts.map((part) => (part.length <= 40 ? unbroken(part) : part)).join(', ');
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
    const said = one.outcome === 'passed' ? (text: string) => text : paint.bold;
    const start = Math.max(column, title.length);
    if (start + 2 + value.length <= width - 2)
      return [`${sign} ${title.padEnd(start)}  ${said(wrapped(value, Infinity)[0]!)}`];
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
