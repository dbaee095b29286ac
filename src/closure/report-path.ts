// A path in SPARQL's syntax with whole IRIs, as the triples that SHACL says it with (section 2.3.1).
import type { BlankNode, NamedNode, Quad } from '@rdfjs/types';
import { rdf, sh } from '../vocabulary/borrowed.ts';
import { blankNode, namedNode, quad } from '../vocabulary/factory.ts';

export interface PathQuads {
  readonly path: NamedNode | BlankNode;
  readonly quads: readonly Quad[];
}

const AFTER: Readonly<Record<string, NamedNode>> = {
  '*': sh.zeroOrMorePath,
  '+': sh.oneOrMorePath,
  '?': sh.zeroOrOnePath,
};

/** `label` starts the labels of the blank nodes. Undefined where the text is no such path. */
export function pathQuads(text: string, label: string): PathQuads | undefined {
  const quads: Quad[] = [];
  let at = 0;
  let made = 0;
  const fresh = (): BlankNode => blankNode(`${label}_${++made}`);

  try {
    const path = either();
    return at === text.length ? { path, quads } : undefined;
  } catch (error) {
    if (error instanceof NoPath) return undefined;
    throw error;
  }

  function either(): NamedNode | BlankNode {
    const members = many('|', sequence);
    if (members.length === 1) return members[0]!;
    const node = fresh();
    quads.push(quad(node, sh.alternativePath, list(members)));
    return node;
  }

  function sequence(): NamedNode | BlankNode {
    const members = many('/', step);
    return members.length === 1 ? members[0]! : list(members);
  }

  function many(separator: string, one: () => NamedNode | BlankNode): (NamedNode | BlankNode)[] {
    const members = [one()];
    while (text[at] === separator) {
      at++;
      members.push(one());
    }
    return members;
  }

  function step(): NamedNode | BlankNode {
    if (text[at] === '^') {
      at++;
      return wrap(sh.inversePath, step());
    }
    let node: NamedNode | BlankNode;
    if (text[at] === '(') {
      at++;
      node = either();
      if (text[at++] !== ')') throw new NoPath();
    } else {
      const iri = /^<([^<>\s]*)>/.exec(text.slice(at));
      if (!iri) throw new NoPath();
      at += iri[0].length;
      node = namedNode(iri[1]!);
    }
    for (let how = AFTER[text[at] ?? '']; how; how = AFTER[text[at] ?? '']) {
      at++;
      node = wrap(how, node);
    }
    return node;
  }

  function wrap(how: NamedNode, inner: NamedNode | BlankNode): BlankNode {
    const node = fresh();
    quads.push(quad(node, how, inner));
    return node;
  }

  function list(members: readonly (NamedNode | BlankNode)[]): BlankNode {
    const nodes = members.map(fresh);
    for (const [index, member] of members.entries()) {
      quads.push(quad(nodes[index]!, rdf.first, member));
      quads.push(quad(nodes[index]!, rdf.rest, nodes[index + 1] ?? rdf.nil));
    }
    return nodes[0]!;
  }
}

class NoPath extends Error {}
