// Findings as SARIF 2.1.0, for code scanning and editors: a rule for each code, with its page of docs/errors.md, and a result for
// each finding, at its lines. Two runs on the same files give the same text.
import { createHash } from 'node:crypto';
import { codePages } from '../../base/code-pages.ts';
import type { Severity, Span } from '../../base/diagnostic.ts';
import { addressOf, allFindings, sourceRoot, wordsOf, type Found, type Verdict } from './verdict.ts';

/** What of a SARIF log is written here; the standard knows more. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly object[];
}

/** One log with one run: of all specifications that were asked for in one command. */
export function sarifLog(verdicts: readonly Verdict[], version: string): SarifLog {
  const source = sourceRoot(verdicts);
  const found = allFindings(verdicts);
  const codes = [...new Set(found.map(({ finding }) => finding.code))].sort();
  const prints = fingerprints(found, source);
  const files = new Map(
    verdicts.flatMap(({ root, files: read }) =>
      read.map((file) => [JSON.stringify(addressOf(source, root, file)), addressOf(source, root, file)] as const),
    ),
  );
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'spec-exec',
            version,
            semanticVersion: version,
            rules: codes.map((code) => ruleOf(code, found)),
          },
        },
        automationDetails: { id: 'spec-exec/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': {
            description: { text: 'The folder of the repository, or of the project where there is none.' },
          },
        },
        invocations: [
          // A specification that could not be read was not looked at: what was found in it before is not mended.
          { executionSuccessful: !found.some(({ finding }) => finding.exit === 2) },
        ],
        artifacts: [...files.values()].map((location) => ({ location, roles: ['analysisTarget'] })),
        results: found.map((one, index) => resultOf(one, codes.indexOf(one.finding.code), prints[index]!, source)),
        properties: {
          specifications: verdicts.map(({ path, enough, score }) => ({
            path,
            enough,
            ...(score && { met: score.met, total: score.total, percent: score.percent }),
          })),
        },
      },
    ],
  };
}

function ruleOf(code: string, found: readonly Found[]): object {
  const page = codePages().get(code);
  const text = page?.text ?? code;
  const severities = new Set(found.flatMap(({ finding }) => (finding.code === code ? [finding.severity] : [])));
  const worst = (['error', 'warning'] as const).find((one) => severities.has(one)) ?? 'info';
  return {
    id: code,
    name: code.replace(/(^|[^a-z\d]+)([a-z\d])/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: page?.summary ?? code },
    fullDescription: { text: page?.description ?? code },
    help: { text, markdown: text },
    defaultConfiguration: { level: levelOf(worst) },
    properties: { tags: [code.slice(0, code.indexOf('/'))], 'problem.severity': problemSeverity(worst) },
  };
}

function resultOf({ finding, root }: Found, ruleIndex: number, print: string, source: string): object {
  const { code, severity, at, related, focus } = finding;
  const place = (span: Span) => ({ artifactLocation: addressOf(source, root, span.file), region: regionOf(span) });
  const others = related ?? [];
  return {
    ruleId: code,
    ruleIndex,
    level: levelOf(severity),
    message: { text: wordsOf(finding) },
    ...(at && {
      locations: [
        {
          physicalLocation: place(at),
          ...(focus !== undefined && { logicalLocations: [{ fullyQualifiedName: focus, kind: 'resource' }] }),
        },
      ],
    }),
    ...(others.length > 0 && {
      relatedLocations: others.map((one, index) => ({
        id: index + 1,
        physicalLocation: place(one.at),
        message: { text: one.message },
      })),
    }),
    partialFingerprints: { primaryLocationLineHash: print, 'specExecFinding/v1': print },
  };
}

function regionOf({ line, column, endLine, endColumn }: Span): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/**
 * What a finding is known by from one version of a file to the next: its code, file, words and what it is about, never its line;
 * and which it is of several that are alike.
 */
function fingerprints(found: readonly Found[], source: string): string[] {
  const seen = new Map<string, number>();
  return found.map(({ root, finding }) => {
    const { code, at, focus, message } = finding;
    const words = [code, at ? addressOf(source, root, at.file).uri : '', focus ?? '', message];
    const hash = createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}

function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'info' ? 'note' : severity;
}

/** The same in the words that code scanning sorts rules by. */
function problemSeverity(severity: Severity): 'error' | 'warning' | 'recommendation' {
  return severity === 'info' ? 'recommendation' : severity;
}
