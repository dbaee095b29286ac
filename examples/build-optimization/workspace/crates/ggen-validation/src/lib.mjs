// ggen-validation: what a model lacks before code can be made of it.
import { localName } from 'ggen-domain';

/** One sentence a finding, in the order of the model. */
export function validateModel(model) {
  const findings = [];
  const known = new Set(model.classes.map((each) => each.iri));
  for (const each of model.classes) {
    if (each.label === null) findings.push(`${each.name} has no label`);
    for (const property of each.properties) findings.push(...rangeFindings(each, property, known));
  }
  for (const property of model.loose) findings.push(`${property.name} belongs to no class`);
  return findings;
}

function rangeFindings(each, property, known) {
  if (property.range === null) return [`${each.name}.${property.name} has no range`];
  const builtIn = property.range.startsWith('http://www.w3.org/2001/XMLSchema#');
  if (builtIn || known.has(property.range)) return [];
  return [`${each.name}.${property.name} points at ${localName(property.range)}, which is not declared`];
}
