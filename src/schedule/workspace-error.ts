// What git refused in the run's own repository: not the user's mistake, and nothing that a task can mend.
import type { Diagnostic } from '../base/diagnostic.ts';
import type { Result } from '../base/result.ts';

export class WorkspaceError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((one) => one.message).join('; '));
    this.name = 'WorkspaceError';
    this.diagnostics = diagnostics;
  }
}

/** The value; what git refused is thrown. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new WorkspaceError(result.diagnostics);
  return result.value;
}
