// Findings as JUnit XML, for what shows the results of tests. A suite for each file (a test for each finding, or one that passed) and
// one for each specification (a test for each class of obligations). Where the specification is not what was asked for, errors and
// classes with gaps are failures; else nothing is, so that the report says what the exit status says.
import type { Diagnostic } from '../../base/diagnostic.ts';
import { printDiagnostic } from '../../base/print-diagnostic.ts';
import { linesOnDisk } from '../../store/lines.ts';
import { classText } from '../closure-text.ts';
import { percentMet } from '../obligations.ts';
import type { Verdict } from './verdict.ts';

interface Test {
  readonly name: string;
  readonly group: string;
  readonly at?: Diagnostic['at'];
  readonly failure?: { readonly message: string; readonly type: string; readonly text: string } | undefined;
  /** What is said of a test that passed. */
  readonly said?: string | undefined;
}

interface Suite {
  readonly name: string;
  readonly tests: readonly Test[];
}

/** One document, its last line ended. */
export function junitXml(verdicts: readonly Verdict[]): string {
  const suites = verdicts.flatMap(suitesOf);
  const all = suites.flatMap(({ tests }) => tests);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spec-exec validate" ${counts(all)}>`,
    ...suites.flatMap(({ name, tests }) => [
      `  <testsuite name=${attribute(name)} ${counts(tests)} errors="0" skipped="0" time="0">`,
      ...tests.flatMap(testLines),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suitesOf(verdict: Verdict): Suite[] {
  const lineText = linesOnDisk(verdict.root);
  const byFile = new Map<string, Test[]>(verdict.files.map((file) => [file, []]));
  const names = new Map<string, number>();
  for (const finding of verdict.diagnostics) {
    const { code, message, at, severity } = finding;
    const file = at?.file ?? verdict.path;
    // Tests are known by their names: one that is said twice gets a number.
    const count = (names.get(`${file}\n${code}\n${message}`) ?? 0) + 1;
    names.set(`${file}\n${code}\n${message}`, count);
    const text = printDiagnostic(finding, { lineText });
    const tests = byFile.get(file) ?? [];
    byFile.set(file, tests);
    tests.push({
      name: count === 1 ? message : `${message} (${count})`,
      group: code,
      at,
      ...(severity === 'error' && !verdict.enough ? { failure: { message, type: code, text } } : { said: text }),
    });
  }
  const files = Array.from(byFile, ([name, tests]) => ({
    name,
    tests: tests.length > 0 ? tests : [{ name: 'nothing was found', group: 'validate' }],
  }));
  return [...files, ...obligations(verdict)];
}

function obligations({ path, score, enough }: Verdict): Suite[] {
  if (!score) return [];
  const tests = score.byClass.map(({ class: iri, met, total }): Test => {
    const message = `${met} of ${total} obligations met (${percentMet(met, total)} %)`;
    const failure = { message, type: 'closure', text: `${message}. The findings of the files say which are not.` };
    return {
      name: classText(iri),
      group: 'obligations',
      ...(met < total && !enough ? { failure } : { said: message }),
    };
  });
  return [{ name: `${path} closed`, tests }];
}

function counts(tests: readonly Test[]): string {
  return `tests="${tests.length}" failures="${tests.filter(({ failure }) => failure).length}"`;
}

function testLines({ name, group, at, failure, said }: Test): string[] {
  const where = at ? ` file=${attribute(at.file)} line="${at.line}"` : '';
  const head = `    <testcase name=${attribute(name)} classname=${attribute(group)}${where} time="0"`;
  if (failure)
    return [
      `${head}>`,
      `      <failure message=${attribute(failure.message)} type=${attribute(failure.type)}>${xml(failure.text)}</failure>`,
      '    </testcase>',
    ];
  if (said !== undefined) return [`${head}>`, `      <system-out>${xml(said)}</system-out>`, '    </testcase>'];
  return [`${head}/>`];
}

/** Text for XML 1.0: its marks as entities; what no XML document may hold as U+FFFD. */
function xml(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#13;')
  );
}

/** The same for an attribute, where a line feed of its own would be read as a space. */
function attribute(value: string): string {
  return `"${xml(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`;
}
