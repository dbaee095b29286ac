// Renders a template over a plain object.
import { camel, indent, pascal, slugify } from 'ggen-utils';

//# table TEMPLATE_MARKS { cells: 250_000, work: 70, select: 8 }

const FILTERS = { camel, pascal, slug: slugify, indent2: (text) => indent(text, 2), upper: (text) => text.toUpperCase() };

/** The template filled in. A name that `values` does not have becomes a mark that is easy to search for. */
export function renderTemplate(template, values) {
  const loops = template.replace(/\{\{#each (\w+)\}\}\n?([\s\S]*?)\{\{\/each\}\}\n?/g, (whole, name, body) =>
    (values[name] ?? []).map((element) => renderTemplate(body, { ...values, ...element })).join(''),
  );
  return loops.replace(/\{\{\s*(\w+)(?:\s*\|\s*(\w+))?\s*\}\}/g, (whole, name, filter) => {
    if (values[name] === undefined) return missingMark(name);
    const text = String(values[name]);
    if (filter === undefined) return text;
    return FILTERS[filter] ? FILTERS[filter](text) : missingMark(filter);
  });
}

function missingMark(name) {
  return `MISSING_${name}_${(TEMPLATE_MARKS[name.length & 7] >>> 0).toString(36)}`;
}
