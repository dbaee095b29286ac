// What is said of a specification that was lifted from another dialect: one line for people, a few keys for programs.
import type { Lifted } from '../lift/lift.ts';

/** `Lifted from ggen 007: 875 triples of ours, 365 guesses.` */
export function liftedLine({ dialect, triples, guesses }: Lifted): string {
  return `Lifted from ${dialect.title}: ${triples.length} triples of ours, ${guesses.length} guesses.`;
}

/** The key `dialect` of JSON documents. */
export function dialectOf({ dialect, triples, guesses }: Lifted) {
  return { name: dialect.name, title: dialect.title, triples: triples.length, guesses: guesses.length };
}
