// Messages of other processes: whole, in order, answered once, and never believed for their looks.
import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  answer,
  heard,
  inboxFolder,
  MESSAGE_BYTES_MAX,
  post,
  readMessage,
  tidy,
  waiting,
} from '../../src/store/inbox.ts';
import { scratch, type Scratch } from '../support/processes.ts';

const places: Scratch[] = [];
const run = (): string => {
  const place = scratch('spec-exec-inbox-');
  places.push(place);
  return place.folder;
};
afterEach(() => places.splice(0).forEach((place) => place.remove()));

describe('an inbox', () => {
  it('gives messages in the order of sending, and passes over files that no sender wrote', () => {
    const folder = run();
    const second = post(folder, '"b"', 2_000);
    const first = post(folder, '"a"', 1_000);
    for (const name of ['notes.txt', '..json', '.half.json.tmp', 'x.json'])
      writeFileSync(join(inboxFolder(folder), name), '');
    expect(waiting(folder)).toEqual([first, second]);
    expect(waiting(join(folder, 'nowhere'))).toEqual([]);
  });

  it('answers a message once, and keeps nothing of it when it was heard', () => {
    const folder = run();
    const id = post(folder, '{}', 1_000);
    expect(heard(folder, id)).toBeUndefined();
    answer(folder, id, { ok: true, batch: 7, value: {} });
    expect(waiting(folder)).toEqual([]);
    expect(heard(folder, id)).toEqual({ ok: true, batch: 7, value: {} });
    expect(readdirSync(inboxFolder(folder))).toEqual([]);
  });

  it('reads nothing larger than a message may be', () => {
    const folder = run();
    const id = post(folder, '{}', 1_000);
    expect(readMessage(folder, id)).toMatchObject({ bytes: Buffer.from('{}') });
    truncateSync(join(inboxFolder(folder), `${id}.json`), MESSAGE_BYTES_MAX + 1);
    expect(readMessage(folder, id)).toMatch(/bytes; \d+ are allowed/);
  });

  it('forgets answers that nobody came for after a day, and never a message', () => {
    const folder = run();
    const id = post(folder, '{}', 1_000);
    const other = post(folder, '{}', 1_000);
    answer(folder, id, { ok: true, batch: 1, value: {} });
    tidy(folder, 80_000_000);
    expect(existsSync(join(inboxFolder(folder), `${id}.ack`))).toBe(true);
    tidy(folder, 90_000_000);
    expect(readdirSync(inboxFolder(folder))).toEqual([`${other}.json`]);
  });
});
