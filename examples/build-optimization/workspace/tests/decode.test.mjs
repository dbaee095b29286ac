// Binary tables.
import assert from 'node:assert/strict';

const rows = ({ out }) => out.trimEnd().split('\n').slice(0, -1);
const cases = [
  ['u8', '00ff7f80', ['0', '255', '127', '128']],
  ['u16', '0102ffff', ['258', '65535']],
  ['i32', 'ffffffff7fffffff80000000', ['-1', '2147483647', '-2147483648']],
  ['u8,u16', '010002ff0003', ['1 2', '255 3']],
  ['u8,i32,u16', '01ffffffff0102', ['1 -1 258']],
];

export const tests = {
  ...Object.fromEntries(
    cases.map(([types, hex, expected]) => [`reads ${types} from ${hex}`, ({ call }) => assert.deepEqual(rows(call('decode', types, hex)), expected)]),
  ),
  'leaves out a row that is not whole': ({ call }) => assert.deepEqual(rows(call('decode', 'u16', '010203')), ['258']),
  'seals the rows: one bit more, another seal': ({ call }) => {
    const seal = (hex) => call('decode', 'u8', hex).out.trimEnd().split('\n').at(-1);
    assert.notEqual(seal('0102'), seal('0103'));
    assert.equal(seal('0102'), seal('0102'));
  },
  'names a column type that it does not know': ({ call }) => {
    const { status, error } = call('decode', 'u7', '00');
    assert.equal(status, 1);
    assert.equal(error, 'unknown column type "u7"\n');
  },
  'decodes as a program of its own': ({ spawn }) => assert.deepEqual(rows(spawn('decode', 'u8', '2a')), ['42']),
};
