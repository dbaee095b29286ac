import { describe, expect, it } from 'vitest';
import { forTerminal } from '../../src/cli/output.ts';

describe('what is printed on a terminal', () => {
  it('keeps our colours, and nothing else that could drive it', () => {
    const hostile = 'a\u001b]0;title\u0007b\u001b[2Jc\u001b[1Ad\re\u009b2Jf\u202eg\u001b[31mred\u001b[39m\n\tend';
    expect(forTerminal(hostile, true)).toBe('a·]0;title·b·[2Jc·[1Ad·e·2Jf·g\u001b[31mred\u001b[39m\n end');
    expect(forTerminal('\u001b[31mred\r\n', false)).toBe('·[31mred\n');
  });
});
