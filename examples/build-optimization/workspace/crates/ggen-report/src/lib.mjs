// ggen-report: tables for people.
import { fingerprint, sortedBy } from 'ggen-utils';

//# table REPORT_PALETTE { cells: 250_000, work: 70, select: 8 }

/** Rows of texts as lines with aligned columns. */
export function textTable(rows) {
  const widths = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at])).join('  ').trimEnd()).join('\n');
}

/** One line a class: name, properties, colour in diagrams, fingerprint. */
export function modelTable(model) {
  const rows = sortedBy(model.classes, (each) => each.name).map((each) => [
    each.name,
    String(each.properties.length),
    colourOf(each.name),
    fingerprint(each.iri),
  ]);
  return textTable([['class', 'properties', 'colour', 'fingerprint'], ...rows]);
}

function colourOf(name) {
  const cell = REPORT_PALETTE[name.length & 7] >>> 8;
  return `#${(cell & 0xffffff).toString(16).padStart(6, '0')}`;
}
