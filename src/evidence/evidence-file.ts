// The JSON that an agent leaves as evidence, turned into a linked document: every claim and measurement with an IRI of its
// own, what has no term of its own together under `further`. schemas/evidence.context.jsonld makes triples of it.
import type { Json } from './json.ts';

type JsonObject = { readonly [key: string]: Json };

/** A measurement as the agent gives it: has a value, or says that it was blocked. */
export interface GivenMeasurement extends JsonObject {
  readonly metric: string;
  readonly kind: 'baseline' | 'actual';
}

/** Evidence that fits schemas/evidence.schema.json. */
export interface GivenEvidence extends JsonObject {
  readonly agent: string;
}

/** A measurement in its metric's own unit. `value` is absent where it was blocked. */
export interface Measured {
  readonly iri: string;
  readonly metric: string;
  readonly kind: 'baseline' | 'actual';
  readonly value: number | undefined;
  /** IRI of the unit, where one is known. */
  readonly unit: string | undefined;
  readonly method: string | undefined;
}

export interface EvidenceFrame {
  readonly iri: string;
  readonly run: string;
  readonly attempt: string;
  readonly agent: string | undefined;
  /** As xsd:dateTime. */
  readonly at: string;
  /** Where the kept copy is, relative to the run's folder. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

const CLAIMED_KEYS = new Set([
  'agent',
  'phase',
  'duration_hours',
  'changes',
  'verification',
  'noChange',
  'notes',
  'measurements',
]);
const MEASUREMENT_KEYS = new Set(['metric', 'kind', 'value', 'unit', 'status', 'method']);

/**
 * The linked document of an attempt's evidence. Evidence that does not fit is a file alone. Measurements are those that were
 * accepted: a failed attempt has none.
 */
export function linkEvidence(
  given: GivenEvidence | undefined,
  frame: EvidenceFrame,
  measurements: readonly Measured[],
): object {
  const origin = { run: frame.run, attempt: frame.attempt, agent: frame.agent, at: frame.at };
  const evidence: JsonObject = given ?? {};
  const further = furtherOf(evidence);
  return {
    iri: frame.iri,
    type: 'Evidence',
    ...origin,
    path: frame.path,
    sha256: frame.sha256,
    byteSize: String(frame.bytes),
    notes: evidence['notes'],
    further: further === undefined ? undefined : JSON.stringify(further),
    claims: claimsOf(evidence).map(({ path, name, value }) => ({
      iri: `${frame.attempt}/claim/${path.map(encodeURIComponent).join('/')}`,
      type: 'Claim',
      ...origin,
      claim: name ?? path.join('/'),
      claimed: claimedValue(value),
    })),
    measurements: measurements.map((one) => ({
      iri: one.iri,
      type: 'Measurement',
      ...origin,
      metric: one.metric,
      kind: one.kind,
      value: one.value === undefined ? undefined : decimalText(one.value),
      status: one.value === undefined ? 'blocked' : undefined,
      unit: one.unit,
      method: one.method,
    })),
  };
}

/** Why nothing had to be changed, where the agent says so. */
export function noChangeOf(evidence: GivenEvidence | undefined): string | undefined {
  const reason = entries(evidence?.['noChange']).find(([key]) => key === 'reason')?.[1];
  return typeof reason === 'string' ? reason : undefined;
}

interface GivenClaim {
  /** Unique in the evidence. */
  readonly path: readonly string[];
  /** Its name where that is not the path. */
  readonly name?: string;
  readonly value: Json;
}

/** `verification`, `phase` and the like by their own names; `changes` by a path such as `changes/Makefile.toml/tasks_added`. */
function claimsOf(evidence: JsonObject): GivenClaim[] {
  const claims: GivenClaim[] = [];
  for (const [name, value] of entries(evidence['verification'])) claims.push({ path: [name], value });
  for (const [file, change] of entries(evidence['changes'])) {
    const parts = entries(change);
    if (parts.length === 0) claims.push({ path: ['changes', file], value: change });
    for (const [name, value] of parts) claims.push({ path: ['changes', file, name], value });
  }
  for (const key of ['agent', 'phase', 'duration_hours'])
    if (evidence[key] !== undefined) claims.push({ path: ['evidence', key], name: key, value: evidence[key] });
  const reason = entries(evidence['noChange']).find(([key]) => key === 'reason');
  if (reason) claims.push({ path: ['evidence', 'noChange'], name: 'noChange', value: reason[1] });
  return claims;
}

/** Unknown top-level keys, and what measurements hold beyond their terms (samples, say), by the same names. */
function furtherOf(evidence: JsonObject): Json | undefined {
  const unknown = Object.entries(evidence).filter(([key]) => !CLAIMED_KEYS.has(key));
  const given = (evidence['measurements'] ?? []) as readonly GivenMeasurement[];
  const details = given
    .map((one) =>
      Object.entries(one).filter(([key]) => !MEASUREMENT_KEYS.has(key) || key === 'metric' || key === 'kind'),
    )
    .filter((pairs) => pairs.length > 2);
  if (details.length > 0) unknown.push(['measurements', details.map((pairs) => Object.fromEntries(pairs))]);
  return unknown.length > 0 ? Object.fromEntries(unknown) : undefined;
}

function entries(value: Json | undefined): [string, Json][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value as JsonObject)
    : [];
}

/** JSON-LD has no null, no exact decimals, and makes triples of what is nested: each is said by its datatype. JSON goes in as text, since the reader's own `@json` loses a key named `__proto__`. */
function claimedValue(value: Json): unknown {
  if (value === null || typeof value === 'object') return { '@type': 'rdf:JSON', '@value': JSON.stringify(value) };
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    return { '@type': 'xsd:decimal', '@value': decimalText(value) };
  return { '@value': value };
}

/** A finite number in decimal notation, exactly as a double prints. */
export function decimalText(value: number): string {
  const text = String(value);
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!found) return text;
  const [, sign, whole, fraction = '', exponent] = found;
  const power = Number(exponent);
  const digits = whole! + fraction;
  return power < 0
    ? `${sign}0.${'0'.repeat(-power - 1)}${digits}`
    : `${sign}${digits}${'0'.repeat(power - fraction.length)}`;
}
