// What people say to a run: the content of a message of the inbox. Anybody who can write into the run's folder may have written it,
// so it is held against its schema before anything of it is believed.
import { userInfo } from 'node:os';
import { unusable } from '../base/diagnostic.ts';
import { readAsset } from '../base/assets.ts';
import { fail, ok, type Result } from '../base/result.ts';
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

export type Message = ApprovalMessage | HandOffMessage;

/** Whoever runs this process: by name, or by number where the system has no name for it, as in containers. */
export function speaker(name: string): Speaker {
  const uid = process.getuid?.() ?? -1;
  try {
    return { name, systemUser: userInfo().username, uid };
  } catch {
    return { name, systemUser: String(uid), uid };
  }
}

/** Reads a message of the inbox; undefined where it is gone, a finding where it is none. */
export async function readSpoken(folder: string, id: string, schemas: string): Promise<Result<Message> | undefined> {
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
  return ok(message);
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
