// Findings as workflow commands of GitHub Actions: a line each, which becomes an annotation at the lines of the file.
import type { Severity } from '../../base/diagnostic.ts';
import { allFindings, belowSource, sourceRoot, wordsOf, type Verdict } from './verdict.ts';

/** A line for each finding. */
export function githubLines(verdicts: readonly Verdict[]): string[] {
  const source = sourceRoot(verdicts);
  return allFindings(verdicts).map(({ root, finding }) => {
    const { at, code, severity } = finding;
    const properties: [string, string][] = [];
    const file = at && belowSource(source, root, at.file);
    if (at && file !== undefined) {
      properties.push(['file', file], ['line', String(at.line)], ['endLine', String(at.endLine)]);
      // Columns are taken within one line alone, and both ends belong to the marked words.
      if (at.line === at.endLine)
        properties.push(['col', String(at.column)], ['endColumn', String(Math.max(at.column, at.endColumn - 1))]);
    }
    properties.push(['title', code]);
    const given = properties.map(([name, value]) => `${name}=${propertyText(value)}`).join(',');
    return `::${commandOf(severity)} ${given}::${messageText(wordsOf(finding))}`;
  });
}

function commandOf(severity: Severity): 'error' | 'warning' | 'notice' {
  return severity === 'info' ? 'notice' : severity;
}

function messageText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function propertyText(text: string): string {
  return messageText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
