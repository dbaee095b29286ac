// Runs shapes over the union of the graphs. The only importer of shacl-engine, which has no types of its own. Its own part for
// SPARQL is not used: it starts an engine for every node, knows one constraint a shape, and loses the shape's other conditions.
import type { DatasetCore, NamedNode, Term } from '@rdfjs/types';
import { DataFactory } from 'rdf-data-factory';
import type { Graphs } from '../store/graphs.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { ConstraintAnswers, type FailedConstraint } from './constraint-answers.ts';
import { engineViews, ourSparql } from './engine-views.ts';
import { focusNodes } from './obligations.ts';
import { ownConditions, type Condition, type EngineContext } from './own-conditions.ts';
import { resultReader, type EngineResult, type ShapeResult } from './shape-results.ts';
import type { Shapes } from './shapes.ts';
import type { SparqlConstraint } from './sparql-constraints.ts';
import { datatypeCondition, textConditions } from './text-conditions.ts';

/** Shapes made ready once, to be asked about one dataset. */
export interface ShapeRunner {
  /** Everything that any shape has against its targets. */
  all(): Promise<readonly ShapeResult[]>;
  /** Everything that one shape, and those inside it, have against one node. */
  against(focus: Term, shape: Term): Promise<readonly ShapeResult[]>;
  /** Constraints that came to no answer so far. */
  readonly failed: readonly FailedConstraint[];
}

export async function shapeRunner(shapes: Shapes, data: Graphs): Promise<ShapeRunner> {
  const { Validator } = (await import('shacl-engine' as string)) as { Validator: EngineConstructor };
  const answers = new ConstraintAnswers(data);
  const views = engineViews(shapes.graphs, data);
  const constraintsOf = (shape: Term) => shapes.constraints.filter((one) => one.shape.equals(shape));
  const validator = new Validator(views.shapes, {
    factory: new DataFactory(),
    validations: [
      ...ownConditions(shapes.graphs),
      ...textConditions(shapes.graphs),
      [ourSparql, ({ ptr }) => constraintCheck(constraintsOf(ptr.term), answers)],
    ],
  });
  const { validations } = validator.registry;
  validations.set(datatype, datatypeCondition(shapes.graphs, validations.get(datatype)!));
  for (const top of shapes.top)
    for (const constraint of constraintsOf(top.shape))
      for (const { node } of focusNodes(top, data)) answers.want(constraint, node);
  const read = resultReader(shapes.graphs, views.pathBehind);
  // A shape inside a shape may meet a node of which nobody knew before: its answer is asked for, and the shapes are run again.
  const settled = async (run: () => Promise<EngineReport>) => {
    await answers.ask();
    for (;;) {
      const { results } = await run();
      if (!(await answers.ask())) return results.map(read);
    }
  };
  return {
    all: () => settled(() => validator.validate({ dataset: views.data })),
    against: (focus, shape) =>
      settled(() => validator.validate({ dataset: views.data, terms: [focus] }, [{ terms: [shape] }])),
    get failed() {
      return answers.failed;
    },
  };
}

const datatype = namedNode('http://www.w3.org/ns/shacl#datatype');
const sparqlComponent = namedNode('http://www.w3.org/ns/shacl#SPARQLConstraintComponent');

/** Each row about the focus node is a result; what its parts say is read from the row later. */
function constraintCheck(constraints: readonly SparqlConstraint[], answers: ConstraintAnswers) {
  const check = (context: EngineContext) => {
    for (const constraint of constraints)
      for (const row of answers.rows(constraint, context.focusNode.term) ?? [])
        context.violation(sparqlComponent, {
          args: { found: { constraint, row } },
          value: undefined,
          ...(constraint.severity && { severity: constraint.severity }),
        });
  };
  return { node: check, property: check };
}

// What of the engine is used.
interface EngineReport {
  readonly results: readonly EngineResult[];
}

type EngineConstructor = new (
  shapes: DatasetCore,
  options: {
    readonly factory: unknown;
    readonly validations: readonly (readonly [NamedNode, Condition])[];
  },
) => {
  /** What it evaluates, by the property that states the condition; shapes are made ready when they are first asked. */
  readonly registry: { readonly validations: Map<Term, Condition> };
  validate(
    data: { dataset: DatasetCore; terms?: readonly Term[] },
    shapes?: readonly { terms: readonly Term[] }[],
  ): Promise<EngineReport>;
};
