// Conditions on text that shacl-engine gets wrong. It counts halves of characters, takes an emoji for no character of a
// string, needs ages for a long xsd:token with two spaces, and keeps a place between two looks at a pattern with the flag g.
import type { NamedNode, Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { literal, namedNode } from '../vocabulary/factory.ts';
import type { Condition, EngineContext } from './own-conditions.ts';

const shacl = (name: string) => namedNode(`http://www.w3.org/ns/shacl#${name}`);

/** By the property that states them; `sh:datatype` stands alone, below. */
export function textConditions(shapes: Graphs): (readonly [NamedNode, Condition])[] {
  const bound = (name: 'minLength' | 'maxLength', words: string, meets: (length: number, limit: number) => boolean) => {
    const make: Condition = ({ ptr }) => {
      const limit = Number(shapes.object(ptr.term, shacl(name))!.value);
      const says = `Value has ${words} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
      return each(name, says, (text) => meets(Array.from(text).length, limit));
    };
    return [shacl(name), make] as const;
  };
  return [
    bound('minLength', 'less than', (length, limit) => length >= limit),
    bound('maxLength', 'more than', (length, limit) => length <= limit),
    [shacl('pattern'), pattern(shapes)],
  ];
}

function pattern(shapes: Graphs): Condition {
  return ({ ptr }) => {
    const text = shapes.object(ptr.term, shacl('pattern'))!.value;
    const regex = new RegExp(text, `${shapes.object(ptr.term, shacl('flags'))?.value ?? ''}u`);
    return each('pattern', `Value does not match pattern "${text}"`, (value) => regex.test(value));
  };
}

/** A condition on each value as text; a blank node has none, and meets no such condition. */
function each(name: string, says: string, meets: (text: string) => boolean) {
  const component = shacl(`${name[0]!.toUpperCase()}${name.slice(1)}ConstraintComponent`);
  return {
    generic: (context: EngineContext) => {
      const { term } = context.valueOrNode;
      if (term.termType !== 'BlankNode' && meets(term.value)) return;
      context.violation(component, { message: [literal(says)], value: context.valueOrNode });
    },
  };
}

// What XML Schema allows in text: all that is no half of a character, and not its last two.
const characters = /^[^\ud800-\udfff\ufffe\uffff]*$/u;
const XSD = 'http://www.w3.org/2001/XMLSchema#';
const ofText = new Map<string, (value: string) => boolean>([
  [`${XSD}string`, () => true],
  [`${XSD}anyURI`, () => true],
  [`${XSD}normalizedString`, (value) => !/[\t\r\n]/.test(value)],
  [`${XSD}token`, (value) => !/[\t\r\n]|^ | $| {2}/.test(value)],
]);

/** `sh:datatype`: the engine's own for all datatypes but those of text. */
export function datatypeCondition(shapes: Graphs, ofEngine: Condition): Condition {
  return (shape) => {
    const wanted = shapes.object(shape.ptr.term, shacl('datatype'))!;
    const fits = ofText.get(wanted.value);
    if (!fits) return ofEngine(shape);
    const isSo = (term: Term) =>
      term.termType === 'Literal' && term.datatype.equals(wanted) && characters.test(term.value) && fits(term.value);
    return {
      generic: (context) => {
        if (isSo(context.valueOrNode.term)) return;
        const message = [literal(`Value does not have datatype <${wanted.value}>`)];
        context.violation(shacl('DatatypeConstraintComponent'), { message, value: context.valueOrNode });
      },
    };
  };
}
