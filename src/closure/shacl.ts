// Runs shapes over the union of the graphs. The only importer of shacl-engine, which has no types of its own.
import type { DatasetCore, Term } from '@rdfjs/types';
import { DataFactory } from 'rdf-data-factory';
import type { Graphs } from '../store/graphs.ts';
import { sh } from '../vocabulary/borrowed.ts';
import { pathText } from './paths.ts';

/** What one shape has against one node. */
export interface ShapeResult {
  readonly focus: Term;
  /** The shape whose condition is not met; nested shapes report under their own name. */
  readonly shape: Term;
  /** IRI of the constraint component, such as sh:MinCountConstraintComponent. */
  readonly component: string;
  /** The wrong value, where one value is wrong. */
  readonly value?: Term;
  /** The first step of the shape's path, where it is one property; `inverse` where it is walked backwards. */
  readonly path?: { readonly predicates: readonly Term[]; readonly inverse: boolean };
  /** The whole path in SPARQL's syntax, where there is one. */
  readonly fullPath?: string;
  /** sh:resultMessage, where the shape gives one. */
  readonly message?: string;
}

interface EngineResult {
  readonly focusNode: { readonly term?: Term };
  readonly shape: { readonly ptr: { readonly term: Term } };
  readonly constraintComponent: Term;
  readonly value?: { readonly term?: Term };
  readonly path?: readonly { readonly start: string; readonly predicates: readonly Term[] }[];
  readonly message: readonly (Term & { readonly language?: string })[];
}

interface EngineValidator {
  validate(
    data: { dataset: DatasetCore; terms?: readonly Term[] },
    shapes?: readonly { terms: readonly Term[] }[],
  ): Promise<{
    readonly results: readonly EngineResult[];
  }>;
}

/** Shapes made ready once, to be asked about one dataset. */
export interface ShapeRunner {
  /** Everything that any shape has against its targets. */
  all(): Promise<readonly ShapeResult[]>;
  /** Whether one node meets one shape. */
  meets(focus: Term, shape: Term): Promise<boolean>;
}

export async function shapeRunner(shapes: Graphs, data: Graphs): Promise<ShapeRunner> {
  const { Validator } = (await import('shacl-engine' as string)) as {
    Validator: new (shapes: DatasetCore, options: { factory: unknown }) => EngineValidator;
  };
  const validator = new Validator(unionOf(shapes), { factory: new DataFactory() });
  const dataset = unionOf(data);
  const paths = new Map<string, string | undefined>();
  const pathOf = (shape: Term): string | undefined => {
    const key = `${shape.termType} ${shape.value}`;
    if (!paths.has(key)) {
      const path = shapes.object(shape, sh.path);
      paths.set(key, path && pathText(shapes, path));
    }
    return paths.get(key);
  };
  return {
    async all() {
      const { results } = await validator.validate({ dataset });
      return results.map((result) => plainResult(result, pathOf(result.shape.ptr.term)));
    },
    async meets(focus, shape) {
      const { results } = await validator.validate({ dataset, terms: [focus] }, [{ terms: [shape] }]);
      return results.length === 0;
    },
  };
}

function plainResult(result: EngineResult, fullPath: string | undefined): ShapeResult {
  const step = result.path?.[0];
  const value = result.value?.term;
  const message = (result.message.find(({ language }) => language?.startsWith('en')) ?? result.message[0])?.value;
  return {
    focus: result.focusNode.term!,
    shape: result.shape.ptr.term,
    component: result.constraintComponent.value,
    ...(value && { value }),
    ...(step && { path: { predicates: step.predicates, inverse: step.start === 'object' } }),
    ...(fullPath !== undefined && { fullPath }),
    ...(message !== undefined && { message }),
  };
}

/** Each triple once, whichever documents say it: the part of a dataset that the engine uses. */
function unionOf(data: Graphs): DatasetCore {
  const size = data.size;
  const match = (subject?: Term | null, predicate?: Term | null, object?: Term | null) =>
    data.match(subject, predicate, object);
  return { size, match } as unknown as DatasetCore;
}
