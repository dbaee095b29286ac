// Generic mistakes of people who write Turtle, in any vocabulary. Each rule is a file; what they find never keeps a
// specification from being closed.
import type { Diagnostic } from '../../base/diagnostic.ts';
import type { LoadedFiles } from '../../store/load.ts';
import type { Ontology } from '../../store/ontology.ts';
import { placeKey } from '../place-key.ts';
import { classWithoutInstance } from './class-without-instance.ts';
import { lintContext } from './context.ts';
import { danglingReference } from './dangling-reference.ts';
import { emptyNodeForList } from './empty-node-for-list.ts';
import { individualAsClass } from './individual-as-class.ts';
import { mixedValues } from './mixed-values.ts';
import { numberedProperty } from './numbered-property.ts';
import { quantityAsText } from './quantity-as-text.ts';
import type { LintRule } from './rule.ts';
import { stringReference } from './string-reference.ts';
import { undeclaredTerm } from './undeclared-term.ts';
import { untypedValue } from './untyped-value.ts';
import { unusedPrefix } from './unused-prefix.ts';
import { unusedTerm } from './unused-term.ts';

export const lintRules: readonly LintRule[] = [
  unusedPrefix,
  undeclaredTerm,
  unusedTerm,
  individualAsClass,
  untypedValue,
  classWithoutInstance,
  emptyNodeForList,
  danglingReference,
  stringReference,
  mixedValues,
  numberedProperty,
  quantityAsText,
];

/**
 * What the rules find: info or warning, in no order. `said` are findings that exist already; where one of them is an
 * error, nothing more is said at its place.
 */
export function lintFindings(
  spec: LoadedFiles,
  ontology: Ontology,
  said: readonly Diagnostic[] = [],
): readonly Diagnostic[] {
  const context = lintContext(spec, ontology);
  const wrong = new Set(said.flatMap(({ at, severity }) => (at && severity === 'error' ? [placeKey(at)] : [])));
  return lintRules.flatMap((rule) => [...rule.find(context)].filter(({ at }) => !wrong.has(placeKey(at))));
}
