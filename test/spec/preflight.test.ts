// What a run would stumble over days later is said while the specification is validated.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';

const reference = fileURLToPath(new URL('../../.specify/specs/007-optimize-build-times/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'spec-exec-preflight-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function findings(file?: string, from?: string | RegExp, to?: string): Promise<string[]> {
  cpSync(reference, folder, { recursive: true });
  if (file !== undefined) {
    const before = readFileSync(join(folder, file), 'utf8');
    const after = before.replace(from!, to!);
    expect(after).not.toBe(before);
    writeFileSync(join(folder, file), after);
  }
  const checked = await openEngine().check(folder);
  if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics));
  const { diagnostics, conforms } = checked.value.closure;
  expect(conforms).toBe(!diagnostics.some(({ severity }) => severity === 'error'));
  return diagnostics.map(({ severity, code, at }) => `${severity} ${code} ${at?.file}`);
}

describe('the reference specification', () => {
  it('has none of these findings', async () => {
    expect(await findings()).toEqual([]);
  });

  it.each([
    [
      'a criterion that says it has passed',
      'plan.ttl',
      ':check-passes\n    a sx:CommandCriterion ;',
      ':check-passes\n    sx:outcome <http://www.w3.org/ns/earl#passed> ;\n    a sx:CommandCriterion ;',
      'error closure/record-word plan.ttl',
    ],
    [
      'a question that is no SPARQL',
      'plan.ttl',
      'FILTER NOT EXISTS {\n    ?conflict',
      'FILTER NOT EXIST {\n    ?conflict',
      'error closure/ask-unusable plan.ttl',
    ],
    [
      'a schema that is no JSON',
      'plan.ttl',
      '"required": ["agent", "phase", "duration_hours"],',
      '"required": ["agent", "phase", "duration_hours"]',
      'error closure/json-malformed plan.ttl',
    ],
    [
      'a schema that cannot be compiled',
      'plan.ttl',
      '"minimum": 1, "maximum": 3',
      '"minimum": "one"',
      'error closure/schema-unusable plan.ttl',
    ],
    [
      'an example that its own schema refuses',
      'entities.ttl',
      /"metrics": 6/,
      '"metrics": "six"',
      'error closure/example-misfit entities.ttl',
    ],
    ['a unit that nobody knows', 'feature.ttl', 'unit:SEC', 'unit:SECOND', 'error closure/unknown-unit feature.ttl'],
    [
      'estimates out of order',
      'plan.ttl',
      'sx:optimistic "PT3H"',
      'sx:optimistic "PT30H"',
      'error closure/estimate-order plan.ttl',
    ],
    [
      'a comparator the wrong way round',
      'feature.ttl',
      'sx:comparator sx:atMost',
      'sx:comparator sx:atLeast',
      'warning closure/target-met-before feature.ttl',
    ],
    [
      'a demand beyond what its phase may use',
      'plan.ttl',
      'sx:pool :memory ;\n    sx:amount 1800',
      'sx:pool :memory ;\n    sx:amount 3800',
      'warning closure/demand-beyond-budget plan.ttl',
    ],
    [
      'a demand beyond all that there is',
      'entities.ttl',
      'sx:unit unit:MegaBYTE .\n\n:disk',
      'sx:unit unit:MegaBYTE ;\n    sx:amount 100 .\n\n:disk',
      'error closure/demand-beyond-pool plan.ttl',
    ],
  ])('with %s is told so', async (_, file, from, to, expected) => {
    expect(await findings(file, from, to)).toContain(expected);
  });
});
