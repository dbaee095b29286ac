// ggen-templates: `{{name}}`, `{{name | filter}}`, and `{{#each list}} … {{/each}}`.
export * from './render.mjs';
//# cfg feature = "tera"
export * from './tera.mjs';
