// ggen-cli: the program. Each command is a function of its arguments, so that tests can call it without a process.
import { readFileSync } from 'node:fs';
import { readSettings } from 'ggen-config';
import { readRows } from 'ggen-core';
import { buildModel } from 'ggen-domain';
import { runHooks } from 'ggen-hooks';
import { readTriples } from 'ggen-rdf';
import { modelTable } from 'ggen-report';
import { renderTemplate } from 'ggen-templates';
import { validateModel } from 'ggen-validation';
import { camel, fingerprint, pascal, slugify } from 'ggen-utils';

const USAGE = 'usage: ggen name TEXT | decode TYPES HEX | model FILE | check FILE | render FILE TEMPLATE [SETTINGS] | bench ROUNDS\n';

/** Runs one command; the exit status: 0 done, 1 findings, 2 usage. */
export function main(args, io) {
  const [command, ...rest] = args;
  const run = { name: nameCommand, decode: decodeCommand, model: modelCommand, check: checkCommand, render: renderCommand, bench: benchCommand };
  if (!Object.hasOwn(run, command ?? '') || rest.length === 0) {
    io.error(USAGE);
    return 2;
  }
  return run[command](rest, io);
}

function nameCommand([text], io) {
  io.out(`${slugify(text)}\n${pascal(text)}\n${camel(text)}\n${fingerprint(text)}\n`);
  return 0;
}

function decodeCommand([types, hex = ''], io) {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const { rows, seal, problem } = readRows(bytes, types.split(','));
  if (problem !== null) return told([problem], io);
  io.out(`${rows.map((row) => row.join(' ')).join('\n')}\n${seal}\n`);
  return 0;
}

function modelOf(file, io) {
  const { triples, problems } = readTriples(readFileSync(file, 'utf8'));
  return told(problems, io) === 0 ? buildModel(triples) : null;
}

function modelCommand([file], io) {
  const model = modelOf(file, io);
  if (model === null) return 1;
  io.out(`${modelTable(model)}\n`);
  return 0;
}

function checkCommand([file], io) {
  const model = modelOf(file, io);
  return model === null ? 1 : told(validateModel(model), io);
}

function renderCommand([file, template, settingsFile], io) {
  const model = modelOf(file, io);
  if (model === null) return 1;
  const { settings, problems } = readSettings(settingsFile === undefined ? '' : readFileSync(settingsFile, 'utf8'));
  const text = renderTemplate(readFileSync(template, 'utf8'), { ...settings, classes: model.classes });
  const done = runHooks(['trim', 'header', 'newline'], text, settings);
  io.out(done.text);
  return told([...problems, ...done.problems], io);
}

// A workload that goes through most of the program: what "runtime performance" is measured on.
function benchCommand([rounds], io) {
  let seal = '';
  for (let round = 0; round < Number(rounds); round++) {
    const lines = [];
    for (let i = 0; i < 200; i++) {
      lines.push(`<urn:c${i}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class> .`);
    }
    const model = buildModel(readTriples(lines.join('\n')).triples);
    const text = renderTemplate('{{#each classes}}type {{name | pascal}} = "{{iri}}";\n{{/each}}', { classes: model.classes });
    const bytes = Uint8Array.from({ length: 700 }, (none, at) => (at * 37 + round) & 255);
    seal = fingerprint(`${seal}${modelTable(model)}${text}${readRows(bytes, ['u8', 'u16', 'i32']).seal}${validateModel(model).length}`);
  }
  io.out(`${seal}\n`);
  return 0;
}

function told(problems, io) {
  for (const problem of problems) io.error(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}
