// Keeps declared secrets out of what a run records and says.
import type { Quad } from '@rdfjs/types';
import { type Secrets, secretsOf } from '../base/secrets.ts';
import type { Binding } from '../derive/binding.ts';
import { literal, quad } from '../vocabulary/factory.ts';
import type { AttemptResult } from './loop.ts';
import type { Said } from './session.ts';

/** The values that the binding declares secret, as the orchestrator's environment has them. */
export function bindingSecrets(
  { agents, commands }: Binding,
  from: Readonly<Record<string, string | undefined>>,
): Secrets {
  const names = new Set([...agents, ...commands.values()].flatMap((rule) => rule.secretEnvironment));
  return secretsOf([...names].map((name) => ({ name, value: from[name] ?? '' })));
}

/** An attempt's result as it may go on record. */
export function maskedResult(secrets: Secrets, { ending, reason, quads, ...rest }: AttemptResult): AttemptResult {
  return { ...rest, ending, reason: secrets.mask(reason), quads: quads.map((one) => maskedQuad(secrets, one)) };
}

function maskedQuad(secrets: Secrets, one: Quad): Quad {
  if (one.object.termType !== 'Literal') return one;
  const value = secrets.mask(one.object.value);
  if (value === one.object.value) return one;
  return quad(one.subject, one.predicate, literal(value, one.object.language || one.object.datatype), one.graph);
}

/** What is said to people, every text of it masked. */
export function maskedSaid(secrets: Secrets, said: Said): Said {
  return masked(secrets, said) as Said;
}

function masked(secrets: Secrets, value: unknown): unknown {
  if (typeof value === 'string') return secrets.mask(value);
  if (Array.isArray(value)) return value.map((one) => masked(secrets, one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, masked(secrets, one)]));
}
