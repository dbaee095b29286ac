// lint: builds (as cargo clippy does), then holds every source of the members against the style rules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as check } from './check.mjs';
import { planBuild } from '../lib/build.mjs';

const LINE_RULES = [
  [/\s+$/, 'trailing blanks'],
  [/\t/, 'a tab'],
  [/^.{161,}/, 'longer than 160 characters'],
  [/[^=!]==[^=]|!=[^=]/, 'use === and !=='],
  [/\bvar\s/, 'use const or let'],
  [/\b(?:TODO|FIXME)\b/, 'unfinished'],
];

export function run(context) {
  const built = check(context);
  if (built.errors.length > 0 || context.options.plan) return built;
  const { units, workspace } = planBuild(context.root);
  const found = [];
  for (const name of workspace.members) {
    for (const module of units.get(name).modules.values()) {
      const lines = readFileSync(join(context.root, module.file), 'utf8').split('\n');
      if (!lines[0].startsWith('// ')) found.push(`${module.file}:1: a file opens by saying what it is for`);
      for (const [at, line] of lines.entries()) {
        for (const [rule, message] of LINE_RULES) {
          if (rule.test(line) && !line.startsWith('//#')) found.push(`${module.file}:${at + 1}: ${message}`);
        }
      }
      for (const item of module.items) {
        if (item.exported && !item.doc) found.push(`${module.file}:${item.line}: "${item.name}" is offered and not described`);
      }
    }
  }
  return { ...built, lintErrors: found.length, errors: found };
}
