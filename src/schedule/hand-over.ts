// A value that a person hands over, outside of any task: what follows from it for a run as it is now.
import { unusable } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Entities, HandOffInfo } from '../derive/entities.ts';
import { keepHandOff } from '../evidence/handoff.ts';
import { checkJson } from '../evidence/schema.ts';
import { prov, rdf, rdfs } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { dateTime, integer, json, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import type { HandOffMessage, Message } from './message.ts';
import { fileName } from './names.ts';
import { about } from './record.ts';
import type { Follows, Listening } from './take.ts';

/** Holds a value against its key's JSON Schema, which takes a while the first time: done before a message's turn comes. */
export async function fitsSchema(message: Message, entities: Entities): Promise<Result<Message>> {
  if (message.kind !== 'hand-off') return ok(message);
  const schema = handOffOf(entities, message.key)?.jsonSchema;
  if (schema === undefined) return ok(message);
  const fits = await checkJson(schema, message.value, `the value of "${message.key}"`);
  return fits.ok ? ok(message) : fits;
}

/** Keeps the value as the key's next version. Findings where the plan has no such key, or another version is the newest. */
export function handedOverFrom(run: Listening, id: string, message: HandOffMessage): Result<Follows> {
  const handOff = handOffOf(run.entities, message.key);
  if (!handOff) return fail(unknownKey(run.entities, message.key));
  const newest = run.ledger.handed.get(handOff.iri)?.version ?? 0;
  if (message.ifVersion !== undefined && message.ifVersion !== newest)
    return fail(otherVersion(message.key, message.ifVersion, newest));
  const { key, version } = keepHandOff(run.folder, message.key, message.value, newest);
  const person = namedNode(`${run.run}/person/${fileName(message.name)}`);
  return ok({
    event: { kind: 'handed-over', handOff: handOff.iri },
    quads: [
      ...about(
        run.run,
        namedNode(`${run.run}/handoff/${id}`),
        [rdf.type, sx.HandOffValue],
        [sx.inRun, namedNode(run.run)],
        [sx.handOff, namedNode(handOff.iri)],
        [sx.key, text(key)],
        [sx.version, integer(version)],
        [sx.jsonValue, json(message.value)],
        [prov.wasAttributedTo, person],
        [prov.generatedAtTime, dateTime(run.now)],
        [sx.systemUser, text(message.systemUser)],
        [sx.messageId, text(id)],
      ),
      ...about(run.run, person, [rdf.type, prov.Person], [rdfs.label, text(message.name)]),
    ],
    value: { key, version },
  });
}

/** The finding of a compare-and-set that came too late. */
export function otherVersion(key: string, asked: number, newest: number) {
  const there = newest === 0 ? 'has no value yet' : `is at version ${newest}`;
  return unusable('evidence/other-version', `The hand-off "${key}" ${there}, and not at version ${asked}.`, {
    why: 'Somebody handed over another value since you read it; yours would hide theirs.',
    help: `Read it again (spec-exec handoff get), then say --if-version ${newest}.`,
  });
}

function handOffOf(entities: Entities, key: string): HandOffInfo | undefined {
  return [...entities.handOffs.values()].find((one) => one.key === key);
}

function unknownKey(entities: Entities, key: string) {
  const keys = [...entities.handOffs.values()].map((one) => one.key);
  const near = nearest(key, keys);
  return unusable('evidence/unknown-key', `The plan has no hand-off "${key}".`, {
    why: 'Nothing would read it.',
    help: near ? `Did you mean "${near}"?` : `It has: ${keys.join(', ')}.`,
  });
}
