// The list of defects that people made by hand, as rows with places: `P38,73` is two lines of plan.ttl, `E99..107` a range of
// entities.ttl, `F` is feature.ttl. What stands in brackets, and lines of the summary in Markdown (`seed14`), are no places.

export interface DefectRow {
  readonly code: string;
  readonly severity: string;
  readonly file: string;
  readonly lines: string;
  readonly subject: string;
  readonly message: string;
}

export interface Place {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

const FILES: Readonly<Record<string, string>> = { P: 'plan.ttl', E: 'entities.ttl', F: 'feature.ttl' };

/** The rows of the table, whose first line says what the columns are. */
export function defectRows(text: string): DefectRow[] {
  const [, ...lines] = text.trim().split('\n');
  return lines.map((line) => {
    const [code = '', severity = '', file = '', places = '', subject = '', message = ''] = line.split('\t');
    return { code, severity, file, lines: places, subject, message };
  });
}

/** Rows that say what is right, and must not be reported. */
export function isControl({ code, severity, message }: DefectRow): boolean {
  return severity === 'info' && (code === 'NO_CYCLE' || message === 'consistent');
}

/** The lines that a row names. A row about all of the predicates names none: any line is one of its. */
export function placesOf({ file, lines }: DefectRow): Place[] {
  if (/^\d+ predicates$/.test(lines)) return everywhere(1, Infinity);
  const named = lines.replace(/\([^)]*\)/g, ' ').replace(/seed[\d,-]+/g, ' ');
  const places: Place[] = [];
  let current = file === 'all' ? undefined : `${file}.ttl`;
  for (const [, letter, from, to] of named.matchAll(/([PEF])?(\d+)(?:(?:-|\.\.)(\d+))?(?!\w)/g)) {
    if (letter !== undefined) current = FILES[letter];
    const [first, last] = [Number(from), Number(to ?? from)];
    places.push(...(current === undefined ? everywhere(first, last) : [{ file: current, first, last }]));
  }
  return places;
}

function everywhere(first: number, last: number): Place[] {
  return Object.values(FILES).map((file) => ({ file, first, last }));
}
