import { describe, expect, it } from 'vitest';
import { changesBetween } from '../../src/schedule/changes.ts';
import { skolemise } from '../../src/store/skolem.ts';
import { localName } from '../../src/derive/names.ts';
import { quadsOf } from '../derive/small.ts';

function changed(former: string, revised: string): string[] {
  return changesBetween(quadsOf(former).map(skolemise), quadsOf(revised).map(skolemise)).map(
    ({ kind, triple: { subject, predicate, object } }) =>
      `${kind} ${localName(subject.value)} ${localName(predicate.value)} ${localName(object.value)}`,
  );
}

describe('what was changed in a specification', () => {
  it('is each triple that only one of the two states has', () => {
    expect(changed(':a sx:prompt "x" ; sx:requires :b .', ':a sx:prompt "y" ; sx:requires :b .')).toEqual([
      'removed a prompt x',
      'added a prompt y',
    ]);
  });

  it('is nothing where triples stand in another order, document or notation', () => {
    expect(
      changed(':a sx:prompt "x" . :b a sx:Task .', '# said anew\n:other { :b a sx:Task . :a sx:prompt """x""" }'),
    ).toEqual([]);
  });

  it('is the datatype or language of a value, too', () => {
    expect(changed(':m sx:target 15 .', ':m sx:target 15.0 .')).toHaveLength(2);
  });

  it('is nothing where only the labels of nodes without a name are others', () => {
    const demand = ':a sx:demand [ sx:pool :cpu ; sx:amount 2 ] .';
    expect(changed(demand, `:z sx:demand [ sx:pool :disk ] . ${demand}`)).toEqual([
      expect.stringMatching(/^added z demand /),
      expect.stringMatching(/^added \S+ pool disk$/),
    ]);
    expect(changed(':r sx:rollbackSteps ( :x :y ) .', ':r sx:rollbackSteps ( :y :x ) .')).not.toEqual([]);
  });

  it('ends where nodes without a name lead back to themselves', () => {
    const ring = '_:one :to _:two . _:two :to _:one .';
    expect(changed(ring, ring)).toEqual([]);
  });
});
