// The project of docs/writing-a-spec.md, taken from the page as it stands: each file is a block under its name.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/base/assets.ts';

export const page = (name: string): string => readFileSync(join(packageRoot, name), 'utf8');

export interface Greeting {
  readonly root: string;
  readonly spec: string;
  readonly files: readonly string[];
  remove(): void;
}

export function greetingProject(): Greeting {
  const root = mkdtempSync(join(tmpdir(), 'spec-exec-greeting-'));
  const blocks = Array.from(page('docs/writing-a-spec.md').matchAll(/^`([^`\n]+)`:\n\n```\w+\n([\s\S]*?)^```/gm));
  for (const [, file, text] of blocks) {
    mkdirSync(dirname(join(root, file!)), { recursive: true });
    writeFileSync(join(root, file!), text!);
  }
  return {
    root,
    spec: join(root, '.specify/specs/greet'),
    files: blocks.map(([, file]) => file!),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
