// Findings as a SHACL validation report, for tools that read such reports: of every finding what the SHACL recommendation wants of
// a result (section 3.6.2), and our code, reason, way out and place beside it.
// Blank nodes stand only where SHACL wants them (a path that is no single property), so two reports of the same findings are the same text.
import type { NamedNode, Quad, Quad_Object, Term } from '@rdfjs/types';
import type { Diagnostic, ShaclResult } from '../base/diagnostic.ts';
import { unreachable } from '../base/result.ts';
import { documentIri } from '../store/project.ts';
import { rdf, sh, xsd } from '../vocabulary/borrowed.ts';
import { blankNode, literal, namedNode, quad } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { pathQuads } from './report-path.ts';
import { termOf } from './report-term.ts';

const report = namedNode('urn:spec-exec:report');

/** One report of all findings. It conforms where there are none at all: SHACL counts warnings and notes as results, too. */
export function reportQuads(diagnostics: readonly Diagnostic[]): Quad[] {
  const quads: Quad[] = [];
  const say = (subject: NamedNode, predicate: NamedNode, object: Term) =>
    quads.push(quad(subject, predicate, object as Quad_Object));
  say(report, rdf.type, sh.ValidationReport);
  say(report, sh.conforms, literal(String(diagnostics.length === 0), xsd.boolean));
  const results = diagnostics.map((_, index) => namedNode(`${report.value}/${index + 1}`));
  for (const result of results) say(report, sh.result, result);
  for (const [index, one] of diagnostics.entries()) {
    const result = results[index]!;
    say(result, rdf.type, sh.ValidationResult);
    say(result, sh.resultSeverity, severityOf(one));
    say(result, sh.resultMessage, literal(one.message));
    // SHACL wants a focus node in every result; a finding about a file has the document for one.
    say(result, sh.focusNode, namedNode(one.focus ?? documentIri(one.at?.file ?? '')));
    say(result, sh.sourceConstraintComponent, componentOf(one));
    if (one.shacl) sayShacl(one.shacl, result, `path${index + 1}`, say, quads);
    say(result, sx.code, literal(one.code));
    if (one.why !== undefined) say(result, sx.why, literal(one.why));
    if (one.help !== undefined) say(result, sx.remedy, literal(one.help));
    if (!one.at) continue;
    say(result, sx.sourceFile, literal(one.at.file));
    say(result, sx.sourceLine, literal(String(one.at.line), xsd.integer));
    say(result, sx.sourceColumn, literal(String(one.at.column), xsd.integer));
    say(result, sx.sourceEndLine, literal(String(one.at.endLine), xsd.integer));
    say(result, sx.sourceEndColumn, literal(String(one.at.endColumn), xsd.integer));
  }
  return quads;
}

/** A finding that no shape gave has a component of its own: its code, as an IRI. */
function componentOf({ code, shacl }: Diagnostic): NamedNode {
  return namedNode(shacl?.component ?? `urn:spec-exec:finding:${code}`);
}

function sayShacl(
  { shape, path, value }: ShaclResult,
  result: NamedNode,
  label: string,
  say: (subject: NamedNode, predicate: NamedNode, object: Term) => void,
  quads: Quad[],
): void {
  say(result, sh.sourceShape, shape.startsWith('_:') ? blankNode(shape.slice(2)) : namedNode(shape));
  const where = path === undefined ? undefined : pathQuads(path, label);
  if (where) {
    say(result, sh.resultPath, where.path);
    quads.push(...where.quads);
  }
  const wrong = value === undefined ? undefined : termOf(value);
  if (wrong) say(result, sh.value, wrong);
}

function severityOf({ severity }: Diagnostic): NamedNode {
  switch (severity) {
    case 'error':
      return sh.Violation;
    case 'warning':
      return sh.Warning;
    case 'info':
      return sh.Info;
    default:
      return unreachable(severity);
  }
}
