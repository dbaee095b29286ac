// Templates, settings and hooks together.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CLASS = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class> .';

function rendered({ call, folder }, template, settings) {
  const path = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const args = [path('data.nt', `<urn:x/pet_shop> ${CLASS}\n<urn:x/Animal> ${CLASS}\n`), path('t.txt', template)];
  return call('render', ...args, ...(settings === undefined ? [] : [path('s.conf', settings)]));
}

export const tests = {
  'repeats a part for each class, by name': (t) => {
    assert.equal(rendered(t, '{{#each classes}}\n{{name}};\n{{/each}}').out, '// generated\nAnimal;\npet_shop;\n');
  },
  'spells names through filters': (t) => {
    assert.equal(rendered(t, '{{#each classes}}{{name | pascal}},{{name | camel}},{{name | slug}} {{/each}}').out, '// generated\nAnimal,animal,animal PetShop,petShop,pet-shop\n');
  },
  'puts settings into the template': (t) => assert.equal(rendered(t, 'for {{language}}', 'language = rs').out, '// generated\nfor rs\n'),
  'writes the header of the settings': (t) => assert.equal(rendered(t, 'x', 'header = mine').out, '// mine\nx\n'),
  'marks a name that has no value': (t) => assert.match(rendered(t, '{{nobody}}').out, /MISSING_nobody_[0-9a-z]+/),
  'marks a filter that is not there': (t) => assert.match(rendered(t, '{{language | shout}}').out, /MISSING_shout_[0-9a-z]+/),
  'tells of a setting that it does not know, and goes on': (t) => {
    const { status, out, error } = rendered(t, 'x', 'colour = red\nwidth = 100');
    assert.deepEqual([status, out, error], [1, '// generated\nx\n', 'line 1: unknown setting "colour"\n']);
  },
  'takes trailing blanks away': (t) => assert.equal(rendered(t, 'a  \nb').out, '// generated\na\nb\n'),
};
