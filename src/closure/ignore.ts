// Warnings and notes that somebody does not want to see: switched off by code or by room, for one document (`<> sx:ignores "…"`)
// or for one command (`--ignore`). An error cannot be switched off: what is not closed would pass for closed.
import { codeMeant, codePages, codeRooms } from '../base/code-pages.ts';
import type { Diagnostic } from '../base/diagnostic.ts';
import type { LoadedFiles } from '../store/load.ts';
import { sx } from '../vocabulary/terms.ts';

/** The findings that are left, and one for each `sx:ignores` that can switch nothing off. `asked` holds for every file. */
export function withoutIgnored(
  diagnostics: readonly Diagnostic[],
  spec: Pick<LoadedFiles, 'graphs' | 'documents' | 'locations'>,
  asked: readonly string[] = [],
): Diagnostic[] {
  const files = new Map(spec.documents.map(({ iri, path }) => [iri, path]));
  const perFile = new Map<string, Set<string>>();
  const problems: Diagnostic[] = [];
  for (const quad of spec.graphs.match(null, sx.ignores)) {
    const code = quad.object.termType === 'BlankNode' ? '[]' : quad.object.value;
    const file = files.get(quad.subject.value);
    const errors = diagnostics.filter((one) => one.code === code && one.severity === 'error' && one.at?.file === file);
    const at = spec.locations.ofQuad(quad)?.object;
    if (file === undefined) problems.push({ ...ofNoDocument, at });
    else if (errors.length > 0) problems.push({ ...notAnError(code), at });
    else {
      const unknown = unknownToIgnore(code);
      if (unknown) problems.push({ ...unknown, at });
      else perFile.set(file, (perFile.get(file) ?? new Set()).add(code));
    }
  }
  const everywhere = new Set(asked);
  return [...diagnostics, ...problems].filter(
    (one) => one.severity === 'error' || !(covers(everywhere, one) || covers(perFile.get(one.at?.file ?? ''), one)),
  );
}

function covers(codes: ReadonlySet<string> | undefined, { code }: Diagnostic): boolean {
  return codes !== undefined && (codes.has(code) || codes.has(code.slice(0, code.indexOf('/'))));
}

/** What is wrong with a code or room that somebody wants to switch off; a project's own codes are of rooms that we do not have. */
export function unknownToIgnore(code: string): Diagnostic | undefined {
  if (codePages().has(code) || codeRooms().includes(code)) return undefined;
  const meant = codeMeant(code);
  const room = code.includes('/') ? code.slice(0, code.indexOf('/')) : undefined;
  if (meant === undefined && room !== undefined && !codeRooms().includes(room)) return undefined;
  return {
    code: 'closure/ignores-nothing',
    severity: 'warning',
    message: `No finding has the code "${code.length > 60 ? `${code.slice(0, 59)}…` : code}".`,
    why: 'Nothing is switched off by it.',
    help:
      meant === undefined ? `Name a code, or one of the rooms ${codeRooms().join(', ')}.` : `Did you mean "${meant}"?`,
  };
}

/** Errors of this code were found, and cannot be switched off. */
export function notAnError(code: string): Diagnostic {
  return {
    code: 'closure/ignores-nothing',
    severity: 'warning',
    message: `${code} is an error here, and errors cannot be switched off.`,
    why: 'What is not closed would pass for closed.',
    help: `Mend what is reported; \`spec-exec explain ${code}\` says how.`,
  };
}

const ofNoDocument: Diagnostic = {
  code: 'closure/ignores-nothing',
  severity: 'warning',
  message: 'This sx:ignores is not said of a document.',
  why: 'Findings are switched off for a file; nothing is switched off by it.',
  help: 'Say it of the file that it stands in: <> sx:ignores "…" .',
};
