// The hooks that a run may name.

const HOOKS = {
  header: (text, settings) => `// ${settings.header}\n${text}`,
  trim: (text) => text.replace(/[ \t]+$/gm, ''),
  newline: (text) => (text.endsWith('\n') ? text : `${text}\n`),
};

/** `text` after all hooks in order; a hook that is not there is told. */
export function runHooks(names, text, settings) {
  const problems = names.filter((name) => !HOOKS[name]).map((name) => `there is no hook "${name}"`);
  const result = names.reduce((so, name) => (HOOKS[name] ? HOOKS[name](so, settings) : so), text);
  return { text: result, problems };
}
