// The quantities that things state: in text, as a number with a unit beside it or in the property's name, and as ours.
import type { Literal, NamedNode, Term } from '@rdfjs/types';
import { xsd } from '../vocabulary/borrowed.ts';
import { literal, namedNode } from '../vocabulary/factory.ts';
import { boolean } from '../vocabulary/literals.ts';
import { read, sx } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Properties, Property } from './properties.ts';
import { isoDuration, readQuantities, type Comparator, type Quantity } from './quantity.ts';
import type { Thing } from './things.ts';
import { byQudt, writtenUnit, type WrittenUnit } from './units.ts';
import type { Value } from './values.ts';

const HOURS_PER_DAY = 8;

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  [sx.atMost.value]: '<=',
  [sx.lessThan.value]: '<',
  [sx.atLeast.value]: '>=',
  [sx.moreThan.value]: '>',
  [sx.equalTo.value]: '=',
};
const SIGNS: ReadonlySet<string> = new Set(['<=', '<', '>=', '>', '=']);

/** Our properties that are numbers: what they count in, and which property gives the upper end of a range. */
const OURS: ReadonlyMap<string, { readonly unit: string | undefined; readonly high?: Term }> = new Map([
  [sx.target.value, { unit: undefined }],
  [sx.statedBaseline.value, { unit: undefined, high: sx.statedBaselineHigh }],
  [sx.minimumFactor.value, { unit: 'x', high: sx.maximumFactor }],
  [sx.lowPercent.value, { unit: '%', high: sx.highPercent }],
  [sx.tolerance.value, { unit: '%' }],
]);
/** Durations of ours that are the lower end of a range. */
const DURATIONS_HIGH: ReadonlyMap<string, Term> = new Map([[sx.statedDurationLow.value, sx.statedDurationHigh]]);
const UPPER_ENDS: ReadonlySet<string> = new Set(
  [sx.statedBaselineHigh, sx.maximumFactor, sx.highPercent, sx.statedDurationHigh].map(({ value }) => value),
);
/** Durations of ours that every task has, and that nothing but the plan is compared with: facts about them would double it. */
const OF_TASKS: ReadonlySet<string> = new Set(
  [sx.optimistic, sx.mostLikely, sx.pessimistic, sx.timeout, sx.pollEvery].map(({ value }) => value),
);
const OF_TIME: ReadonlySet<string> = new Set([sx.estimate, sx.timeout].map(({ value }) => value));
const OF_WORK: ReadonlySet<string> = new Set(['effort', 'work', 'person', 'labour', 'labor']);
const BOUNDED: ReadonlySet<string> = new Set([sx.target.value]);

export class Amounts {
  readonly #facts: Facts;
  readonly #properties: Properties;
  readonly #hoursPerDay: number;
  readonly #durations = new Map<string, NamedNode>();

  constructor(facts: Facts, properties: Properties) {
    this.#facts = facts;
    this.#properties = properties;
    this.#hoursPerDay = this.#statedHoursPerDay();
  }

  /** States what quantities a value gives; says whether it gives any. */
  state(value: Value): boolean {
    const found = this.#quantities(value);
    for (const quantity of found) this.#add(value, quantity);
    return found.length > 0;
  }

  #quantities({ thing, property, literal: { value, datatype }, role }: Value): Quantity[] {
    if (UPPER_ENDS.has(property.iri) || (thing.ours && OF_TASKS.has(property.iri))) return [];
    if (datatype.equals(xsd.dayTimeDuration) || datatype.value === `${XSD}duration`) {
      const low = isoDuration(value);
      const above = DURATIONS_HIGH.get(property.iri);
      const high = above && isoDuration(this.#facts.graphs.object(thing.node, above)?.value ?? '');
      return low === undefined ? [] : [amount({ measure: 'Time', factor: 1 }, low, high)];
    }
    if (isNumeric({ value, datatype })) {
      const unit = this.#unitOf(thing, property, role);
      const above = thing.ours ? OURS.get(property.iri)?.high : undefined;
      const high = above && Number(this.#facts.graphs.object(thing.node, above)?.value ?? NaN);
      if (!unit || !Number.isFinite(Number(value))) return [];
      const comparator = role !== undefined && BOUNDED.has(role) ? this.#comparatorOf(thing) : undefined;
      return [amount(unit, Number(value), high, comparator)];
    }
    if (!TEXT.has(datatype.value)) return [];
    const work = property.words.some((word) => OF_WORK.has(word));
    const ofTime = role !== undefined && OF_TIME.has(role);
    return readQuantities(work ? value.replace(/\bdays?\b/i, 'work days') : value, {
      hoursPerDay: this.#hoursPerDay,
      ofTime,
    });
  }

  #unitOf(thing: Thing, property: Property, role: string | undefined): WrittenUnit | undefined {
    const ours = thing.ours ? OURS.get(property.iri) : undefined;
    if (thing.ours && !ours) return undefined;
    if (ours?.unit !== undefined) return writtenUnit(ours.unit);
    if (property.unit) {
      const perDay = property.words.some((word) => OF_WORK.has(word)) && property.words.at(-1)?.startsWith('day');
      return perDay ? { ...property.unit, factor: (property.unit.factor * this.#hoursPerDay) / 24 } : property.unit;
    }
    if (role !== sx.target.value && role !== sx.statedBaseline.value) return undefined;
    for (const said of this.#saidAs(thing, sx.unit.value)) {
      const unit = said.termType === 'NamedNode' ? byQudt(said.value) : writtenUnit(said.value);
      if (unit) return unit;
    }
    return undefined;
  }

  #comparatorOf(thing: Thing): Comparator | undefined {
    for (const said of this.#saidAs(thing, sx.comparator.value)) {
      const known = COMPARATORS[said.value];
      if (known) return known;
      if (SIGNS.has(said.value)) return said.value as Comparator;
    }
    return undefined;
  }

  /** The values of a property of ours, or of one that is read as it. */
  #saidAs(thing: Thing, role: string): Term[] {
    return thing.statements
      .filter(({ predicate }) =>
        thing.ours
          ? predicate.value === role
          : this.#properties.senseOf(this.#properties.get(predicate.value), thing, false)?.property === role,
      )
      .map(({ object }) => object);
  }

  #add(value: Value, quantity: Quantity): void {
    const { thing, literal: text, member, role, property } = value;
    const facts = this.#facts;
    const source = thing.ours ? undefined : member.quad;
    // "1-2 hours" of one property is one quantity, whoever states it: most of a plan's are durations that repeat.
    const repeats = quantity.measure === 'Time' && !quantity.label && role !== sx.target.value;
    const key = repeats ? `${property.iri} ${role} ${text.datatype.value} ${text.value}` : undefined;
    const known = key === undefined ? undefined : this.#durations.get(key);
    if (known) {
      facts.add(thing.node, read.states, known, source);
      return;
    }
    const node = facts.about(value, read.states, 'quantity', source);
    if (key !== undefined) this.#durations.set(key, node);
    if (role !== undefined) facts.add(node, read.role, namedNode(role));
    facts.add(node, read.minimum, double(quantity.minimum));
    facts.add(node, read.maximum, double(quantity.maximum));
    facts.add(node, read.dimension, read[quantity.measure]);
    if (quantity.comparator) facts.add(node, read.comparator, literal(quantity.comparator));
    if (quantity.label) facts.add(node, read.label, literal(quantity.label));
    if (quantity.noun) facts.add(node, read.noun, literal(quantity.noun));
    if (property.total) facts.add(node, read.total, boolean(true));
  }

  #statedHoursPerDay(): number {
    for (const { object } of this.#facts.graphs.match(null, sx.hoursPerDay)) {
      const stated = Number(object.value);
      if (stated > 0 && stated <= 24) return stated;
    }
    return HOURS_PER_DAY;
  }
}

const XSD = xsd.string.value.replace(/string$/, '');
const TEXT: ReadonlySet<string> = new Set([xsd.string.value, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString']);
const NUMERIC =
  /^(?:integer|decimal|double|float|int|long|short|(?:nonNegative|positive)Integer|unsigned(?:Int|Long))$/;

function isNumeric({ value, datatype }: Pick<Literal, 'value' | 'datatype'>): boolean {
  return datatype.value.startsWith(XSD) && NUMERIC.test(datatype.value.slice(XSD.length)) && value.trim() !== '';
}

function amount(unit: WrittenUnit, low: number, high: number | undefined, comparator?: Comparator): Quantity {
  const minimum = low * unit.factor;
  const maximum = high === undefined || !(high >= low) ? minimum : high * unit.factor;
  return { measure: unit.measure, minimum, maximum, comparator, label: undefined, noun: undefined };
}

function double(value: number): Literal {
  return literal(String(value), xsd.double);
}
