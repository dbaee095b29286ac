// ggen-utils: the package that everything depends on. It offers all it has, and all that it pulls in, from one place.
export * from './text.mjs';
export * from './hash.mjs';
export * from './collections.mjs';
//# cfg feature = "ring"
export * from './token.mjs';
