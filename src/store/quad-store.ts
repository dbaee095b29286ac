// The store behind `Graphs`: rdf-stores, its indexes made of maps that are small while they are small. Three indexes of four
// terms each are mostly maps with one entry, and a real map of one entry takes four times the memory, and twice the time to make.
import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'rdf-data-factory';
import {
  RdfStore,
  RdfStoreIndexNestedMapQuoted,
  TermDictionaryNumberRecordFullTerms,
  TermDictionaryQuotedIndexed,
} from 'rdf-stores';
import { SmallMap } from './small-map.ts';

export type QuadStore = RdfStore;

type Level<V> = Map<number, V> | SmallMap<number, V>;
type Leaf = Level<boolean>;

class Index extends RdfStoreIndexNestedMapQuoted<number, boolean> {
  override set(key: [number, number, number, number], value: boolean): boolean {
    const top = this.nestedMap as unknown as Map<number, Map<number, Level<Leaf>>>;
    const [first, second, third, fourth] = key;
    let one = top.get(first);
    if (!one) top.set(first, (one = new Map()));
    let two = one.get(second);
    if (!two) one.set(second, (two = new SmallMap()));
    let leaf = two.get(third);
    if (!leaf) two.set(third, (leaf = new SmallMap()));
    if (leaf.has(fourth)) return false;
    leaf.set(fourth, value);
    return true;
  }
}

export function newStore(): QuadStore {
  return new RdfStore<number, Quad>({
    indexCombinations: RdfStore.DEFAULT_INDEX_COMBINATIONS,
    indexConstructor: (options) => new Index(options as never),
    dictionary: new TermDictionaryQuotedIndexed(new TermDictionaryNumberRecordFullTerms()),
    dataFactory: new DataFactory<Quad>(),
  });
}
