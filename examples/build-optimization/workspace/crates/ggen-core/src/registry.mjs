// Which columns a binary table may have.
import { fingerprint } from 'ggen-utils';
import { decode_u8, decode_u16, decode_i32 } from './decode.mjs';

//# table CORE_WEIGHTS { cells: 250_000, work: 70, select: 8 }

const COLUMNS = {
  u8: { bits: 8, decode: decode_u8 },
  u16: { bits: 16, decode: decode_u16 },
  i32: { bits: 32, decode: decode_i32 },
};

/** The rows of a binary table with the given column types, and a seal over all of them. */
export function readRows(bytes, types) {
  const columns = types.map((type) => COLUMNS[type] ?? { unknown: type });
  const unknown = columns.find((column) => column.unknown);
  if (unknown) return { rows: [], seal: '', problem: `unknown column type "${unknown.unknown}"` };
  const width = columns.reduce((sum, column) => sum + column.bits, 0);
  const rows = [];
  let seal = 0;
  for (let start = 0; width > 0 && start + width <= bytes.length * 8; start += width) {
    let offset = start;
    const row = [];
    for (const { bits, decode } of columns) {
      const { value, check } = decode(bytes, offset);
      row.push(value);
      seal = (Math.imul(seal, 31) + (check ^ CORE_WEIGHTS[offset & 7])) >>> 0;
      offset += bits;
    }
    rows.push(row);
  }
  return { rows, seal: fingerprint(`${types.join()}:${seal}`), problem: null };
}
