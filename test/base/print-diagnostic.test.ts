import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { printDiagnostic, type Palette } from '../../src/base/print-diagnostic.ts';

const span = (line: number, column: number, endColumn: number, endLine = line) => ({
  file: 'specs/release.ttl',
  line,
  column,
  endLine,
  endColumn,
});
const lines: Record<number, string> = {
  14: '  sx:requires ex:tets .',
  21: 'ex:test a sx:Task .',
  30: '\tex:p "日本語" , ex:wide .',
  40: `ex:a ex:p "${'x'.repeat(300)}" , ex:far .`,
  50: 'ex:a ex:p "\u001b[31mred" .',
};
const lineText = (_: string, line: number) => lines[line];
const finding: Diagnostic = {
  code: 'closure/unknown-task',
  severity: 'error',
  message: '"Build" requires a task that nobody declares',
  at: span(14, 15, 22),
  why: 'The plan cannot say what comes before "Build".',
  help: 'Did you mean ex:test?',
  related: [{ at: span(21, 1, 8), message: 'ex:test is declared here' }],
};

describe('a printed finding', () => {
  it('answers what, where, why and what next, with the line itself', () => {
    expect(printDiagnostic(finding, { lineText }))
      .toBe(`error[closure/unknown-task] "Build" requires a task that nobody declares

  specs/release.ttl:14:15
  14 |   sx:requires ex:tets .
     |               ^^^^^^^

  specs/release.ttl:21:1  ex:test is declared here
  21 | ex:test a sx:Task .
     | ^^^^^^^

  The plan cannot say what comes before "Build".
  Did you mean ex:test?`);
  });

  it('is one line where there is no place, no reason and no way out', () => {
    expect(printDiagnostic({ code: 'a/b', severity: 'warning', message: 'Odd.' })).toBe('warning[a/b] Odd.');
  });

  it('shows the place alone where the line cannot be had', () => {
    expect(
      printDiagnostic({ ...finding, related: [], at: span(99, 1, 2), why: undefined, help: undefined }, { lineText }),
    ).toBe('error[closure/unknown-task] "Build" requires a task that nobody declares\n\n  specs/release.ttl:99:1');
  });

  it('tells places that are alike by the first few and then by their lines, and each edge of a loop by itself', () => {
    const related = [3, 4, 5, 6].map((line) => ({ at: span(line, 1, 2), message: 'and here' }));
    const text = printDiagnostic({ ...finding, related: [...related, ...finding.related!] }, { inFull: 2 });
    expect(text.split('\n\n').slice(1, -1)).toEqual([
      '  specs/release.ttl:14:15',
      '  specs/release.ttl:3:1  and here',
      '  specs/release.ttl:4:1  and here',
      '  specs/release.ttl:21:1  ex:test is declared here',
      '  … and 2 more: specs/release.ttl:5:1, specs/release.ttl:6:1',
    ]);
    const different = [14, 21, 30, 40].map((line) => ({ at: span(line, 1, 3), message: `at ${line}` }));
    const lines = (at: Diagnostic['at']) =>
      printDiagnostic({ ...finding, at, related: different }, { inFull: 1, lineText }).match(/^ +\d+ \|/gm);
    expect(lines(span(50, 1, 2))).toEqual(['  50 |', '  14 |', '  21 |']);
    expect(lines(span(14, 1, 3))).toEqual(['  14 |', '  21 |', '  30 |', '  40 |']);
  });

  it('shows Turtle to be copied on one line, after the words that say where', () => {
    const helpOf = (help: string) =>
      printDiagnostic({ code: 'a/b', severity: 'info', message: 'x', help }, { width: 40 }).split('\n').slice(2);
    expect(helpOf('sx:order 1 ;')).toEqual(['  Write: sx:order 1 ;']);
    expect(helpOf('On a task: sx:assignedTo :a-name-that-is-long ;')).toEqual([
      '  On a task:',
      '    sx:assignedTo :a-name-that-is-long ;',
    ]);
    expect(helpOf('Take one of the statements out, or the other.')).toEqual([
      '  Take one of the statements out, or the',
      '  other.',
    ]);
  });

  const caretsOf = (at: Diagnostic['at']) =>
    printDiagnostic({ code: 'a/b', severity: 'info', message: '', at }, { lineText }).split('\n').slice(3);

  it('puts carets under the words after tabs and wide characters', () => {
    expect(caretsOf(span(30, 15, 22))).toEqual([
      '  30 |  ex:p "日本語" , ex:wide .',
      '     |                  ^^^^^^^',
    ]);
  });

  it('marks a place over several lines to the end of its first', () => {
    expect(caretsOf(span(21, 9, 3, 24))[1]).toBe('     |         ^^^^^^^^^^^');
  });

  it('cuts a long line around what it marks', () => {
    const [line, carets] = caretsOf(span(40, 316, 322)) as [string, string];
    expect(line.length).toBeLessThan(130);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('ex:far');
  });

  it('never sends a control character of a file’s name to the terminal', () => {
    expect(printDiagnostic({ ...finding, at: { ...span(1, 1, 1), file: 'a\u001b[2J.ttl' }, related: [] })).toContain(
      '  a·[2J.ttl:1:1',
    );
  });

  it('never sends a control character of a file to the terminal', () => {
    expect(caretsOf(span(50, 6, 10)).join('')).not.toContain('\u001b');
    expect(printDiagnostic({ code: 'a/b', severity: 'info', message: 'a\u001b[2Jb' })).toBe('info[a/b] a·[2Jb');
  });

  it('is painted by the palette, and says the same without', () => {
    const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const palette: Palette = { error: mark('e'), warning: mark('w'), info: mark('i'), bold: mark('b'), dim: mark('d') };
    const painted = printDiagnostic(finding, { lineText, palette });
    expect(painted).toContain('<e>error[closure/unknown-task]</e>');
    expect(painted.replace(/<\/?[ewibd]>/g, '')).toBe(printDiagnostic(finding, { lineText }));
  });
});
