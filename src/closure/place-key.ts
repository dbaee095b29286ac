// Places as keys: two findings stand at one place where these are equal.
import type { Span } from '../base/diagnostic.ts';

export function placeKey(at: Span | undefined): string {
  return at ? `${at.file}:${at.line}:${at.column}` : '';
}
