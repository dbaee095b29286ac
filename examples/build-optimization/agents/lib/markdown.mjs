// Small pieces of the agents' reports.

/** A table; cells are shown as they are. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A document: title, then its parts with blank lines between. */
export const page = (title, ...parts) => `# ${title}\n\n${parts.join('\n\n')}\n`;

export const percent = (part, whole) => `${whole === 0 ? 0 : Math.round((part / whole) * 100)} %`;
export const code = (text) => `\`${text}\``;
export const list = (names) => (names.length === 0 ? 'none' : names.map(code).join(', '));
