// The TOML reader that the example's build tool brings along, and the edits that its agents make.
import { describe, expect, it } from 'vitest';
// @ts-expect-error the example is plain JavaScript and has no types
import { parseToml } from '../../examples/build-optimization/workspace/tools/lib/toml.mjs';
// @ts-expect-error the example is plain JavaScript and has no types
import * as edits from '../../examples/build-optimization/agents/lib/toml-edit.mjs';

const { addTable, removeTable, setKey, setTable } = edits as Record<
  'addTable' | 'removeTable' | 'setKey' | 'setTable',
  (...args: readonly unknown[]) => string
>;
const read = parseToml as (text: string, file: string) => unknown;

describe('the TOML reader of the example', () => {
  it('reads the parts of TOML that manifests use', () => {
    const text = [
      '# a comment',
      'top = 1_000',
      '[tasks.slo-check] # another',
      'command = "say \\"hi\\" # not a comment"',
      "literal = 'C:\\dir'",
      'args = [',
      '  "a", # first',
      '  "b",',
      ']',
      'env = { A = "1", B.c = true }',
      '[[advisory]]',
      'id = -1.5',
      '[[advisory]]',
      'id = 2',
      '["quoted key".x]',
    ].join('\n');
    expect(read(text, 'x')).toEqual({
      top: 1000,
      tasks: {
        'slo-check': {
          command: 'say "hi" # not a comment',
          literal: 'C:\\dir',
          args: ['a', 'b'],
          env: { A: '1', B: { c: true } },
        },
      },
      advisory: [{ id: -1.5 }, { id: 2 }],
      'quoted key': { x: {} },
    });
  });

  it.each([
    ['a = 1\na = 2', 'Makefile.toml:2: "a" is given twice'],
    ['[t]\n[t]', 'Makefile.toml:2: the table [t] is given twice'],
    ['a = "open\n', 'Makefile.toml:1: this string is not closed'],
    ['a = 1 2', 'Makefile.toml:1: "2" is not expected here'],
    ['a = 2026-01-25', 'Makefile.toml:1: "2026-01-25" is not a value that is read here'],
    ['[a', 'Makefile.toml:1: this table header is not closed'],
    ['a 1', 'Makefile.toml:1: "=" is expected here'],
  ])('refuses %j and names the line', (text, message) => {
    expect(() => read(text, 'Makefile.toml')).toThrow(message);
  });
});

describe('the edits of a TOML text', () => {
  const text = '# top\n[a]\nx = 1\n\n# of b\n[b]\ny = 2\n\n[c]\nz = 3\n';

  it('replace a key in its place, or add it at the end of its table', () => {
    expect(setKey(text, 'a', 'x', '9')).toBe(text.replace('x = 1', 'x = 9'));
    expect(setKey(text, 'a', 'w', '9')).toBe(text.replace('x = 1', 'x = 1\nw = 9'));
  });

  it('replace all keys of a table and nothing else', () => {
    expect(setTable(text, 'b', [['q', '1']])).toBe(text.replace('y = 2', 'q = 1'));
  });

  it('take a table away with the blank line before it', () => {
    expect(removeTable(text, 'c')).toBe(text.replace('\n[c]\nz = 3\n', ''));
  });

  it('add a table after another, or at the end', () => {
    expect(addTable(text, 'b', '[n]\nk = 1')).toBe(text.replace('y = 2\n', 'y = 2\n\n[n]\nk = 1\n'));
    expect(addTable(text, null, '[n]\nk = 1')).toBe(`${text}\n[n]\nk = 1\n`);
  });

  it('throw where the table is not there', () => {
    expect(() => setKey(text, 'nowhere', 'x', '1')).toThrow('there is no [nowhere] to edit');
  });
});
