import { describe, expect, it } from 'vitest';
import { isSlip, slipsOf } from '../../src/reading/spelling.ts';

const makefile = [
  { iri: 'urn:x:a', names: ['RiskMakfileConflict'], texts: ['Conflicting Makefile changes'] },
  { iri: 'urn:x:b', names: ['MakefileTask'], texts: ['Edit the Makefile'] },
];

describe('slips of the pen', () => {
  it('sees a letter left out, one too many and two swapped inside a word, and no inflection', () => {
    for (const [word, meant] of [
      ['makfile', 'makefile'],
      ['makeefile', 'makefile'],
      ['maekfile', 'makefile'],
      ['maintenace', 'maintenance'],
      ['comands', 'commands'],
    ] as const)
      expect([word, isSlip(word, meant)]).toEqual([word, true]);
    for (const [word, meant] of [
      ['makefile', 'makefile'],
      ['makefiles', 'makefile'],
      ['benchmarked', 'benchmarker'],
      ['configure', 'configures'],
      ['measure', 'remeasure'],
      ['affect', 'effect'],
    ] as const)
      expect([word, isSlip(word, meant)]).toEqual([word, false]);
  });

  it('finds a word that stands once where the thing itself has the right one and others have it too', () => {
    expect(slipsOf(makefile)).toEqual([{ iri: 'urn:x:a', word: 'makfile', meant: 'makefile' }]);
  });

  it('says nothing where the right word is rare, where the thing itself does not have it, or where both are words', () => {
    expect(slipsOf([{ ...makefile[0]!, texts: ['Conflicting Makefile changes'] }])).toEqual([]);
    expect(slipsOf([{ ...makefile[0]!, texts: [] }, makefile[1]!, { ...makefile[1]!, iri: 'urn:x:c' }])).toEqual([]);
    const contract = { iri: 'urn:x:d', names: ['the contact'], texts: ['contract contract contract'] };
    expect(slipsOf([contract])).toEqual([]);
  });
});
