// Findings as a SHACL validation report, for tools that read such reports; our places and texts stand beside
// the terms of SHACL. Holds no blank nodes, so two reports of the same findings are the same text.
import type { NamedNode, Quad, Term } from '@rdfjs/types';
import type { Diagnostic } from '../base/diagnostic.ts';
import { unreachable } from '../base/result.ts';
import { documentIri } from '../store/project.ts';
import { rdf, sh, xsd } from '../vocabulary/borrowed.ts';
import { literal, namedNode, quad } from '../vocabulary/factory.ts';
import { SX, sx } from '../vocabulary/terms.ts';

const report = namedNode('urn:spec-exec:report');

export function reportQuads(conforms: boolean, diagnostics: readonly Diagnostic[]): Quad[] {
  const quads: Quad[] = [];
  const say = (subject: NamedNode, predicate: NamedNode, object: Term) =>
    quads.push(quad(subject, predicate, object as never));
  say(report, rdf.type, sh.ValidationReport);
  say(report, sh.conforms, literal(String(conforms), xsd.boolean));
  for (const [index, one] of diagnostics.entries()) {
    const result = namedNode(`${report.value}/${index + 1}`);
    say(report, sh.result, result);
    say(result, rdf.type, sh.ValidationResult);
    say(result, sh.resultSeverity, severityOf(one));
    say(result, sh.resultMessage, literal(one.message));
    // SHACL wants a focus node in every result; a finding about a file has the file's own place for one.
    say(result, sh.focusNode, namedNode(one.focus ?? documentIri(one.at?.file ?? '')));
    say(result, sh.sourceConstraintComponent, namedNode(`${SX}${one.code.replace('/', '-')}`));
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
