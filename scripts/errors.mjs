// Writes the parts of docs/errors.md that are about shapes and queries, from what they say of themselves.
// `node scripts/errors.mjs` writes; with --check it only says whether the file is up to date (exit 1 where not).
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from 'n3';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'docs/errors.md');
const begin = '<!-- generated from shapes/ and queries/closure/ by scripts/errors.mjs -->';
const beginConsistency = '<!-- generated from queries/consistency/ by scripts/errors.mjs -->';
const beginLifting = '<!-- generated from queries/lift/ by scripts/errors.mjs -->';
const end = '<!-- end of the generated part -->';
const sx = 'https://w3id.org/spec-exec/ns#';
const sh = 'http://www.w3.org/ns/shacl#';

/** Code → what is said under it, each once: two shapes may share a code. */
const codes = new Map();
function say(code, { message, why, remedy }) {
  const known = codes.get(code) ?? { messages: new Set(), whys: new Set(), remedies: new Set() };
  for (const [set, text] of [
    [known.messages, message],
    [known.whys, why],
    [known.remedies, remedy],
  ])
    if (text) set.add(text);
  codes.set(code, known);
}

for (const name of readdirSync(join(root, 'shapes'))
  .filter((file) => file.endsWith('.ttl'))
  .sort()) {
  const said = new Map();
  for (const { subject, predicate, object } of new Parser({ format: 'text/turtle' }).parse(
    readFileSync(join(root, 'shapes', name), 'utf8'),
  )) {
    const key = predicate.value.startsWith(sx)
      ? predicate.value.slice(sx.length)
      : predicate.value === `${sh}message`
        ? 'message'
        : undefined;
    if (key) said.set(subject.value, { ...said.get(subject.value), [key]: object.value });
  }
  for (const one of said.values()) if (one.code) say(one.code, one);
}
/** The headers of a folder's queries: the fields, and the sentences between the question and the first field. */
function headersOf(folder) {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.rq'))
    .sort()
    .map((file) => {
      const header = readFileSync(join(root, folder, file), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('# '));
      const fields = { remarks: '' };
      let field = 'remarks';
      for (const [index, line] of header.entries()) {
        const named = /^# ([a-z]+):\s+(.*)$/.exec(line);
        if (named) fields[(field = named[1])] = named[2];
        else if (index > 0) fields[field] = `${fields[field]} ${line.slice(1).trim()}`.trim();
      }
      return {
        ...fields,
        message: fields.message?.replace(/\{\?\w+\}/g, '…'),
        remedy: fields.remedy?.replace(/\{\?\w+\}/g, '…'),
      };
    });
}

for (const fields of headersOf('queries/closure')) if (fields.code) say(fields.code, fields);

const sections = [...codes]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([code, { messages, whys, remedies }]) => {
    const ways = [...remedies].map((remedy) => {
      const [, where, what] = /^(On [^:]+): (.*)$/s.exec(remedy) ?? [undefined, 'Write', remedy];
      return `${where}:\n\n\`\`\`turtle\n${what}\n\`\`\`\n`;
    });
    return `### ${code}\n\n${[...messages].join(' ')}\n${[...whys].join(' ')}\n${ways.length ? `\n${ways.join('\n')}` : ''}`;
  });
const severities = { error: 'An error', warning: 'A warning', info: 'A note' };
const ofConsistency = headersOf('queries/consistency').map(
  ({ code, severity = 'error', message, remarks, why, remedy }) =>
    [`### ${code}\n`, `${severities[severity]}: ${message}\n${why}`, remarks, `\n${remedy}\n`]
      .filter((line) => line !== '')
      .join('\n'),
);

/** A code of guesses may be given by several queries. */
const guesses = new Map();
for (const dialect of readdirSync(join(root, 'queries/lift')).sort())
  for (const fields of headersOf(`queries/lift/${dialect}`))
    if (fields.code) guesses.set(fields.code, [...(guesses.get(fields.code) ?? []), fields]);
const ofLifting = [...guesses]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([code, all]) => {
    const each = (field) => [...new Set(all.map((one) => one[field]))];
    const says = each('message').map((message) => `- ${message}`);
    return `### ${code}\n\n${severities[all[0].severity ?? 'info']} that says what was taken to be meant, in lifting:\n\n${says.join('\n')}\n\n${each('why').join('\n')}\n\n${each('remedy').join('\n')}\n`;
  });

function between(page, first, last, inner) {
  const from = page.indexOf(first);
  const to = page.indexOf(last, from);
  if (from < 0 || to < 0) throw new Error(`docs/errors.md has lost the line ${first}`);
  return `${page.slice(0, from)}${first}\n\n${inner}\n${page.slice(to)}`;
}

const before = readFileSync(target, 'utf8');
const parts = [
  [begin, sections],
  [beginConsistency, ofConsistency],
  [beginLifting, ofLifting],
];
const text = parts.reduce((page, [first, texts]) => between(page, first, end, texts.join('\n')), before);
if (process.argv.includes('--check')) {
  if (text !== before) {
    console.error('docs/errors.md is not up to date: run node scripts/errors.mjs');
    process.exit(1);
  }
} else writeFileSync(target, text);
