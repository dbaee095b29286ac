// Templates in tera's own language. Only where the package has tera.

//# cfg feature = "tera"
import { teraStep } from 'tera';

//# cfg feature = "tera"
/** The parser state after a whole template: equal templates, equal states. */
export function teraState(template) {
  let state = 0;
  for (const letter of template) state = teraStep(state, letter);
  return state;
}
