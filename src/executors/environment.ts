// What of the orchestrator's environment an agent may see: names that are allowed, and nothing else.

/** What every agent gets where the orchestrator has it; a binding's allow-list comes on top. */
export const alwaysAllowed: readonly string[] = ['PATH', 'HOME', 'LANG', 'TMPDIR'];

/**
 * The environment of a child: of `from` the names in `allow` (`NAME`, or `PREFIX*` for all that begin so), then `set`
 * over it. Names that `from` does not have are left out, not set to nothing.
 */
export function environmentFor(
  allow: readonly string[],
  set: Readonly<Record<string, string>> = {},
  from: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const prefixes = allow.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(from))
    if (value !== undefined && (allow.includes(name) || prefixes.some((prefix) => name.startsWith(prefix))))
      result[name] = value;
  return { ...result, ...set };
}
