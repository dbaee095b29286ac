// What validate gives to programs: one valid document a command, whatever was asked for and however broken it is.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { Parser } from 'n3';
import { graph, parse } from 'rdflib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { printDiagnostic } from '../../src/base/print-diagnostic.ts';
import { judgeAll, validate } from '../../src/cli/commands/validate.ts';
import { type Format, type Judged, printJudged } from '../../src/cli/verdict-formats.ts';
import { githubLines } from '../../src/closure/formats/github.ts';
import { junitXml } from '../../src/closure/formats/junit.ts';
import { sarifLog } from '../../src/closure/formats/sarif.ts';
import type { Verdict } from '../../src/closure/formats/verdict.ts';
import { openEngine } from '../../src/engine.ts';
import { captured } from './captured.ts';
import { kitchen, type Kitchen } from './kitchen.ts';

const SPECS = '.specify/specs';
let here: Kitchen;
let closed: Judged, open: Judged, unread: Judged, absent: Judged;
beforeAll(async () => {
  here = kitchen('spec-exec-formats-', `${SPECS}/closed`);
  for (const name of ['open', 'unread'])
    for (const document of ['feature', 'entities', 'plan'])
      here.write(`${SPECS}/${name}/${document}.ttl`, here.read(`${here.spec}/${document}.ttl`));
  // A value that is wrong, a thing that is missing, a loop, and a warning.
  here.change(`${SPECS}/open/plan.ttl`, 'sx:order 2', 'sx:order "second"');
  here.change(`${SPECS}/open/plan.ttl`, 'sx:assignedTo :baker ;', 'sx:requires :wipe-table ;');
  here.write(`${SPECS}/open/plan.ttl`, `${here.read(`${SPECS}/open/plan.ttl`)}\n<> sx:ignores "lnt" .\n`);
  here.change(`${SPECS}/unread/plan.ttl`, 'a sx:Phase ;', 'a sx:Phase');
  const options = { minClosure: 100 };
  const paths = ['closed', 'open', 'unread', 'absent'].map((name) => here.path(SPECS, name));
  [closed, open, unread, absent] = (await judgeAll(openEngine(), paths, options)) as [Judged, Judged, Judged, Judged];
});
afterAll(() => here.remove());

const all = () => [closed, open, unread, absent];

/** What is printed of them in one format. */
async function printed(judged: readonly Judged[], format: Format) {
  const output = captured();
  const exit = await printJudged(judged, { format, all: false }, output);
  return { exit, ...output.said };
}

const codesOf = (judged: readonly Judged[]) => judged.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));

describe('the specifications of these tests', () => {
  it('are a closed one, an open one, one with a syntax error and one that is not there', () => {
    expect([closed.diagnostics, closed.exit]).toEqual([[], 0]);
    expect([...new Set(codesOf([open]))].sort()).toEqual([
      'closure/agent-without-task',
      'closure/ignores-nothing',
      'closure/phase-without-order',
      'closure/task-without-agent',
      'derive/cycle',
    ]);
    expect([codesOf([unread]), codesOf([absent])]).toEqual([['store/syntax-error'], ['store/no-such-file']]);
    expect(all().map(({ exit }) => exit)).toEqual([0, 1, 2, 2]);
  });

  it('have a place for every finding in a file that is there', () => {
    for (const { diagnostics, root } of [open, unread])
      for (const { at, message } of diagnostics)
        expect(existsSync(join(root, at?.file ?? 'nowhere')), message).toBe(true);
  });

  it.each(['human', 'json', 'sarif', 'junit', 'github', 'turtle'] as const)(
    'come to one exit status in %s',
    async (format) => {
      expect((await printed(all(), format)).exit).toBe(2);
      expect((await printed([closed, open], format)).exit).toBe(1);
      expect((await printed([closed], format)).exit).toBe(0);
    },
  );
});

interface Sarif {
  readonly runs: {
    readonly tool: { readonly driver: { readonly rules: { id: string; help: { text: string } }[] } };
    readonly invocations: { executionSuccessful: boolean }[];
    readonly results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations?: { physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> } }[];
      relatedLocations?: unknown[];
      partialFingerprints: Record<string, string>;
    }[];
  }[];
}

describe('sarif', () => {
  const sarif = (...verdicts: Verdict[]) => sarifLog(verdicts, '1.2.3') as unknown as Sarif;

  // The schema is of JSON Schema's draft 4, of which it uses nothing that has changed but the word for its own name.
  const {
    $schema: _,
    id: __,
    ...schema
  } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<
    string,
    unknown
  >;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  (addFormats as unknown as (to: Ajv) => void)(ajv);
  const fits = ajv.compile(schema);

  it('fits the JSON Schema of SARIF 2.1.0, of several specifications as of none that can be read', async () => {
    for (const judged of [all(), [closed], [open], [unread], [absent]]) {
      const { out, err } = await printed(judged, 'sarif');
      expect([fits(JSON.parse(out)), fits.errors, err]).toEqual([true, null, '']);
    }
    expect(fits({ version: '2.1.0', runs: [{ results: [{}] }] })).toBe(false);
  });

  it('is one run with every finding, each with its rule, whose help is the page of its code', () => {
    const { runs } = sarif(...all());
    expect(runs).toHaveLength(1);
    const [{ tool, results }] = runs as [Sarif['runs'][0]];
    expect(results.map(({ ruleId }) => ruleId)).toEqual(codesOf(all()));
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
    for (const { help } of tool.driver.rules) expect(help.text.length).toBeGreaterThan(20);
  });

  it('names files from the root, by addresses that lead to them, and the marked words by their columns', () => {
    for (const { locations, ruleId } of sarif(open).runs[0]!.results) {
      const { artifactLocation, region } = locations![0]!.physicalLocation;
      expect(artifactLocation.uri).toMatch(/^\.specify\/specs\/open\//);
      const lines = readFileSync(here.path(decodeURIComponent(artifactLocation.uri)), 'utf8').split('\n');
      const line = lines[region['startLine']! - 1]!;
      if (ruleId === 'closure/phase-without-order')
        expect(line.slice(region['startColumn']! - 1, region['endColumn']! - 1)).toBe('"second"');
    }
  });

  it('says every edge of a loop as a related place, and severities by levels', () => {
    const { results } = sarif(open).runs[0]!;
    expect(results.find(({ ruleId }) => ruleId === 'derive/cycle')?.relatedLocations).toHaveLength(2);
    expect(new Set(results.map(({ level }) => level))).toEqual(new Set(['error', 'warning']));
    const note = { ...open, diagnostics: [{ code: 'a/b', severity: 'info', message: 'x' }] } as const;
    expect(sarif(note).runs[0]!.results[0]!.level).toBe('note');
    const both = {
      ...note,
      diagnostics: [...note.diagnostics, { code: 'a/b', severity: 'error', message: 'y' }],
    } as const;
    expect(sarif(both).runs[0]!.tool.driver.rules[0]).toMatchObject({ defaultConfiguration: { level: 'error' } });
  });

  it('says that nothing is to be taken as mended where something could not be read', () => {
    expect(sarif(open, unread).runs[0]!.invocations).toEqual([{ executionSuccessful: false }]);
    expect(sarif(open, closed).runs[0]!.invocations).toEqual([{ executionSuccessful: true }]);
  });

  it('knows a finding again after lines were added above it, and tells two from each other', () => {
    const moved = {
      ...open,
      diagnostics: open.diagnostics.map((one) => ({ ...one, at: { ...one.at!, line: one.at!.line + 7 } })),
    };
    const prints = (verdict: Verdict) =>
      sarif(verdict).runs[0]!.results.map(({ partialFingerprints }) => Object.values(partialFingerprints).join());
    expect(prints(moved)).toEqual(prints(open));
    expect(new Set(prints(open)).size).toBe(open.diagnostics.length);
    const twice = { ...open, diagnostics: [open.diagnostics[0]!, moved.diagnostics[0]!] };
    expect(new Set(prints(twice)).size).toBe(2);
  });
});

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What no XML document may hold. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Halves of characters as U+FFFD. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** A small reader of XML: start tags, end tags, text; throws where the text is not well formed. */
function xmlEvents(text: string): { tag?: string; attributes?: Record<string, string>; text?: string }[] {
  const events: { tag?: string; attributes?: Record<string, string>; text?: string }[] = [];
  const open: string[] = [];
  let at = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text)![0].length;
  const plain = (part: string): string => {
    if (/[<]|&(?!amp;|lt;|gt;|quot;|#\d+;)/.test(part) || part.search(FORBIDDEN) >= 0 || wellFormed(part) !== part)
      throw new Error(`not text: ${part}`);
    return part
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
  };
  while (at < text.length) {
    const tag = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/.exec(text.slice(at));
    if (tag) {
      const [whole, end, name, attributes, empty] = tag as unknown as [string, string, string, string, string];
      if (end && open.pop() !== name) throw new Error(`</${name}> ends nothing`);
      if (!end) {
        const pairs = Array.from(attributes.matchAll(/ ([a-z]+)="([^"]*)"/g), ([, key, value]) => [
          key!,
          plain(value!),
        ]);
        events.push({ tag: name, attributes: Object.fromEntries(pairs) as Record<string, string> });
        if (!empty) open.push(name);
      }
      at += whole.length;
    } else {
      const part = /^[^<]+/.exec(text.slice(at))?.[0];
      if (part === undefined) throw new Error(`not XML: ${text.slice(at, at + 40)}`);
      events.push({ text: plain(part) });
      at += part.length;
    }
  }
  if (open.length > 0) throw new Error(`${open.join()} is not ended`);
  return events;
}

/** Anything that may stand in a finding. */
const anyText = fc.string({ unit: 'binary', maxLength: 30 });
const anyFinding: fc.Arbitrary<Diagnostic> = fc.record({
  code: fc.constant('closure/shape' as const),
  severity: fc.constantFrom('error', 'warning', 'info'),
  message: anyText,
  help: anyText,
  at: fc.record({
    file: anyText.map((text) => `dir/${text.replaceAll('.', '')}x`),
    line: fc.integer({ min: 1, max: 9 }),
    column: fc.integer({ min: 1, max: 9 }),
    endLine: fc.constant(9),
    endColumn: fc.integer({ min: 1, max: 9 }),
  }),
});
const verdictOf = (diagnostics: readonly Diagnostic[]): Verdict => ({
  path: 'spec',
  root: '/nowhere',
  diagnostics,
  enough: false,
  files: [],
});

describe('junit', () => {
  const events = (text: string, tag: string) => xmlEvents(text).filter((one) => one.tag === tag);

  it('has a suite for each file and one for each specification, and fails exactly where the specification does', async () => {
    const { out } = await printed([closed, open], 'junit');
    const suites = events(out, 'testsuite').map(({ attributes }) => [attributes!['name'], attributes!['failures']]);
    expect(suites).toEqual([
      ['.specify/specs/closed/entities.ttl', '0'],
      ['.specify/specs/closed/feature.ttl', '0'],
      ['.specify/specs/closed/plan.ttl', '0'],
      [`${here.path(SPECS, 'closed')} closed`, '0'],
      ['.specify/specs/open/entities.ttl', '1'],
      ['.specify/specs/open/feature.ttl', '0'],
      ['.specify/specs/open/plan.ttl', '3'],
      [`${here.path(SPECS, 'open')} closed`, '3'],
    ]);
    const failures = events(out, 'failure').map(({ attributes }) => attributes!['type']);
    expect(failures).toContain('derive/cycle');
    expect(failures).not.toContain('closure/ignores-nothing');
  });

  it('has tests that passed for what is closed, and no failure where less than closed was asked for', () => {
    const tests = events(junitXml([closed]), 'testcase').map(({ attributes }) => attributes!['name']);
    expect(tests).toContain('nothing was found');
    expect(tests).toContain('sx:Task');
    expect(events(junitXml([{ ...open, enough: true }]), 'failure')).toEqual([]);
  });

  it('fails of a specification that cannot be read at all', async () => {
    expect(events((await printed([unread, absent], 'junit')).out, 'failure')).toHaveLength(2);
  });

  it('is well-formed XML that says the finding, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 4 }), (found) => {
        const said = events(junitXml([verdictOf(found)]), 'failure').map(({ attributes }) => attributes!['message']!);
        const readable = (text: string) => wellFormed(text).replace(FORBIDDEN, '\ufffd');
        const errors = found.filter(({ severity }) => severity === 'error').map(({ message }) => readable(message));
        expect([...said].sort(byText)).toEqual([...errors].sort(byText));
      }),
      { numRuns: 200 },
    );
  });
});

describe('github', () => {
  /** A workflow command as the runner reads it. */
  const read = (line: string): Record<string, string> => {
    const [, command, given, message] = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line)!;
    const plain = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
    const properties = given!.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return [
        pair.slice(0, at),
        plain(
          pair
            .slice(at + 1)
            .replaceAll('%3A', ':')
            .replaceAll('%2C', ','),
        ),
      ] as const;
    });
    return { command: command!, ...Object.fromEntries(properties), message: plain(message!) };
  };

  it('is a line for each finding, at its file and line', async () => {
    const { out } = await printed(all(), 'github');
    const lines = out.split('\n').filter((line) => line.startsWith('::'));
    expect(lines.map((line) => read(line)['title'])).toEqual(codesOf(all()));
    expect(read(lines.find((line) => line.includes('phase-without-order'))!)).toMatchObject({
      command: 'error',
      file: '.specify/specs/open/plan.ttl',
      line: '23',
      endLine: '23',
      col: '14',
      endColumn: '21',
    });
    expect(out).toContain(': not closed: ');
  });

  it.each(['github', 'human'] as const)('as %s holds no command that a folder is called', async (format) => {
    const { out } = await printed([{ ...open, path: 'specs/a\n::error title=a::b', diagnostics: [] }], format);
    expect(out).toContain('specs/a');
    expect(out).not.toMatch(/^\s*::/m);
  });

  it('is one line that gives back the words, whatever stands in them', () => {
    fc.assert(
      fc.property(anyFinding, (finding) => {
        const [line, ...more] = githubLines([verdictOf([finding])]);
        expect(more).toEqual([]);
        expect(line).not.toMatch(/[\r\n]/);
        const said = [finding.message, finding.help].filter((text) => text !== '').join('\n');
        expect(read(line!.replace(/[\u2028\u2029]/g, ' '))['message']).toBe(said.replace(/[\u2028\u2029]/g, ' '));
      }),
      { numRuns: 200 },
    );
  });
});

describe('turtle', () => {
  const SH = 'http://www.w3.org/ns/shacl#';

  it('is one SHACL validation report, and a second implementation of RDF reads the same triples', async () => {
    const { out } = await printed(all(), 'turtle');
    const store = graph();
    parse(out, store, 'urn:x', 'text/turtle');
    expect(store.length).toBe(new Parser().parse(out).length);
    const report = store.each(null, store.sym(`${SH}conforms`), null);
    expect(report).toHaveLength(1);
    const results = store.each(report[0] as never, store.sym(`${SH}result`), null);
    expect(results).toHaveLength(codesOf(all()).length);
    for (const result of results)
      for (const [name, most] of [
        ['focusNode', 1],
        ['resultSeverity', 1],
        ['sourceConstraintComponent', 1],
        ['resultPath', 0],
        ['value', 0],
        ['sourceShape', 0],
      ] as const) {
        const values = store.each(result as never, store.sym(SH + name), null);
        expect([name, values.length <= 1, values.length >= most]).toEqual([name, true, true]);
      }
  });

  it('says of a shape’s finding which shape, path, value and kind of condition', async () => {
    const quads = new Parser().parse((await printed([open], 'turtle')).out);
    const wrong = quads.find(({ object }) => object.value === 'closure/phase-without-order')!.subject;
    const of = (name: string) =>
      quads.find((one) => one.subject.equals(wrong) && one.predicate.value === SH + name)?.object.value;
    expect([of('resultPath'), of('value'), of('sourceShape'), of('sourceConstraintComponent')]).toEqual([
      'https://w3id.org/spec-exec/ns#order',
      'second',
      'https://w3id.org/spec-exec/ns#PhaseShape-order',
      `${SH}DatatypeConstraintComponent`,
    ]);
  });

  it('conforms exactly where nothing was found', async () => {
    expect((await printed([closed], 'turtle')).out).toContain('sh:conforms true');
    expect((await printed([closed, unread], 'turtle')).out).toContain('sh:conforms false');
  });
});

describe('json', () => {
  it('is one document: of one specification an object, of several an array', async () => {
    expect(JSON.parse((await printed([open], 'json')).out)).toMatchObject({
      conforms: false,
      closure: { met: expect.any(Number) as number },
    });
    const several = JSON.parse((await printed(all(), 'json')).out) as { conforms: boolean }[];
    expect(several.map(({ conforms }) => conforms)).toEqual([true, false, false, false]);
  });
});

describe('for people', () => {
  it('no line of prose is longer than the terminal, and no line of a file is wrapped', async () => {
    for (const columns of [60, 80, 100]) {
      const output = captured(columns);
      await printJudged([open, unread], { format: 'human', all: false }, output);
      const lines = `${output.said.out}${output.said.err}`
        .split('\n')
        .filter((line) => !/^ +\S*\.ttl:|closed: /.test(line));
      expect(lines.filter((line) => line.length > columns && line.includes(' '))).toEqual([]);
    }
  });

  it('a message is said once', () => {
    for (const finding of [...open.diagnostics, ...unread.diagnostics]) {
      const text = printDiagnostic(finding, { width: 500 });
      expect(text.split(finding.message)).toHaveLength(2);
    }
  });
});

describe('--ignore', () => {
  const ignoring = async (name: string, ...ignore: string[]) => {
    const output = captured();
    const exit = await validate([here.path(SPECS, name)], { minClosure: 100, format: 'json', ignore }, output);
    const { diagnostics } = JSON.parse(output.said.out) as { diagnostics: Diagnostic[] };
    return { exit, diagnostics };
  };

  it('leaves out a warning, and keeps the exit status', async () => {
    const { exit, diagnostics } = await ignoring('open', 'closure/ignores-nothing');
    expect(exit).toBe(1);
    expect(diagnostics.map(({ code }) => code)).toEqual(
      codesOf([open]).filter((code) => code !== 'closure/ignores-nothing'),
    );
  });

  it('of an error is a mistake of the command line, and leaves nothing out', async () => {
    const { exit, diagnostics } = await ignoring('open', 'derive/cycle');
    expect(exit).toBe(2);
    expect(diagnostics.map(({ code }) => code)).toEqual([...codesOf([open]), 'cli/usage']);
  });

  it('of a code that there is not is a mistake of the command line, told before anything is read', async () => {
    expect(await ignoring('absent', 'derive/cicle')).toMatchObject({
      exit: 2,
      diagnostics: [{ code: 'cli/usage', help: 'Did you mean "derive/cycle"?' }],
    });
  });
});
