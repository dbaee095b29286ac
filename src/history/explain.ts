// Why a task or gate is where it is: each thing it waits for, or that let it go on, with the query and the triples behind it.
import type { Quad, Quad_Subject, Term } from '@rdfjs/types';
import type { Span } from '../base/diagnostic.ts';
import type { Plan } from '../derive/plan.ts';
import { nodeName } from '../derive/graph-text.ts';
import { localName } from '../derive/names.ts';
import { reasonsIn } from '../derive/why.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import { earl, prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';

export interface BehindTriple {
  readonly triple: Quad;
  /** Its line in the specification, where that is still as it was. */
  readonly at: Span | undefined;
}

export interface Reason {
  /** IRI and name of what is waited for. */
  readonly iri: string;
  readonly name: string;
  readonly state: string;
  readonly met: boolean;
  /** When it was met, as xsd:dateTime, and by which event of the run; left out where it is not, or nothing was run. */
  readonly since?: string | undefined;
  readonly event?: number | undefined;
  /** The queries that found this edge, each with the triples that it found it by. */
  readonly queries: readonly { readonly query: string; readonly triples: readonly BehindTriple[] }[];
}

export interface ExplainedCriterion {
  readonly criterion: string;
  readonly outcome: string;
  readonly checked: string;
  readonly obligation: string;
  /** IRIs of what decided. */
  readonly used: readonly string[];
  readonly at: Span | undefined;
}

export interface ExplainedAttempt {
  readonly attempt: string;
  readonly started: string | undefined;
  readonly ended: string | undefined;
  readonly ending: string | undefined;
  readonly reason: string | undefined;
  /** Why nothing had to be changed, as it says itself. */
  readonly noChange: string | undefined;
  readonly log: string | undefined;
}

export interface Explanation {
  readonly iri: string;
  readonly name: string;
  readonly kind: 'task' | 'gate' | 'phase';
  /** `not run` where only a specification is looked at. */
  readonly state: string;
  readonly at: Span | undefined;
  readonly reasons: readonly Reason[];
  readonly criteria: readonly ExplainedCriterion[];
  readonly attempts: readonly ExplainedAttempt[];
  /** What waits for it. */
  readonly holdsBack: readonly string[];
}

export interface ExplainInput {
  readonly graphs: Graphs;
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly place: (subject: Term, predicate: Term, object: Term) => Span | undefined;
  readonly declared: (subject: Term) => Span | undefined;
}

/** Index of the node that a person means: its IRI, or its short name. Undefined where there is none. */
export function nodeMeant(plan: Plan, name: string): number | undefined {
  const exact = plan.indexOf.get(name);
  if (exact !== undefined) return exact;
  const bare = name.includes(':') ? localName(name.replace(/^[\w-]*:/, '#')) : name;
  const found = plan.nodes.findIndex(
    (node, index) =>
      node.kind !== 'phase-start' &&
      (nodeName(plan, index) === bare || (node.kind === 'phase' && plan.phases[node.of]!.id === bare)),
  );
  return found < 0 ? undefined : found;
}

export async function explainNode(input: ExplainInput, node: number): Promise<Explanation> {
  const { graphs, plan } = input;
  const { iri, kind, of } = plan.nodes[node]!;
  // A phase has two nodes; for a person it is one thing, which waits for what lets it begin and for what completes it.
  const start = kind === 'phase' ? plan.phases[of]!.start : undefined;
  const reasons = start === undefined ? [] : await reasonsOf(input, start);
  reasons.push(
    ...(await reasonsOf(input, node)).filter((one) => start === undefined || one.iri !== plan.nodes[start]!.iri),
  );
  const begun = start !== undefined && stateOf(graphs, plan.nodes[start]!.iri) === 'complete';
  const state = stateOf(graphs, iri);
  const gate = kind === 'gate' ? plan.gates[plan.nodes[node]!.of]! : undefined;
  return {
    iri,
    name: nodeName(plan, node),
    kind: kind === 'phase-start' ? 'phase' : kind,
    state: begun && state === 'waiting' ? 'begun' : state,
    at: input.declared(namedNode(iri)),
    reasons,
    criteria: (gate?.criteria ?? []).map((criterion) => ({
      criterion: criterion.title,
      obligation: criterion.obligation,
      at: input.declared(namedNode(criterion.iri)),
      ...newestAssertion(graphs, iri, criterion.iri),
    })),
    attempts: kind === 'task' ? attemptsOf(graphs, iri) : [],
    holdsBack: plan.dependents[node]!.map((dependent) => nodeName(plan, dependent)),
  };
}

async function reasonsOf({ graphs, plan, catalogue, place }: ExplainInput, node: number): Promise<Reason[]> {
  const later = plan.nodes[node]!.iri;
  const reasons: Reason[] = [];
  const behind = reasonsIn(graphs, catalogue);
  for (const dependency of plan.dependencies[node]!) {
    const earlier = plan.nodes[dependency]!;
    const names = plan.edges
      .filter((edge) => edge.later === node && edge.earlier === dependency)
      .map((edge) => edge.query);
    const queries = [];
    for (const query of [...new Set(names)]) {
      const triples = await behind({ later, earlier: earlier.iri, query });
      // What is said of the node itself comes first.
      const rank = ({ subject }: Quad): number => (subject.value === later ? 0 : 1);
      queries.push({
        query,
        triples: triples
          .toSorted((a, b) => rank(a) - rank(b))
          .map((triple) => ({ triple, at: place(triple.subject, triple.predicate, triple.object) })),
      });
    }
    const state = stateOf(graphs, earlier.iri);
    const met = MET.has(state);
    const name = nodeName(plan, dependency);
    reasons.push({ iri: earlier.iri, name, state, met, ...(met ? metBy(graphs, earlier.iri) : {}), queries });
  }
  return reasons;
}

/** The newest event that met a task, gate or phase. */
function metBy(graphs: Graphs, iri: string): Pick<Reason, 'since' | 'event'> {
  const self = namedNode(iri);
  const is = (event: Quad['subject'], type: Term, predicate: Term, value: Term): boolean =>
    graphs.has(event, rdf.type, type) && graphs.has(event, predicate, value);
  const events = [
    ...graphs.subjects(sx.task, self).filter((one) => is(one, sx.AttemptEnded, sx.ending, sx.succeeded)),
    ...graphs.subjects(sx.gate, self).filter((one) => is(one, sx.GateDecided, earl.outcome, earl.passed)),
    ...graphs.subjects(sx.phase, self).filter((one) => graphs.has(one, rdf.type, sx.PhaseCompleted)),
  ];
  const numberOf = (one: Quad['subject']): number => Number(graphs.object(one, sx.eventNumber)?.value ?? 0);
  const newest = events.sort((a, b) => numberOf(b) - numberOf(a))[0];
  return newest ? { since: graphs.object(newest, prov.atTime)?.value, event: numberOf(newest) } : {};
}

const MET: ReadonlySet<string> = new Set(['succeeded', 'skipped', 'passed', 'complete']);

function stateOf(graphs: Graphs, iri: string): string {
  const found = graphs.object(namedNode(iri), sx.state) ?? graphs.object(namedNode(iri), sx.outcome);
  return found === undefined ? 'not run' : localName(found.value);
}

function newestAssertion(
  graphs: Graphs,
  gate: string,
  criterion: string,
): { outcome: string; checked: string; used: string[] } {
  let newest: { at: string; iri: string; subject: Term } | undefined;
  for (const subject of graphs.subjects(earl.test, namedNode(criterion))) {
    if (!graphs.has(subject, rdf.type, sx.CriterionAssertion) || !graphs.has(subject, sx.gate, namedNode(gate)))
      continue;
    const at = graphs.object(subject, prov.generatedAtTime)?.value ?? '';
    if (!newest || at > newest.at || (at === newest.at && subject.value > newest.iri))
      newest = { at, iri: subject.value, subject };
  }
  if (!newest) return { outcome: 'untested', checked: 'not judged yet', used: [] };
  const result = graphs.object(newest.subject, earl.result);
  return {
    outcome: localName((result && graphs.object(result, earl.outcome)?.value) ?? 'untested'),
    checked: graphs.object(newest.subject, sx.checked)?.value ?? '',
    used: graphs.objects(newest.subject, prov.used).map((term) => term.value),
  };
}

function noChangeOf(graphs: Graphs, attempt: Quad_Subject): string | undefined {
  const claim = graphs
    .subjects(prov.wasGeneratedBy, attempt)
    .find((one) => graphs.has(one, sx.claimName, text('noChange')));
  return claim && graphs.object(claim, sx.claimValue)?.value;
}

function attemptsOf(graphs: Graphs, task: string): ExplainedAttempt[] {
  return graphs
    .subjects(sx.task, namedNode(task))
    .filter((subject) => graphs.has(subject, rdf.type, sx.Attempt))
    .map((subject) => {
      const value = (predicate: Term): string | undefined => graphs.object(subject, predicate)?.value;
      const ending = value(sx.ending);
      return {
        attempt: subject.value,
        started: value(prov.startedAtTime),
        ended: value(prov.endedAtTime),
        ending: ending === undefined ? undefined : localName(ending),
        reason: value(sx.reason),
        noChange: noChangeOf(graphs, subject),
        log: value(sx.log),
      };
    })
    .sort((a, b) => ((a.started ?? '') < (b.started ?? '') ? -1 : 1));
}
