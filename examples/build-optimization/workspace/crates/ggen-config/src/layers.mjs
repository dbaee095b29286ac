// Settings from several places. Only where the package has config.

//# cfg feature = "config"
import { configLayer } from 'config';

//# cfg feature = "config"
/** Which of four layers answers for a key. */
export function layerOf(key) {
  return ['default', 'file', 'environment', 'arguments'][configLayer(key)];
}
