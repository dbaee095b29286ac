// ggen-core: numbers in binary tables.
export * from './decode.mjs';
export * from './registry.mjs';
