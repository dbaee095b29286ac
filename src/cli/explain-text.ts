// An explanation for people.
import pc from 'picocolors';
import type { Span } from '../base/diagnostic.ts';
import type { Explanation } from '../history/explain.ts';
import { shortIri } from '../query/print.ts';
import { brief, signOf } from './criterion-text.ts';
import { usableWidth, wrapped } from './layout.ts';
import type { Output } from './output.ts';
import type { ByHandFiles } from '../schedule/awaited.ts';
import type { Why } from './why.ts';

/** The state of what is only looked at in a specification. */
const NOT_RUN = 'not run';

export function explanationText(explained: Explanation, why: Why | undefined, output: Output): string {
  const paint = pc.createColors(output.color);
  const place = (at: Span | undefined): string => (at ? paint.dim(`  ${at.file}:${at.line}`) : '');
  const lines = [
    `${paint.bold(explained.name)}${explained.kind === 'phase' ? '' : ` (${explained.kind})`}${explained.state === NOT_RUN ? '' : ` is ${paint.bold(explained.state)}`}${place(explained.at)}`,
  ];
  const room = usableWidth(output.columns);
  if (why) lines.push('', ...wrapped(why.sentence, room));
  const unmet = explained.reasons.filter((reason) => !reason.met);
  const met = explained.reasons.filter((reason) => reason.met);
  const sections: [string, typeof unmet][] = [
    ['It waits for', unmet],
    [unmet.length > 0 ? 'Already met' : 'What let it go on', met],
  ];
  for (const [title, reasons] of sections) {
    if (reasons.length === 0) continue;
    lines.push('', `${title}:`);
    for (const reason of reasons) {
      lines.push(
        `  ${reason.met ? paint.green('✓') : paint.yellow('…')} ${paint.bold(reason.name)}${reason.state === NOT_RUN ? '' : `, which is ${reason.state}`}${reason.since === undefined ? '' : paint.dim(`  ${reason.since}`)}`,
      );
      for (const { query, triples } of reason.queries) {
        lines.push(`      queries/${query}.rq found it${triples.length > 0 ? ' by' : ''}`);
        for (const { triple, at } of triples)
          lines.push(
            `        ${shortTerm(triple.subject)} ${shortTerm(triple.predicate)} ${shortTerm(triple.object)} .${place(at)}`,
          );
      }
    }
  }
  if (why?.files) lines.push('', ...filesLines(why.files, paint));
  if (explained.reasons.length === 0) lines.push('', 'It waits for nothing.');
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['What holds it back besides', why?.hindrances.map(({ text }) => text) ?? []],
    ['At the end of what it waits for', why?.roots.map(({ text }) => text) ?? []],
  ];
  for (const [title, items] of lists)
    if (items.length > 0)
      lines.push(
        '',
        `${title}:`,
        ...items.flatMap((item) =>
          wrapped(item, room - 4).map((line, at) => `  ${at === 0 ? paint.yellow('…') : ' '} ${line}`),
        ),
      );
  if (explained.criteria.length > 0) {
    lines.push('', 'Its criteria:');
    for (const one of explained.criteria) {
      lines.push(
        `  ${signOf(one.outcome, paint)} ${one.criterion}: ${one.outcome}${one.obligation === 'mandatory' ? '' : ` (${one.obligation})`}${place(one.at)}`,
        ...wrapped(brief(one.checked), usableWidth(output.columns) - 6).map((line) => `      ${line}`),
      );
    }
    lines.push(paint.dim('  its outcome is the answer of queries/status/gate-outcome.rq'));
  }
  if (explained.attempts.length > 0) {
    lines.push('', 'Its attempts:');
    for (const one of explained.attempts) {
      lines.push(
        `  ${one.attempt.slice(one.attempt.lastIndexOf(':') + 1)}. ${one.started ?? ''} ${one.ending ?? 'running'}${one.reason ? `: ${one.reason}` : ''}${one.log ? paint.dim(`  ${one.log}`) : ''}`,
      );
      if (one.noChange !== undefined) lines.push(`     no change was needed, it says: ${one.noChange}`);
    }
  }
  if (explained.holdsBack.length > 0) lines.push('', `It holds back: ${explained.holdsBack.join(', ')}`);
  return lines.join('\n');
}

/** Whole paths on lines of their own: they are copied. */
function filesLines(files: ByHandFiles, paint: ReturnType<typeof pc.createColors>): string[] {
  const { prompt, context, folder, environment, leaves } = files;
  const rows = [
    ['what is to be done', prompt],
    ['what it is given', context],
    ['to work in', folder],
    ['for a shell', `. ${environment}`],
  ] as const;
  return [
    'For whoever does it:',
    ...rows.map(([what, path]) => `  ${what.padEnd(18)}  ${path}`),
    ...(leaves.length === 0
      ? []
      : ['', 'To be left:', ...leaves.map(({ what, path }) => `  ${what}  ${paint.dim(path)}`)]),
  ];
}

function shortTerm(term: { readonly termType: string; readonly value: string }): string {
  return term.termType === 'NamedNode' ? shortIri(term.value) : JSON.stringify(term.value);
}
