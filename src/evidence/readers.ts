// The formats that are read in full, to see whether a file is what its media type says. Each reader is
// loaded when the first such file is met.
import { tomlParser, yamlParser } from '../base/parsers.ts';
import { parseForeign } from '../store/formats.ts';
import { namedNode } from '../vocabulary/factory.ts';

/** Why a text is not in its format; `told: false` where that cannot be told without what is not at hand. */
export interface Flaw {
  readonly told: boolean;
  readonly reason: string;
}

type Reader = (text: string) => Promise<Flaw | undefined>;

/** Where relative IRIs of an artifact are taken to be. */
const BASE = 'urn:spec-exec:artifact';

const toml: Reader = async (text) => {
  const parse = await tomlParser();
  return flawOf(() => void parse(text));
};

const yaml: Reader = async (text) => {
  const { parseAllDocuments } = await yamlParser();
  // Looking for equal keys takes a time that is quadratic in their number.
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  const error = [...documents].flatMap(({ errors }) => errors)[0];
  return error && { told: true, reason: firstLine(error) };
};

/** `format` is a name that n3 knows. */
function turtleLike(format: string): Reader {
  return async (text) => {
    const { Parser } = await import('n3');
    return flawOf(() => void new Parser({ format, baseIRI: BASE }).parse(text));
  };
}

function foreign(format: string): Reader {
  return async (text) => {
    const { problem } = await parseForeign(text, { file: 'it', graph: namedNode(BASE), blankPrefix: 'b', format });
    return problem && { told: problem.code !== 'store/remote-context', reason: problem.message };
  };
}

export const READERS: Readonly<Record<string, Reader>> = {
  'text/turtle': turtleLike('text/turtle'),
  'application/trig': turtleLike('application/trig'),
  'application/n-triples': turtleLike('N-Triples'),
  'application/n-quads': turtleLike('N-Quads'),
  'application/rdf+xml': foreign('application/rdf+xml'),
  'application/ld+json': foreign('application/ld+json'),
  'text/n3': foreign('text/n3'),
  'application/toml': toml,
  'application/yaml': yaml,
  'application/x-yaml': yaml,
  'text/yaml': yaml,
};

function flawOf(read: () => void): Flaw | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return { told: true, reason: firstLine(error as Error) };
  }
}

function firstLine({ message }: Error): string {
  return message.split('\n')[0]!;
}
