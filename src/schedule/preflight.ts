// What a run would stumble over days later and no shape can tell: queries that are none, JSON that does not parse, values that
// do not fit, units that nobody can convert. Looked at while a specification is validated.
import type { Quad_Object, Quad_Subject, Term } from '@rdfjs/types';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { durationMs } from '../base/duration.ts';
import { baseUnits } from '../derive/amounts.ts';
import type { Entities } from '../derive/entities.ts';
import type { Plan } from '../derive/plan.ts';
import { cautious, betterBy, isMet } from '../evidence/compare.ts';
import { parseJson, type Json } from '../evidence/json.ts';
import { checkJson } from '../evidence/schema.ts';
import { guard } from '../query/guard.ts';
import type { Graphs } from '../store/graphs.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { unitOf } from '../vocabulary/units.ts';

type Place = (subject: Term, predicate: Term, object: Term) => Span | undefined;

export async function preflight(
  graphs: Graphs,
  entities: Entities,
  plan: Plan | undefined,
  place: Place,
): Promise<Diagnostic[]> {
  return [
    ...recordWords(graphs, place),
    ...(await queries(graphs, place)),
    ...(await documents(graphs, place)),
    ...units(graphs, place),
    ...estimates(graphs, place),
    ...targets(entities, graphs, place),
    ...(plan ? budgets(plan, entities, graphs, place) : []),
    ...(plan ? beyondPools(plan, entities, graphs, place) : []),
  ];
}

function found(
  code: Diagnostic['code'],
  severity: Diagnostic['severity'],
  at: Span | undefined,
  subject: Term,
  words: Pick<Diagnostic, 'message' | 'why' | 'help'>,
): Diagnostic {
  return { code, severity, at, ...(subject.termType === 'NamedNode' && { focus: subject.value }), ...words };
}

/** Words that only a run's record may say: in a specification they would open gates with nobody's work. */
function recordWords(graphs: Graphs, place: Place): Diagnostic[] {
  const words = [sx.state, sx.outcome, sx.dependsOn, sx.conflictState, sx.ending];
  return words.flatMap((word) =>
    Array.from(graphs.match(null, word)).flatMap(({ subject, object }) => {
      const at = place(subject, word, object);
      // What was derived has no place in a document.
      if (at === undefined) return [];
      const name = word.value.slice(word.value.indexOf('#') + 1);
      return [
        found('closure/record-word', 'error', at, subject, {
          message: `sx:${name} is said by a run's record, not by a specification.`,
          why: 'Gates and tasks are judged by what happened; a specification that says it beforehand would be believed.',
          help: 'Take it out. Order is said by sx:requires, and what must hold by criteria.',
        }),
      ];
    }),
  );
}

async function queries(graphs: Graphs, place: Place): Promise<Diagnostic[]> {
  const flaws: Diagnostic[] = [];
  for (const { subject, object } of graphs.match(null, sx.ask)) {
    const guarded = object.termType === 'Literal' ? await guard(object.value) : undefined;
    const reason = !guarded
      ? 'It is a thing, not text.'
      : guarded.ok
        ? guarded.value.form === 'ask'
          ? undefined
          : `It is a query of the form ${guarded.value.form.toUpperCase()}, not ASK.`
        : guarded.diagnostics[0]!.message;
    if (reason === undefined) continue;
    flaws.push(
      found('closure/ask-unusable', 'error', place(subject, sx.ask, object), subject, {
        message: `The sx:ask of this criterion cannot be asked. ${reason}`,
        why: 'The gate could never be told, and nobody would know before it is judged.',
        help: 'Write a SPARQL ASK query over the specification and the run, without SERVICE or updates.',
      }),
    );
  }
  return flaws;
}

async function documents(graphs: Graphs, place: Place): Promise<Diagnostic[]> {
  const flaws: Diagnostic[] = [];
  const read = (subject: Quad_Subject, predicate: Term, object: Quad_Object): Json | undefined => {
    const text = object.termType === 'Literal';
    const parsed = parseJson(Buffer.from(text ? object.value : ''), 'it');
    if (parsed.ok) return parsed.value;
    const reason = parsed.diagnostics[0]!.message.replace(/^It is not JSON that can be kept: /, '');
    flaws.push(
      found('closure/json-malformed', 'error', place(subject, predicate, object), subject, {
        message: text ? `This is not JSON: ${reason}.` : 'This is a thing, not text in JSON.',
        why: 'What a task leaves could not be held against it.',
        help: 'Write one JSON value, with double quotes and no trailing commas.',
      }),
    );
    return undefined;
  };
  for (const predicate of [sx.jsonSchema, sx.evidenceSchema])
    for (const { subject, object } of graphs.match(null, predicate)) {
      if (read(subject, predicate, object) === undefined) continue;
      const example = graphs.object(subject, sx.exampleValue);
      const value = example && parseJson(Buffer.from(example.value), 'the example');
      const fits = await checkJson(object.value, value?.ok ? value.value : null, 'the example');
      const unusable = fits.ok ? undefined : fits.diagnostics.find((one) => one.code !== 'evidence/schema-mismatch');
      if (unusable)
        flaws.push(
          found('closure/schema-unusable', 'error', place(subject, predicate, object), subject, {
            message: `This JSON Schema cannot be used: ${ownWords(unusable)}.`,
            why: 'What a task leaves could not be held against it.',
            help: unusable.help ?? 'Mend the schema: draft 2020-12, 2019-09, 07 or 06, without remote references.',
          }),
        );
      else if (!fits.ok && example && value?.ok)
        flaws.push(
          found('closure/example-misfit', 'error', place(subject, sx.exampleValue, example), subject, {
            message: `The example does not fit its own schema: ${ownWords(fits.diagnostics[0]!)}.`,
            why: 'An agent that leaves such a value would fail.',
            help: 'Mend the example or the schema.',
          }),
        );
    }
  for (const { subject, object } of graphs.match(null, sx.exampleValue)) read(subject, sx.exampleValue, object);
  return flaws;
}

/** What a check says, without its opening words: those of the finding that it becomes stand in their place. */
function ownWords({ message }: Diagnostic): string {
  return message
    .replace(
      /^The example (?:cannot be checked: its JSON Schema is unsound|does not fit its schema): (?:schema is invalid: )?/,
      '',
    )
    .replace(/\.$/, '');
}

function units(graphs: Graphs, place: Place): Diagnostic[] {
  const flaws: Diagnostic[] = [];
  for (const { subject, object } of graphs.match(null, sx.unit)) {
    const unit = unitOf(object.value);
    if (unit.ok) continue;
    flaws.push(
      found('closure/unknown-unit', 'error', place(subject, sx.unit, object), subject, {
        message:
          object.termType === 'BlankNode' ? 'A node without a name is no unit.' : `${unit.diagnostics[0]!.message}.`,
        why: 'A value in it can be compared with nothing.',
        help: object.termType === 'BlankNode' ? 'Name a unit of QUDT, such as unit:SEC.' : unit.diagnostics[0]!.help,
      }),
    );
  }
  return flaws;
}

function estimates(graphs: Graphs, place: Place): Diagnostic[] {
  const flaws: Diagnostic[] = [];
  for (const { subject, object } of graphs.match(null, sx.mostLikely)) {
    const likely = durationMs(object.value);
    const ends = [
      [sx.optimistic, (ms: number) => likely !== undefined && ms > likely, 'longer'],
      [sx.pessimistic, (ms: number) => likely !== undefined && ms < likely, 'shorter'],
    ] as const;
    for (const [predicate, wrong, word] of ends) {
      const other = graphs.object(subject, predicate);
      const ms = other && durationMs(other.value);
      if (!other || ms === undefined || !wrong(ms)) continue;
      flaws.push(
        found('closure/estimate-order', 'error', place(subject, predicate, other), subject, {
          message: `sx:${predicate.value.split('#')[1]} (${other.value}) is ${word} than sx:mostLikely (${object.value}).`,
          why: 'The plan’s end is estimated from the three.',
          help: 'Give them in the order optimistic ≤ mostLikely ≤ pessimistic.',
        }),
      );
    }
  }
  return flaws;
}

/** A target that the stated baseline meets already: the comparator is swapped, or there is nothing to do. */
function targets(entities: Entities, graphs: Graphs, place: Place): Diagnostic[] {
  return [...entities.metrics.values()].flatMap((metric) => {
    const { comparator, target, statedBaseline, tolerancePercent } = metric;
    if (comparator === undefined || target === undefined || statedBaseline === undefined) return [];
    if (!isMet({ comparator, target, tolerancePercent }, cautious(statedBaseline, betterBy(comparator)))) return [];
    const self = namedNode(metric.iri);
    const object = graphs.object(self, sx.comparator);
    return [
      found('closure/target-met-before', 'warning', object && place(self, sx.comparator, object), self, {
        message: `The stated baseline of "${metric.title}" meets its target already.`,
        why: 'Then the metric says nothing of the work; more often the comparator is the wrong way round.',
        help: 'Lower is better: sx:atMost or sx:lessThan. Higher is better: sx:atLeast or sx:moreThan.',
      }),
    ];
  });
}

function budgets(plan: Plan, entities: Entities, graphs: Graphs, place: Place): Diagnostic[] {
  return plan.tasks.flatMap((task) =>
    Object.entries(task.demands).flatMap(([pool, demand]) => {
      const phase = task.phase === undefined ? undefined : plan.phases[task.phase];
      const budget = phase?.budget[pool];
      if (phase === undefined || budget === undefined || demand <= budget) return [];
      const self = namedNode(task.iri);
      const asked = graphs.objects(self, sx.demand).find((one) => graphs.has(one, sx.pool, namedNode(pool)));
      return [
        found('closure/demand-beyond-budget', 'warning', asked && place(self, sx.demand, asked), self, {
          message: `The task "${task.id}" asks for more of ${entities.title(pool)} than its phase "${phase.title}" may use at once.`,
          why: 'It will run alone in its phase rather than never.',
          help: 'Ask for less (sx:demand), or raise the phase’s sx:budget.',
        }),
      ];
    }),
  );
}

/** A demand that the whole of a pool cannot meet: its task could never start, on no machine. */
function beyondPools(plan: Plan, entities: Entities, graphs: Graphs, place: Place): Diagnostic[] {
  return plan.tasks.flatMap((task) =>
    Object.entries(task.demands).flatMap(([iri, demand]) => {
      const pool = entities.pools.get(iri);
      if (pool?.amount === undefined || demand <= pool.amount * baseUnits(pool.unit)) return [];
      const self = namedNode(task.iri);
      const asked = graphs.objects(self, sx.demand).find((one) => graphs.has(one, sx.pool, namedNode(iri)));
      return [
        found('closure/demand-beyond-pool', 'error', asked && place(self, sx.demand, asked), self, {
          message: `The task "${task.id}" asks for ${demand / baseUnits(pool.unit)} of ${entities.title(iri)}, of which there are ${pool.amount}.`,
          why: 'It could never start, wherever the plan runs.',
          help: 'Ask for less (sx:demand), or say that there is more (sx:amount of the pool).',
        }),
      ];
    }),
  );
}
