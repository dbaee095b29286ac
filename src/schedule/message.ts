// What people say to a run: the content of a message of the inbox. Anybody who can write into the run's folder may have written it,
// so it is held against its schema before anything of it is believed.
import { userInfo } from 'node:os';
import { unusable } from '../base/diagnostic.ts';
import { readAsset } from '../base/assets.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Secrets } from '../base/secrets.ts';
import { type Json, parseJson } from '../evidence/json.ts';
import { checkJson } from '../evidence/schema.ts';
import { MESSAGE_BYTES_MAX, readMessage } from '../store/inbox.ts';

/** Who speaks: the name that is given, and what the machine knows. */
export interface Speaker {
  readonly name: string;
  readonly systemUser: string;
  readonly uid: number;
}

export interface ApprovalMessage extends Speaker {
  readonly kind: 'approval';
  /** Short name or IRI of a gate, a checkpoint before execution, or a task that waits for a person. */
  readonly subject: string;
  readonly yes: boolean;
  readonly note: string;
}

export interface HandOffMessage extends Speaker {
  readonly kind: 'hand-off';
  readonly key: string;
  readonly value: Json;
  /** The version that must be the newest; 0: there must be none yet. */
  readonly ifVersion?: number | undefined;
}

/** Asks whoever is at work on the run to stop, as Ctrl-C does. */
export interface CancelMessage extends Speaker {
  readonly kind: 'cancel';
}

/** What goes on record; that it was cancelled does with the pause that follows. */
export type Word = ApprovalMessage | HandOffMessage;
export type Message = Word | CancelMessage;

/** Whoever runs this process: by name, or by number where the system has no name for it, as in containers. */
export function speaker(name?: string): Speaker {
  const uid = process.getuid?.() ?? -1;
  let systemUser = String(uid);
  try {
    systemUser = userInfo().username;
  } catch {
    // The number it is.
  }
  return { name: name ?? systemUser, systemUser, uid };
}

/** A message as it may be sent, and go on record: people paste what they should not, as agents do. */
export function maskedMessage<M extends Message>(secrets: Secrets, message: M): M {
  if (message.kind === 'approval') return { ...message, note: secrets.mask(message.note) };
  if (message.kind === 'hand-off') return { ...message, value: maskedJson(secrets, message.value) };
  return message;
}

function maskedJson(secrets: Secrets, value: Json): Json {
  if (Array.isArray(value)) return value.map((one) => maskedJson(secrets, one));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [secrets.mask(key), maskedJson(secrets, one as Json)]),
    );
  if (typeof value === 'string') return secrets.mask(value);
  const text = String(value);
  return typeof value === 'number' && secrets.foundIn(text) !== undefined ? secrets.mask(text) : value;
}

/** Reads a message of the inbox; undefined where it is gone, a finding where it is none. */
export async function readSpoken(
  folder: string,
  id: string,
  schemas: string,
  secrets: Secrets,
): Promise<Result<Message> | undefined> {
  const file = readMessage(folder, id);
  if (file === undefined) return undefined;
  if (typeof file === 'string') return fail(bad(file));
  const parsed = parseJson(file.bytes, 'the message', MESSAGE_BYTES_MAX);
  if (!parsed.ok) return fail(bad(parsed.diagnostics[0]!.message));
  const fits = await checkJson(readAsset(schemas, 'message.schema.json'), parsed.value, 'the message');
  if (!fits.ok) return fail(bad(fits.diagnostics[0]!.message));
  const message = fits.value as unknown as Message;
  if (process.getuid !== undefined && message.uid !== file.uid)
    return fail(bad(`it says that user ${message.uid} wrote it, and user ${file.uid} owns it`));
  return ok(maskedMessage(secrets, message));
}

function bad(reason: string) {
  return unusable(
    'schedule/bad-message',
    `A message in the run's inbox cannot be taken: ${reason}.`.replace('..', '.'),
    {
      why: 'What stands there goes on record in the name of a person.',
      help: 'Say it by the command: spec-exec approve, or spec-exec handoff put.',
    },
  );
}
