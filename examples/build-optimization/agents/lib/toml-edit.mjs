// Edits a TOML text in place, line by line, so that comments and everything else stay as they were and a diff shows
// only what was meant. Works on the plain shape that the workspace has: one key a line.

function bounds(lines, table) {
  const start = lines.indexOf(`[${table}]`);
  if (start < 0) throw new Error(`there is no [${table}] to edit`);
  let end = start + 1;
  while (end < lines.length && !lines[end].startsWith('[')) end++;
  // comments and blank lines just above the next header belong to it
  while (end > start + 1 && (lines[end - 1] === '' || lines[end - 1].startsWith('#'))) end--;
  return { start, end };
}

/** `text` with `key = value` in `table` (value as TOML), in the place where the key was, else at the table's end. */
export function setKey(text, table, key, value) {
  const lines = text.split('\n');
  const { start, end } = bounds(lines, table);
  const at = lines.findIndex((line, n) => n > start && n < end && line.startsWith(`${key} =`));
  if (at >= 0) lines[at] = `${key} = ${value}`;
  else lines.splice(end, 0, `${key} = ${value}`);
  return lines.join('\n');
}

/** `text` with all keys of `table` replaced by `entries` (`[key, value as TOML]`). */
export function setTable(text, table, entries) {
  const lines = text.split('\n');
  const { start, end } = bounds(lines, table);
  lines.splice(start + 1, end - start - 1, ...entries.map(([key, value]) => `${key} = ${value}`));
  return lines.join('\n');
}

/** `text` without `table` and the blank line before it. */
export function removeTable(text, table) {
  const lines = text.split('\n');
  const { start, end } = bounds(lines, table);
  const from = lines[start - 1] === '' ? start - 1 : start;
  lines.splice(from, end - from);
  return lines.join('\n');
}

/** `text` with a new table after `table`; `after` null means at the end. */
export function addTable(text, after, block) {
  const lines = text.split('\n');
  const at = after === null ? lines.length - 1 : bounds(lines, after).end;
  lines.splice(at, 0, '', ...block.split('\n'));
  return lines.join('\n');
}

/** A value as TOML. */
export function toToml(value) {
  if (Array.isArray(value)) return `[${value.map(toToml).join(', ')}]`;
  if (typeof value === 'object') {
    return `{ ${Object.entries(value)
      .map(([k, v]) => `${k} = ${toToml(v)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}
