// The files that launch scripts are written to. Making a file is dear, so a slot's file is used again by a later job, once
// the end of the one before is on record: its script was read to the end, and nobody will look at it again.
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Slots {
  /** Writes the script of a job and gives the slot that it has. Throws what the disk says. */
  take(id: string, script: string): string;
  /** The job has ended, so that its slot is free. Not for a job that may still be about to read its script. */
  free(id: string): void;
  close(): void;
}

/** The slots of one supervisor, in its folder of jobs. */
export function openSlots(folder: string): Slots {
  const files: number[] = [];
  const free: number[] = [];
  const taken = new Map<string, number>();
  // No id of a job holds a @, so that no note of a job has a slot's name.
  const name = (slot: number): string => `@${slot}`;

  const make = (): number => files.push(openSync(join(folder, `${name(files.length)}.sh`), 'wx', 0o600)) - 1;
  return {
    take: (id, script) => {
      const slot = free.pop() ?? make();
      taken.set(id, slot);
      const bytes = Buffer.from(script);
      ftruncateSync(files[slot]!, 0);
      for (let at = 0; at < bytes.length;) at += writeSync(files[slot]!, bytes, at, bytes.length - at, at);
      return name(slot);
    },
    free: (id) => {
      const slot = taken.get(id);
      if (slot !== undefined && taken.delete(id)) free.push(slot);
    },
    close: () => {
      for (const file of files.splice(0)) closeSync(file);
      free.length = 0;
    },
  };
}
