// Prefixes that a document declares and writes no name with.
import type { LintRule } from './rule.ts';

export const unusedPrefix: LintRule = {
  code: 'lint/unused-prefix',
  *find({ spec }) {
    for (const { prefixUses } of spec.documents)
      for (const { prefix, at, used } of prefixUses)
        if (!used)
          yield {
            code: unusedPrefix.code,
            severity: 'info',
            message: `The prefix ${prefix}: is declared, and no name in this file is written with it.`,
            at,
            why: 'It leads readers to look for what is not there.',
            help: 'Take the line out.',
          };
  },
};
