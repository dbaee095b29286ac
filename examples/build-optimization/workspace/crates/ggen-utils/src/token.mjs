// Signed names for generated files that leave the house. Only where the package has ring.

//# cfg feature = "ring"
import { ringSeal } from 'ring';

//# cfg feature = "ring"
/** `name` with a seal that only the holder of `key` can make. */
export function sealedName(name, key) {
  return `${name}.${ringSeal(key, name)}`;
}
