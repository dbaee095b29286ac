// ggen-hooks: steps before and after generation, each a plain function of the text so far.
//# cfg feature = "rustls"
export * from './remote.mjs';
export * from './hooks.mjs';
