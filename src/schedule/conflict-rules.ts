// The conflict rules of a specification, as the detectors take them, and what people are told of each.
import type { NamedNode } from '@rdfjs/types';
import type { DetectorName, Rule, Severity } from '../conflicts/conflict.ts';
import { localName } from '../derive/names.ts';
import type { Graphs } from '../store/graphs.ts';
import { dcterms, rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';

export interface WatchingRule extends Rule {
  readonly title: string;
  /** Who answers for it, by the last word of the IRI. */
  readonly owner: string | undefined;
  /** What is to be done, by the last words of the IRIs. */
  readonly resolution: readonly string[];
}

const DETECTORS = new Map<string, DetectorName>([
  [sx.structureDetector.value, 'structure'],
  [sx.featureDetector.value, 'features'],
  [sx.memberDetector.value, 'members'],
  [sx.lineDetector.value, 'lines'],
]);

/** Those that are told from files alone; and the titles of those that ask for more: a trial merge, a command. */
export function conflictRules(graphs: Graphs): {
  readonly rules: readonly WatchingRule[];
  readonly left: readonly string[];
} {
  const rules: WatchingRule[] = [];
  const left: string[] = [];
  for (const rule of graphs.subjects(rdf.type, sx.ConflictRule)) {
    const all = (predicate: NamedNode): string[] => graphs.objects(rule, predicate).map(({ value }) => value);
    const title = graphs.object(rule, dcterms.title)?.value ?? localName(rule.value);
    const detector = DETECTORS.get(graphs.object(rule, sx.detector)?.value ?? '');
    if (detector === undefined) {
      left.push(title);
      continue;
    }
    const owner = graphs.object(rule, sx.owner)?.value;
    rules.push({
      id: rule.value,
      title,
      paths: all(sx.watchedPath),
      selectors: all(sx.watchedSelector),
      detector,
      between: all(sx.between),
      severity: severityOf(graphs.object(rule, sx.severity)?.value),
      owner: owner === undefined ? undefined : localName(owner),
      resolution: all(sx.resolution).map(localName),
    });
  }
  return { rules: rules.sort((a, b) => (a.id < b.id ? -1 : 1)), left };
}

function severityOf(iri: string | undefined): Severity {
  return iri === sx.critical.value ? 'critical' : iri === sx.major.value ? 'major' : 'minor';
}
