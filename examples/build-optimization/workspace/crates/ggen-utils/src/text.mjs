// Words and names in the ways that generated code needs them.

const SEPARATOR = '-';

/** The words of a name in any of the usual spellings. */
export function words(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** `kebab-case`, for file names. */
export function slugify(name) {
  return words(name).join(SEPARATOR);
}

/** `PascalCase`, for types. */
export function pascal(name) {
  return words(name).map(capitalise).join('');
}

/** `camelCase`, for fields. */
export function camel(name) {
  const text = pascal(name);
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function capitalise(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Every line of `text` moved to the right by `columns`; empty lines stay empty. */
export function indent(text, columns) {
  return text.replace(/^(?=.)/gm, ' '.repeat(columns));
}
