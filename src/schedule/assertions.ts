// What the engine itself found, as EARL assertions; and what several criteria come to together.
import type { NamedNode, Quad, Quad_Object, Quad_Predicate } from '@rdfjs/types';
import type { Criterion, Iri } from '../derive/plan.ts';
import { earl, prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { dateTime, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import type { Verdict } from './criteria.ts';
import type { GateOutcome } from './event.ts';
import { about } from './record.ts';
import type { Session } from './session.ts';
import { outcomeTerm } from './status-graph.ts';

/** The engine itself, as EARL's assertor. */
const SELF = namedNode('https://w3id.org/spec-exec/ns');

/** A criterion that was judged, and the IRI of its assertion. */
export interface Judged {
  readonly criterion: Criterion;
  readonly verdict: Verdict;
  readonly iri: NamedNode;
}

/** An EARL assertion of the engine's own. */
export function assertion(
  session: Session,
  iri: NamedNode,
  type: NamedNode,
  test: Iri,
  verdict: Verdict,
  ...more: readonly (readonly [Quad_Predicate, Quad_Object])[]
): Quad[] {
  const result = namedNode(`${iri.value}/result`);
  return [
    ...about(
      session.run,
      iri,
      [rdf.type, type],
      [sx.inRun, namedNode(session.run)],
      [earl.test, namedNode(test)],
      [earl.subject, namedNode(session.run)],
      [earl.assertedBy, SELF],
      [earl.mode, earl.automatic],
      [earl.result, result],
      [sx.checked, text(verdict.checked)],
      [prov.generatedAtTime, dateTime(session.clock.now())],
      ...verdict.used.map((used) => [prov.used, namedNode(used)] as const),
      ...more,
    ),
    ...about(session.run, result, [rdf.type, earl.TestResult], [earl.outcome, outcomeTerm(verdict.outcome)]),
  ];
}

/** Passed where every mandatory criterion passed and no expected one failed (design section 6). */
export function together(judged: readonly Pick<Judged, 'criterion' | 'verdict'>[]): GateOutcome {
  const at = (outcome: GateOutcome, ...kinds: readonly Criterion['obligation'][]): boolean =>
    judged.some(({ criterion, verdict }) => verdict.outcome === outcome && kinds.includes(criterion.obligation));
  if (at('failed', 'mandatory', 'expected')) return 'failed';
  if (at('cantTell', 'mandatory')) return 'cantTell';
  return at('untested', 'mandatory') ? 'untested' : 'passed';
}
