// The W3C suite for SHACL through our validator: what it loads, refuses and reports. Core is held whole. Of SHACL-SPARQL what
// we do not do is refused before anything is asked, and this file says what and why.
import { describe, expect, it } from 'vitest';
import { compare, entries, isHere } from './suite.ts';

/** SPARQL tests that are refused although SHACL knows an answer. */
const refused = new Map([
  ['sparql/component/optional-001.ttl', 'sh:ConstraintComponent'],
  ['sparql/component/propertyValidator-select-001.ttl', 'sh:ConstraintComponent'],
  ['sparql/component/validator-001.ttl', 'sh:ConstraintComponent'],
  ['sparql/pre-binding/shapesGraph-001.ttl', '$shapesGraph'],
]);

describe.skipIf(!isHere)('the W3C suite for SHACL (skipped where it is not beside the project)', () => {
  const all = isHere ? entries('manifest.ttl') : [];
  const core = all.filter((file) => file.startsWith('core/'));
  const sparql = all.filter((file) => file.startsWith('sparql/'));

  it('has 98 tests of core and 22 of SPARQL, all of which are looked at', () => {
    expect([core.length, sparql.length]).toEqual([98, 22]);
    expect([...refused.keys()].filter((file) => !sparql.includes(file))).toEqual([]);
  });

  it.each(core)('expects our report: %s', async (file) => {
    const { expected, ours } = await compare(file);
    expect(ours).toEqual({ results: expected });
  });

  it.each(sparql.filter((file) => !refused.has(file)))('expects our report, or our refusal: %s', async (file) => {
    const { expected, ours } = await compare(file);
    if (expected === 'failure') expect(ours).toHaveProperty('refused');
    else expect(ours).toEqual({ results: expected });
  });

  it.each([...refused])('asks for what is refused aloud: %s, %s', async (file, name) => {
    const { ours } = await compare(file);
    expect(ours).toMatchObject({ refused: expect.arrayContaining([expect.stringContaining(name)]) as unknown });
  });
});
