// Amounts and dates written as text: "≤15s", "1.5-2 GB", "1-2 hours", "15%". Nothing can compare, add or sort them.
import type { Literal, Quad } from '@rdfjs/types';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { push } from '../../base/push.ts';
import { isoDuration, readQuantity, type Quantity } from '../../reading/quantity.ts';
import { rdfs, sh, xsd } from '../../vocabulary/borrowed.ts';
import { localName } from '../names.ts';
import { keyOf, type LintContext, type Value } from './context.ts';
import { isNaming, isProse } from './properties.ts';
import { counted, others, quoted, type LintRule } from './rule.ts';

interface Amount {
  readonly value: Value;
  readonly file: string;
  /** What to write instead. */
  readonly instead: string;
}

export const quantityAsText: LintRule = {
  code: 'lint/quantity-as-text',
  *find(context) {
    const meant = meantAsText(context);
    for (const property of context.byProperty.keys()) {
      if (!context.isOwn(property) || isNaming(property) || isProse(property) || meant.has(property)) continue;
      const byFile = new Map<string, Amount[]>();
      for (const amount of amountsOf(property, context)) {
        push(byFile, amount.file, amount);
      }
      for (const amounts of byFile.values()) yield finding(property, amounts);
    }
  },
};

/** Properties whose values the author's own vocabulary or shapes want to be text: to write anything else would break them. */
function meantAsText({ byProperty, bySubject }: LintContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { quad } of byProperty.get(rdfs.range.value) ?? [])
    if (quad.object.equals(xsd.string)) found.add(quad.subject.value);
  for (const { quad } of byProperty.get(sh.path.value) ?? [])
    if (bySubject.get(keyOf(quad.subject))?.some((one) => wantsText(one.quad))) found.add(quad.object.value);
  return found;
}

function wantsText({ predicate, object }: Quad): boolean {
  return predicate.equals(sh.pattern) || (predicate.equals(sh.datatype) && object.equals(xsd.string));
}

function amountsOf(property: string, context: LintContext): Amount[] {
  const found: Amount[] = [];
  const texts = { all: 0, numeric: 0 };
  for (const located of context.byProperty.get(property)!)
    for (const value of context.values(located)) {
      const { term } = value;
      if (term.termType !== 'Literal' || !term.datatype.equals(xsd.string) || /\n/.test(term.value)) continue;
      texts.all++;
      const instead = typedForm(term, property);
      if (/^\W*\d/.test(term.value)) texts.numeric++;
      if (instead !== undefined) found.push({ value, file: located.quad.graph.value, instead });
    }
  // Where most texts are sentences, one that happens to be an amount is a sentence too.
  return found.length * 2 >= texts.all || found.length + texts.numeric >= texts.all ? found : [];
}

function typedForm({ value }: Literal, property: string): string | undefined {
  if (/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(value)) return `"${value}"^^xsd:date`;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?$/.test(value))
    return `"${value}"^^xsd:dateTime`;
  if (isoDuration(value) !== undefined) return `"${value}"^^xsd:dayTimeDuration`;
  const quantity = readQuantity(value, {
    ofTime: /time|duration|timeout|interval|delay|latency/i.test(localName(property)),
  });
  // With words beside it, it is a sentence about an amount; a count of things is said by their number.
  const inBrackets = /\(.*\p{L}{2}.*\)/u.test(value);
  if (
    !quantity ||
    inBrackets ||
    quantity.label !== undefined ||
    quantity.noun !== undefined ||
    quantity.measure === 'Count'
  )
    return undefined;
  return formOf(quantity, value);
}

function formOf({ measure, minimum, maximum, comparator }: Quantity, text: string): string {
  const [low, high] = [Math.min(Math.abs(minimum), maximum), maximum];
  const write = (value: number): string => {
    switch (measure) {
      case 'Time':
        return `"${durationText(value)}"^^xsd:dayTimeDuration`;
      case 'Ratio':
        return plainNumber(value);
      case 'Data':
      case 'Factor':
      case 'Count':
      default:
        return plainNumber(measure === 'Data' ? (value / high) * largest(text) : value);
    }
  };
  const number = low === high ? write(high) : `${write(low)} and ${write(high)}, each with a property of its own`;
  const unit =
    measure === 'Data' ? `, and its unit (${/\p{L}+\s*$/u.exec(text)?.[0] ?? 'bytes'}) as another value` : '';
  const bound =
    comparator && comparator !== '=' ? `, and "${comparator}" in the property's name or as another value` : '';
  return number + unit + bound;
}

/** The larger number that a text writes: what `high` is in the text's own unit. */
function largest(text: string): number {
  return Math.max(...(text.match(/\d+(?:\.\d+)?/g) ?? ['0']).map(Number));
}

function plainNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function durationText(seconds: number): string {
  const whole = seconds % 86_400 === 0 ? `${seconds / 86_400}D` : '';
  if (whole !== '') return `P${whole}`;
  if (seconds % 3_600 === 0) return `PT${seconds / 3_600}H`;
  if (seconds % 60 === 0) return `PT${seconds / 60}M`;
  return `PT${plainNumber(seconds)}S`;
}

function finding(property: string, amounts: readonly Amount[]): Diagnostic {
  const [{ value, instead }] = amounts as [Amount, ...Amount[]];
  const more = amounts.length - 1;
  const what = /^"[^"]*"\^\^xsd:date/.test(instead) ? 'a date' : 'an amount';
  return {
    code: quantityAsText.code,
    severity: 'warning',
    message:
      `The value of ${localName(property)} is ${what}, written as text: ${quoted(value.term.value)}.` +
      (more ? ` So ${more === 1 ? 'is' : 'are'} ${counted(more, 'other value')} in this file.` : ''),
    at: value.at(),
    why: 'Text cannot be compared, added up or sorted: "9 days" comes after "10 days", and nothing tells whether a target is met.',
    help: `Write: ${instead}.`,
    ...others(amounts.map((one) => ({ at: one.value.at(), message: quoted(one.value.term.value) }))),
  };
}
