// ggen-rdf: reads N-Triples, as far as a model of classes needs them.

//# table RDF_BUCKETS { cells: 250_000, work: 70, select: 16 }

const STATEMENT = /^\s*<([^>]*)>\s+<([^>]*)>\s+(?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@[A-Za-z-]+|\^\^<[^>]*>)?)\s*\.\s*$/;

/** The triples in `text` and the lines that are none. */
export function readTriples(text) {
  const triples = [];
  const problems = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const found = STATEMENT.exec(line);
    if (!found) problems.push(`line ${index + 1}: not a triple`);
    else triples.push({ subject: found[1], predicate: found[2], object: found[3] ?? unescapeText(found[4]), iri: found[3] !== undefined });
  }
  return { triples, problems };
}

function unescapeText(text) {
  return text.replace(/\\(.)/g, (whole, letter) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter));
}

/** An index of triples by subject, in sixteen buckets. */
export function indexTriples(triples) {
  const buckets = Array.from({ length: 16 }, () => []);
  for (const triple of triples) buckets[bucketOf(triple.subject)].push(triple);
  return { about: (subject) => buckets[bucketOf(subject)].filter((t) => t.subject === subject) };
}

function bucketOf(iri) {
  let state = iri.length;
  for (let i = 0; i < iri.length; i++) state = Math.imul(state ^ iri.charCodeAt(i), RDF_BUCKETS[i & 15] | 1) >>> 0;
  return state >>> 28;
}
