// The yardstick of bench/validate.mjs: the least that closing a specification takes, as somebody would write it in a script with
// the bare libraries. Reads the Turtle files of a folder, runs the shipped shapes and asks one query; prints what it found.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QueryEngine } from '@comunica/query-sparql-rdfjs-lite';
import { Parser, Store } from 'n3';
import { DataFactory } from 'rdf-data-factory';
import { Validator } from 'shacl-engine';

const root = fileURLToPath(new URL('..', import.meta.url));
const QUERY = 'queries/closure/task-awaited.rq';

function read(...folders) {
  const store = new Store();
  for (const folder of folders)
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.ttl')) continue;
      const parser = new Parser({ baseIRI: `urn:bench:${name}` });
      store.addQuads(parser.parse(readFileSync(join(folder, name), 'utf8')));
    }
  return store;
}

const dataset = read(process.argv[2]);
const shapes = read(join(root, 'shapes'), join(root, 'ontology'));
const report = await new Validator(shapes, { factory: new DataFactory() }).validate({ dataset });
const answer = await new QueryEngine().queryBindings(readFileSync(join(root, QUERY), 'utf8'), { sources: [dataset] });
const rows = await answer.toArray();
process.stdout.write(`${JSON.stringify({ triples: dataset.size, conforms: report.conforms, rows: rows.length })}\n`);
