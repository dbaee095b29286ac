// From triples to a model, and what it lacks.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TYPE = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const CLASS = '<http://www.w3.org/2002/07/owl#Class>';
const PROPERTY = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#Property>';

const whole = [
  `<urn:x/Book> ${TYPE} ${CLASS} .`,
  `<urn:x/Book> <${RDFS}label> "Book"@en .`,
  `<urn:x/title> ${TYPE} ${PROPERTY} .`,
  `<urn:x/title> <${RDFS}domain> <urn:x/Book> .`,
  `<urn:x/title> <${RDFS}range> <http://www.w3.org/2001/XMLSchema#string> .`,
];

function file(folder, name, lines) {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

export const tests = {
  'finds nothing wrong with a whole model': ({ call, folder }) => {
    assert.deepEqual(call('check', file(folder, 'whole.nt', whole)), { status: 0, out: '', error: '' });
  },
  'says which class has no label': ({ call, folder }) => {
    assert.equal(call('check', file(folder, 'label.nt', [whole[0]])).error, 'Book has no label\n');
  },
  'says which property has no range': ({ call, folder }) => {
    assert.equal(call('check', file(folder, 'range.nt', whole.slice(0, 4))).error, 'Book.title has no range\n');
  },
  'says which property belongs to no class': ({ call, folder }) => {
    assert.equal(call('check', file(folder, 'loose.nt', [whole[2]])).error, 'title belongs to no class\n');
  },
  'says which class is pointed at and not declared': ({ call, folder }) => {
    const lines = [...whole.slice(0, 4), `<urn:x/title> <${RDFS}range> <urn:x/Text> .`];
    assert.equal(call('check', file(folder, 'points.nt', lines)).error, 'Book.title points at Text, which is not declared\n');
  },
  'names the line that is no triple': ({ call, folder }) => {
    const { status, error } = call('check', file(folder, 'bad.nt', [...whole, 'what is this']));
    assert.deepEqual([status, error], [1, 'line 6: not a triple\n']);
  },
  'lists classes by name with aligned columns': ({ call, folder }) => {
    const lines = [`<urn:x/Zoo> ${TYPE} ${CLASS} .`, ...whole];
    const rows = call('model', file(folder, 'model.nt', lines)).out.trimEnd().split('\n');
    assert.deepEqual(rows.map((row) => row.split(/ +/).slice(0, 2)), [['class', 'properties'], ['Book', '1'], ['Zoo', '0']]);
  },
  'ignores comments and empty lines': ({ call, folder }) => {
    assert.equal(call('check', file(folder, 'comments.nt', ['# a comment', '', ...whole])).status, 0);
  },
  'checks as a program of its own, by exit status': ({ spawn, folder }) => {
    assert.equal(spawn('check', file(folder, 'own.nt', [whole[0]])).status, 1);
  },
};
