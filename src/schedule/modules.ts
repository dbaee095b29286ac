// The modules that a binding names are looked for before a run, not in the night when their turn comes.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../base/diagnostic.ts';
import type { Binding } from '../derive/binding.ts';
import { isBelow } from '../store/project.ts';

export function moduleFindings(binding: Binding, projectRoot: string): Diagnostic[] {
  return binding.agents.flatMap(({ iri, module }) => {
    if (module === undefined) return [];
    const file = resolve(projectRoot, module);
    const isThere = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    if (isThere && isBelow(projectRoot, file)) return [];
    return {
      code: 'schedule/binding-module',
      severity: 'error',
      message: isThere
        ? `The module "${module}" of the binding is not below the project's folder.`
        : `There is no module "${module}" below the project's folder.`,
      why: 'The binding has a function of it do tasks.',
      help: 'Write its path below the project, with / between folders: sx:module "agents/coder.mjs" ;',
      focus: iri,
    } satisfies Diagnostic;
  });
}
