// Writes the reference pages that say what other files already say: docs/commands.md from the program's own help,
// docs/vocabulary.md from ontology/*.ttl, docs/queries.md from the headers of queries/**/*.rq.
// `npm run docs` writes; with --check it only says which are not up to date (exit 1). --dist FOLDER names the compiled program.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Parser } from 'n3';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const given = process.argv.indexOf('--dist');
const dist = given < 0 ? join(root, 'dist') : resolve(process.argv[given + 1]);
const load = (file) => import(pathToFileURL(join(dist, file)).href);

const generated = (source) => `<!-- Generated from ${source} by \`npm run docs\`; do not edit. -->\n`;

// ----------------------------------------------------------------------------
// Commands
// ----------------------------------------------------------------------------

async function commandsPage() {
  const { program } = await load('cli/program.js');
  const cli = program();
  const help = (command) => {
    let text = '';
    command.configureOutput({
      writeOut: (part) => (text += part),
      getOutHelpWidth: () => 100,
      getOutHasColors: () => false,
    });
    command.outputHelp();
    return text.trimEnd().replace(/[ \t]+$/gm, '');
  };
  const sections = [];
  const walk = (command, path) => {
    for (const sub of command.commands) {
      const name = `${path} ${sub.name()}`;
      sections.push(`## ${name}\n\n\`\`\`text\n${help(sub)}\n\`\`\`\n`);
      walk(sub, name);
    }
  };
  walk(cli, cli.name());
  return `# Commands

${generated('`spec-exec --help`')}
What each command prints with \`--json\` is in [json.md](json.md); what a finding's code means in [errors.md](errors.md), and
\`spec-exec explain CODE\` prints it. Colour is used on a terminal, unless \`NO_COLOR\` is set. Nothing is read from the
network, except by \`query --source\`.

\`\`\`text
${help(cli)}
\`\`\`

${sections.join('\n')}`;
}

// ----------------------------------------------------------------------------
// Vocabulary
// ----------------------------------------------------------------------------

const SX = 'https://w3id.org/spec-exec/ns#';
const READ = 'https://w3id.org/spec-exec/reading#';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const OWL = 'http://www.w3.org/2002/07/owl#';
const EXAMPLE = 'http://www.w3.org/2004/02/skos/core#example';
const DESCRIPTION = 'http://purl.org/dc/terms/description';

/** The modules in the order in which an author meets them. */
const MODULES = ['core', 'feature', 'entities', 'plan', 'binding', 'run', 'dialect'];

function readModule(name, namespace = SX) {
  const prefixes = {};
  const quads = new Parser({ format: 'text/turtle' }).parse(
    readFileSync(join(root, 'ontology', `${name}.ttl`), 'utf8'),
    null,
    (prefix, iri) => void (prefixes[prefix] = iri.value ?? iri),
  );
  const values = (subject, predicate) =>
    quads
      .filter((quad) => quad.subject.value === subject && quad.predicate.value === predicate)
      .map((quad) => quad.object.value);
  const short = (iri) => {
    const [prefix, namespace] = Object.entries(prefixes).find(([, one]) => iri.startsWith(one)) ?? [];
    return prefix === undefined ? `<${iri}>` : `${prefix}:${iri.slice(namespace.length)}`;
  };
  const iris = [...new Set(quads.map((quad) => quad.subject.value))];
  const terms = iris
    .filter((iri) => iri.startsWith(namespace))
    .map((iri) => {
      const types = values(iri, `${RDF}type`);
      return {
        iri,
        name: short(iri),
        kind: types.includes(`${OWL}Class`)
          ? 'class'
          : types.some((type) => type.endsWith('Property'))
            ? 'property'
            : 'individual',
        types: types.map(short),
        comment: values(iri, `${RDFS}comment`)[0] ?? '',
        parents: [...values(iri, `${RDFS}subClassOf`), ...values(iri, `${RDFS}subPropertyOf`)].map(short),
        domain: values(iri, `${RDFS}domain`).map(short)[0],
        range: values(iri, `${RDFS}range`).map(short)[0],
        example: values(iri, EXAMPLE)[0],
        first: values(iri, `${SX}category`)[0] === 'starting-point',
      };
    });
  const about = values(`https://w3id.org/spec-exec/ns/${name}`, DESCRIPTION)[0] ?? '';
  return { name, about, terms, iris, short };
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function kindOf(term) {
  if (term.kind === 'class') return `class, a kind of ${term.parents.join(', ')}`;
  if (term.kind === 'individual')
    return `one of ${term.types.filter((type) => type !== 'owl:NamedIndividual').join(', ')}`;
  const ends = [term.domain && `of ${term.domain}`, term.range && `to ${term.range}`].filter(Boolean).join(' ');
  const parents = term.parents.length > 0 ? `, a kind of ${term.parents.join(', ')}` : '';
  return `property${ends ? ` ${ends}` : ''}${parents}`;
}

function table(terms, withExample) {
  const head = withExample
    ? '| term | when a statement with it is true | example |\n|---|---|---|'
    : '| term | when a statement with it is true | kind |\n|---|---|---|';
  const rows = terms.map((term) =>
    withExample
      ? `| \`${term.name}\` | ${cell(term.comment)} | ${term.example ? `\`${cell(term.example)}\`` : ''} |`
      : `| \`${term.name}\` | ${cell(term.comment)} | ${cell(kindOf(term))} |`,
  );
  return `${head}\n${rows.join('\n')}\n`;
}

function vocabularyPage() {
  const modules = MODULES.map((name) => readModule(name));
  const reading = readModule('reading', READ);
  const borrowed = readModule('borrowed');
  const foreign = borrowed.iris.filter((iri) => !iri.startsWith('https://w3id.org/spec-exec/')).map(borrowed.short);
  const byPrefix = new Map();
  for (const name of foreign) {
    const prefix = name.split(':')[0];
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), name]);
  }
  const count = modules.reduce((sum, { terms }) => sum + terms.length, 0);
  const first = modules.map(({ name, about, terms }) => [name, about, terms.filter((term) => term.first)]);
  const rest = modules.map(({ name, about, terms }) => [name, about, terms.filter((term) => !term.first)]);
  const part = (groups, level, withExample) =>
    groups
      .filter(([, , terms]) => terms.length > 0)
      .map(([name, about, terms]) => `${level} ${name}: ${about.replace(/\.$/, '')}\n\n${table(terms, withExample)}`)
      .join('\n');
  return `# Vocabulary

${generated('ontology/*.ttl')}
The words of specifications, plans, bindings and runs: ${count} terms in the namespace \`${SX}\`, prefix \`sx:\`. They are
specialisations of PROV-O (what happened), P-Plan (what is planned), EARL (how something was judged), DCTERMS, QUDT and SKOS;
what is borrowed from where is [at the end](#borrowed-terms). A term is never deleted: it is deprecated, and says what replaces it.

The tables say what a statement *means*. What a node *must have* is in \`shapes/\` (\`spec-exec validate\` says it at the line), and
rules between nodes are in \`queries/closure/\`.

# The words to learn first

${part(first, '##', true)}
# All the others

${part(rest, '##', false)}
# What a reading says

Prefix \`read:\`, namespace \`${READ}\`. Nobody writes these terms: they are what spec-exec understood of a specification in any vocabulary, and
what queries of consistency are asked about. By which English words other vocabularies are understood stands in \`ontology/lexicon.ttl\`.

${table(reading.terms, false)}
# Borrowed terms

Every foreign IRI that our files use; no foreign vocabulary is shipped or fetched.

${[...byPrefix].map(([prefix, names]) => `- **${prefix}:** ${names.map((name) => `\`${name.slice(prefix.length + 1)}\``).join(' ')}`).join('\n')}
`;
}

// ----------------------------------------------------------------------------
// Queries
// ----------------------------------------------------------------------------

const FOLDERS = {
  history: 'What happened: the questions that people ask of a run. `spec-exec query NAME`, with the short name.',
  status: 'Where a run is. The scheduler acts on `status/gate-outcome`: change the query, and the run changes.',
  derive:
    'What waits for what: each query finds one reason for order, and its edges are the graph `urn:spec-exec:derive/NAME`.',
  closure: 'What compares nodes: each row is an obligation, and `?met` says whether it holds.',
  consistency:
    'What cannot all be so, in any vocabulary: asked of the documents and of what was read of them; each row is a finding.',
  lift: 'How specifications of other vocabularies become ours, a folder for each dialect; each row is asked for, and says what was guessed. [dialects.md](dialects.md).',
};

async function queriesPage() {
  const { openCatalogue } = await load('query/catalogue.js');
  const catalogue = openCatalogue(join(root, 'queries'));
  const folders = [...new Set(catalogue.names().map((name) => name.split('/')[0]))];
  const known = [...Object.keys(FOLDERS), ...folders.filter((name) => !(name in FOLDERS))];
  const sections = known.flatMap((folder) => {
    const names = catalogue.names(`${folder}/`);
    if (names.length === 0) return [];
    const entries = names.map((name) => {
      const { question, fields } = catalogue.get(name).value;
      const rows = (fields.binds ?? '').split('\n').flatMap((line) => {
        const found = /^((?:\?\w+[\s,]*)+?)\s*(\S.*)$/.exec(line);
        return found ? [`| \`${found[1].trim()}\` | ${cell(found[2])} |`] : [];
      });
      const reads = fields.reads ? `\nReads: ${fields.reads.replaceAll('\n', ' ')}.\n` : '';
      const code = fields.code ? `\nFinding: [${fields.code}](errors.md#${fields.code.replaceAll('/', '')}).\n` : '';
      const text = question.trim();
      return `### ${name}\n\n${text[0].toUpperCase()}${text.slice(1)}\n${rows.length > 0 ? `\n| variable | what it is |\n|---|---|\n${rows.join('\n')}\n` : ''}${reads}${code}`;
    });
    return [`## ${folder}\n\n${FOLDERS[folder] ?? ''}\n\n${entries.join('\n')}`];
  });
  return `# Queries

${generated('the headers of queries/**/*.rq')}
Every question that the program asks of its graph, and every question that it answers by name. Each is one file,
\`queries/NAME.rq\`, and its header is a contract: a test holds it to the variables it projects, and answers each with a case.

\`spec-exec query NAME\` asks the newest run, \`--run RUN\` another, \`--all\` all together, \`--spec SPEC\` a specification. The default
graph is the union of all graphs: the specification as it was when the run began, the derived edges
(\`urn:spec-exec:derive/NAME\`), the run's record (\`<run>\`) and its present state (\`<run>/status\`); \`GRAPH\` tells them apart. The prefixes
\`sx: prov: p-plan: earl: dcterms: rdf: rdfs: xsd:\` and a few more need not be declared.

${sections.join('\n')}`;
}

// ----------------------------------------------------------------------------

const pages = {
  'docs/commands.md': await commandsPage(),
  'docs/vocabulary.md': vocabularyPage(),
  'docs/queries.md': await queriesPage(),
};
for (const [name, text] of Object.entries(pages)) {
  const file = join(root, name);
  const whole = `${text.trimEnd()}\n`;
  if (!process.argv.includes('--check')) writeFileSync(file, whole);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== whole) {
    console.error(`${name} is not up to date: run \`npm run docs\`.`);
    process.exitCode = 1;
  }
}
