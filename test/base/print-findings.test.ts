import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { countText, printDiagnostics } from '../../src/base/print-findings.ts';

const at = (line: number, file = 'a.ttl', column = 1) => ({ file, line, column, endLine: line, endColumn: column + 1 });
const finding = (line: number, more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'lint/unused-prefix',
  severity: 'warning',
  message: `The prefix p${line}: is never used.`,
  at: at(line),
  ...more,
});

describe('many findings', () => {
  it('stand file by file under a heading each, and the closing line counts them', () => {
    const found = [
      finding(1),
      finding(2, { code: 'closure/shape', severity: 'error', message: 'b lacks c.' }),
      finding(7, { at: at(7, 'b.ttl') }),
    ];
    expect(printDiagnostics(found)).toBe(`── a.ttl  1 error and 1 warning

warning[lint/unused-prefix] The prefix p1: is never used.

  a.ttl:1:1

error[closure/shape] b lacks c.

  a.ttl:2:1

── b.ttl  1 warning

warning[lint/unused-prefix] The prefix p7: is never used.

  b.ttl:7:1

1 error and 2 warnings in 2 files`);
  });

  it('of one file alone need no heading', () => {
    expect(printDiagnostics([finding(1)])).toBe(
      'warning[lint/unused-prefix] The prefix p1: is never used.\n\n  a.ttl:1:1\n\n1 warning in 1 file',
    );
  });

  const many = [3, 4, 5, 6, 6, 7, 8, 8, 8].map((line) => finding(line));
  const other = finding(9, { code: 'closure/shape', message: 'Another.' });

  it('of one code are told in full a few times, then by every line', () => {
    expect(printDiagnostics([...many, other], { inFull: 2 }))
      .toBe(`warning[lint/unused-prefix] The prefix p3: is never used.

  a.ttl:3:1

warning[lint/unused-prefix] The prefix p4: is never used.

  a.ttl:4:1

… and 7 more like these (lint/unused-prefix), at lines 5, 6 (twice), 7,
  8 (3 times)

warning[closure/shape] Another.

  a.ttl:9:1

10 warnings in 1 file; 7 of them by their lines alone: validate --all shows them
  in full`);
  });

  it('are all told in full where that is asked for', () => {
    const text = printDiagnostics(many);
    expect(text.match(/^warning\[/gm)).toHaveLength(many.length);
    expect(text).not.toContain('more like');
  });

  it('of another severity or another file are not folded with them', () => {
    const found = [finding(1), finding(2, { severity: 'error' }), finding(3, { at: at(3, 'b.ttl') })];
    expect(printDiagnostics(found, { inFull: 1 })).not.toContain('more like');
  });

  it('without a place are never folded: there would be no line to tell', () => {
    const found = [finding(1, { at: undefined }), finding(2, { at: undefined }), finding(3, { at: undefined })];
    expect(printDiagnostics(found, { inFull: 1 }).match(/^warning\[/gm)).toHaveLength(3);
  });
});

describe('a loop', () => {
  const loop = (edges: number) =>
    finding(1, {
      related: Array.from({ length: edges }, (_, index) => ({ at: at(index + 1), message: `edge ${index}` })),
    });
  const printed = (edges: number) =>
    printDiagnostics([loop(edges)], { inFull: 3, lineText: (_, line) => `line ${line}` });

  it('shows each edge with its line, and of thousands only the first ones so, the others by their places', () => {
    expect(printed(40).match(/\| line /g)).toHaveLength(40);
    expect(printed(3000).match(/\| line /g)).toHaveLength(48);
    expect(printed(3000).match(/ edge \d+/g)).toHaveLength(3000);
  });
});

describe('words of a specification', () => {
  it('never begin a line as GitHub’s commands do', () => {
    const said = `${'word '.repeat(16)}::error file=x::hidden ${'word '.repeat(16)}##[add-mask]word`;
    const text = printDiagnostics([finding(1, { message: said, why: '::stop-commands::x' })]);
    expect(text).toContain('error file=x::hidden');
    expect(text.split('\n').filter((line) => /^\s*(::|##\[)/.test(line))).toEqual([]);
  });
});

describe('the closing line', () => {
  it('counts by severity, and the files', () => {
    const error = finding(1, { severity: 'error' });
    const info = finding(1, { severity: 'info' });
    expect(countText([error, error, finding(1, { at: at(1, 'b.ttl') })])).toBe('2 errors and 1 warning in 2 files');
    expect(countText([error, finding(1), info])).toBe('1 error, 1 warning and 1 note in 1 file');
    expect(countText([{ code: 'a/b', severity: 'info', message: 'x' }])).toBe('1 note');
    expect(countText([])).toBe('no findings');
  });
});
