// config: layered configuration. Its lookup table is generic: every package that pulls config in gets its own.

//# table<crate> CONFIG_LAYERS { cells: 80_000_000, work: 170, select: 16 }

/** The layer that answers for a key. */
//# inline
export function configLayer(key) {
  return CONFIG_LAYERS[key.length & 15] % 4;
}
