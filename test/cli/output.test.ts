import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { forTerminal } from '../../src/cli/output.ts';
import { builtProgram } from '../support/program.ts';

describe('what is printed on a terminal', () => {
  it('keeps our colours, and nothing else that could drive it', () => {
    const hostile = 'a\u001b]0;title\u0007b\u001b[2Jc\u001b[1Ad\re\u009b2Jf\u202eg\u001b[31mred\u001b[39m\n\tend';
    expect(forTerminal(hostile, true)).toBe('a·]0;title·b·[2Jc·[1Ad·e·2Jf·g\u001b[31mred\u001b[39m\n end');
    expect(forTerminal('\u001b[31mred\r\n', false)).toBe('·[31mred\n');
  });
});

it.skipIf(!existsSync('/dev/full'))('what the disk has no room for is said in a line, and is no success', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [builtProgram(), 'query', '--list'], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(stderr).toMatch(/^spec-exec: the output cannot be written: ENOSPC.*\n$/);
  expect(status).toBe(2);
});
