// ggen-config: the settings of a run, one `key = value` a line.
//# cfg feature = "config"
export * from './layers.mjs';
export * from './settings.mjs';
