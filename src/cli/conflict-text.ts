// Conflicts between agents, for people: the gravest first, each with where both sides are and what its rule asks for.
import type { Palette } from '../base/print-diagnostic.ts';
import type { Conflict, Region, Stake } from '../conflicts/conflict.ts';
import { localName } from '../derive/names.ts';
import type { Meeting } from '../schedule/meeting.ts';
import { wrapped } from './layout.ts';

export function conflictLines({ conflicts, notes, rules }: Meeting, width: number, palette: Palette): string[] {
  const { bold, error, warning, dim } = palette;
  const paint = { critical: error, major: warning, minor: dim } as const;
  const lines: string[] = [];
  for (const one of conflicts) {
    lines.push('', `${paint[one.severity](one.severity)}  ${bold(placeOf(one))}`);
    lines.push(...indented(named(one), width));
    const [first, second] = one.stakes;
    lines.push(...indented(`${stakeText(first)}, first; then ${stakeText(second)}`, width));
    const rule = rules.find(({ id }) => id === one.rule);
    if (rule) {
      const asked = rule.resolution.length === 0 ? '' : `: ${rule.resolution.join(', ')}`;
      lines.push(
        ...indented(`rule ${rule.title}${asked}${rule.owner ? `; ${rule.owner} answers for it` : ''}`, width).map(dim),
      );
    }
  }
  for (const note of notes)
    if (note.kind === 'unparsed')
      lines.push(
        '',
        ...indented(
          `${note.path}:${note.line}:${note.column} cannot be read (${note.message}): its lines were compared`,
          width,
        ).map(dim),
      );
  return lines;
}

/** The sentence, with agents by their names. */
function named({ message, stakes }: Conflict): string {
  return stakes.reduce(
    (text, { agent }) => (agent === null ? text : text.replaceAll(agent, localName(agent))),
    message,
  );
}

function placeOf({ path, at }: Conflict): string {
  return at === null ? path : `${path}  ${at}`;
}

function stakeText({ agent, regions }: Stake): string {
  const where = [...new Set(regions.map(regionText))].join(', ');
  return `${agent === null ? 'what was there' : localName(agent)}${where === '' ? '' : ` (${where})`}`;
}

function regionText({ path, firstLine, lastLine }: Region): string {
  if (firstLine === 0) return path;
  return firstLine === lastLine ? `${path}:${firstLine}` : `${path}:${firstLine}-${lastLine}`;
}

function indented(text: string, width: number): string[] {
  return wrapped(text, width - 2).map((line) => `  ${line}`);
}
