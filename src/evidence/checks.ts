// What spec-exec itself found about an attempt, as a value and as an EARL assertion.
import type { NamedNode, Quad } from '@rdfjs/types';
import { earl, prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { dateTime, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';

/** `cantTell`: nothing here can tell; `untested`: it was not reached. Neither speaks against the attempt, as `failed` does. */
export type CheckOutcome = 'passed' | 'failed' | 'cantTell' | 'untested';

export interface Check {
  /** Unique in the attempt, and safe in an IRI: `artifact/baseline/schema`. */
  readonly id: string;
  /** What was checked, in words: `artifact baseline fits its schema`. */
  readonly what: string;
  readonly outcome: CheckOutcome;
  /** Why it did not pass. */
  readonly reason?: string | undefined;
  /** IRI of what it is about, where there is one. */
  readonly about?: string | undefined;
}

/** Who made the attempt that was checked, and when it was checked. */
export interface CheckFrame {
  readonly run: string;
  readonly attempt: string;
  readonly task?: string | undefined;
  /** UTC milliseconds. */
  readonly at: number;
}

/** A check assertion for each check, below the attempt's IRI. Also for checks made elsewhere, such as verification commands. */
export function checkQuads(checks: readonly Check[], frame: CheckFrame): Quad[] {
  const graph = namedNode(frame.run);
  return checks.flatMap((check) => {
    const self = namedNode(`${frame.attempt}/check/${check.id}`);
    const result = namedNode(`${self.value}/result`);
    const say = (subject: NamedNode, predicate: NamedNode, object: Quad['object']): Quad =>
      quad(subject, predicate, object, graph);
    return [
      say(self, rdf.type, sx.CheckAssertion),
      say(self, earl.subject, namedNode(frame.attempt)),
      ...(frame.task ? [say(self, sx.task, namedNode(frame.task))] : []),
      ...(check.about ? [say(self, prov.used, namedNode(check.about))] : []),
      say(self, earl.assertedBy, namedNode('https://w3id.org/spec-exec/ns')),
      say(self, earl.mode, earl.automatic),
      say(self, sx.checked, text(check.what)),
      ...(check.reason === undefined ? [] : [say(self, sx.reason, text(check.reason))]),
      say(self, earl.result, result),
      say(result, rdf.type, earl.TestResult),
      say(result, earl.outcome, earl[check.outcome]),
      say(self, prov.generatedAtTime, dateTime(frame.at)),
      say(self, sx.inRun, namedNode(frame.run)),
    ];
  });
}

/** Why something failed, from the findings about it, in one line. */
export function reasonOf(diagnostics: readonly { readonly message: string }[]): string {
  return diagnostics.map((one) => one.message).join('; ');
}
