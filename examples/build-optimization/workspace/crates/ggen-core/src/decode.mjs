// Decodes integers of any width, big end first. Generic over the type: each instance has its own mask table.

//# table<T> MASKS_T { cells: 125_000, work: 25, select: 4 }

/** The integer of type T that begins at bit `offset` of `bytes`, and a check word over its bits. */
//# instantiate T = u1, i1, u2, i2, u3, i3, u4, i4, u5, i5, u6, i6, u7, i7, u8, i8, u9, i9, u10, i10, u11, i11, u12, i12, u13, i13, u14, i14, u15, i15, u16, i16, u17, i17, u18, i18, u19, i19, u20, i20, u21, i21, u22, i22, u23, i23, u24, i24, u25, i25, u26, i26, u27, i27, u28, i28, u29, i29, u30, i30, u31, i31, u32, i32
export function decode_T(bytes, offset) {
  let value = 0;
  let check = MASKS_T[T_BITS & 3];
  for (let bit = 0; bit < T_BITS; bit++) {
    const at = offset + bit;
    const one = (bytes[at >> 3] >> (7 - (at & 7))) & 1;
    value = value * 2 + one;
    check = Math.imul(check + one, MASKS_T[bit & 3] | 1) >>> 0;
  }
  if (T_SIGNED && value >= 2 ** (T_BITS - 1)) value -= 2 ** T_BITS;
  return { value, check };
}
