// The findings of compilation: what keeps a specification from being a plan.
import type { Quad, Term } from '@rdfjs/types';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';
import { shortestLoop } from './cycles.ts';
import { node } from './facts.ts';
import { localName } from './names.ts';
import type { Iri } from './plan.ts';
import type { Reasons } from './why.ts';

/** Where a triple stands in a document; undefined where it is not known. */
export type PlaceOf = (subject: Term, predicate: Term, object: Term) => Span | undefined;

interface Edge {
  readonly later: Iri;
  readonly earlier: Iri;
  readonly query: string;
}

export function planFinding(plans: readonly Iri[], place: PlaceOf): Diagnostic {
  const [first, second] = plans;
  if (first === undefined)
    return {
      code: 'derive/no-plan',
      severity: 'error',
      message: 'The specification has no sx:Plan.',
      why: 'Without one there is nothing to run.',
      help: 'Add to plan.ttl: <#plan> a sx:Plan ; dcterms:title "…" ; sx:feature <#feature> .',
    };
  return {
    code: 'derive/several-plans',
    severity: 'error',
    message: `The specification has ${plans.length} plans: ${plans.map(name).join(', ')}.`,
    at: second === undefined ? undefined : declared(second, sx.Plan, place),
    why: 'A run executes one plan; the tasks of several would be mixed.',
    help: 'Keep one, and move the others into folders of their own.',
    related: related([[declared(first, sx.Plan, place), `${name(first)} is declared here`]]),
    focus: second,
  };
}

// The longest name of an attempt's files that every file system takes, less what is appended to it.
const NAME_MAX = 180;

/** Tasks whose names clash as file names, also on file systems that do not tell case apart. */
export function nameFindings(
  tasks: readonly { readonly iri: Iri; readonly id: string }[],
  place: PlaceOf,
): Diagnostic[] {
  const first = new Map<string, Iri>();
  const findings: Diagnostic[] = [];
  for (const task of tasks) {
    const file = encodeURIComponent(task.id.normalize('NFC').toLowerCase());
    const before = first.get(file);
    const at = declared(task.iri, sx.Task, place);
    const why = 'Logs, evidence and branches of a task are named after it.';
    if (before !== undefined)
      findings.push({
        code: 'derive/name-clash',
        severity: 'error',
        message: `The tasks ${full(before)} and ${full(task.iri)} have the same name as files: "${task.id}".`,
        at,
        why,
        help: 'Give one of them another dcterms:identifier.',
        related: related([[declared(before, sx.Task, place), 'the first is declared here']]),
        focus: task.iri,
      });
    else if (file.length > NAME_MAX)
      findings.push({
        code: 'derive/name-clash',
        severity: 'error',
        message: `The name of the task ${full(task.iri)} is too long for a file: ${file.length} characters, at most ${NAME_MAX}.`,
        at,
        why,
        help: 'Give it a shorter dcterms:identifier.',
        focus: task.iri,
      });
    else first.set(file, task.iri);
  }
  return findings;
}

/** An edge from or to something that is no task, gate or phase: it could never be met. */
export function unknownStep(
  edge: Edge,
  unknown: Iri,
  nearName: (name: string) => string | undefined,
  place: PlaceOf,
): Diagnostic {
  const nameless = !/^[a-z][a-z0-9+.-]*:/i.test(unknown);
  const near = nameless ? undefined : nearName(localName(unknown));
  const predicates: readonly Term[] = [sx.requires, sx.unblocks, sx.input, sx.output, sx.inPhase];
  const [later, earlier] = [node(edge.later), node(edge.earlier)];
  const places = predicates.map((predicate) => place(later, predicate, earlier) ?? place(earlier, predicate, later));
  const waits =
    unknown === edge.earlier
      ? `${name(edge.later)} waits for ${name(unknown)}`
      : `${name(unknown)} waits for ${name(edge.earlier)}`;
  return {
    code: 'derive/unknown-step',
    severity: 'error',
    message: nameless
      ? `${waits} (${edge.query}), and such a node is no task, gate or phase.`
      : `${waits} (${edge.query}), but no task, gate or phase is declared under the name ${name(unknown)}.`,
    at: places.find((one) => one !== undefined),
    why: 'The plan cannot say what comes first.',
    help: nameless
      ? 'Name the task, gate or phase that was meant.'
      : near === undefined
        ? `Declare it: <${unknown}> a sx:Task … , or take the reference out.`
        : `Did you mean "${near}"?`,
    focus: unknown,
  };
}

/** The shortest loop of a component, with the triples that make it. */
export async function cycleFinding(
  names: readonly Iri[],
  dependencies: readonly (readonly number[])[],
  component: readonly number[],
  edges: readonly Edge[],
  reasons: Reasons | undefined,
  place: PlaceOf,
): Promise<Diagnostic> {
  const loop = shortestLoop(dependencies, component).map((index) => names[index]!);
  const steps: (readonly [Span | undefined, string])[] = [];
  for (const [index, later] of loop.entries()) {
    const earlier = loop[(index + 1) % loop.length]!;
    const edge = edges.find((one) => one.later === later && one.earlier === earlier)!;
    const behind = reasons ? await reasons(edge) : [];
    const at = behind
      .map((quad: Quad) => place(quad.subject, quad.predicate, quad.object))
      .find((one) => one !== undefined);
    steps.push([at, `${name(later)} waits for ${name(earlier)} (${edge.query})`]);
  }
  const round = [...loop, loop[0]!].map(name).join(' waits for ');
  const more = component.length > loop.length ? ` ${component.length - loop.length} more are in loops with them.` : '';
  return {
    code: 'derive/cycle',
    severity: 'error',
    message: loop.length === 1 ? `${name(loop[0]!)} waits for itself.${more}` : `${round}.${more}`,
    at: steps.find(([at]) => at !== undefined)?.[0],
    why: 'None of them could ever start.',
    help: 'Take out one of the statements that make the loop.',
    related: related(steps),
    focus: loop[0],
  };
}

function declared(subject: Iri, kind: Term, place: PlaceOf): Span | undefined {
  return place(node(subject), rdf.type, kind);
}

function related(steps: readonly (readonly [Span | undefined, string])[]) {
  return steps.flatMap(([at, message]) => (at === undefined ? [] : [{ at, message }]));
}

function full(iri: Iri): string {
  return iri.startsWith('_:') ? 'without a name' : `<${iri}>`;
}

function name(iri: Iri): string {
  if (iri.startsWith('_:')) return 'a node without a name';
  const start = iri.endsWith('/start') ? iri.slice(0, -'/start'.length) : undefined;
  return start === undefined ? `"${localName(iri)}"` : `the start of "${localName(start)}"`;
}
