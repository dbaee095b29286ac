// Reads settings. What is not known is told, not dropped.

const KNOWN = ['namespace', 'language', 'width', 'header'];

/** The settings in `text`, and the lines that could not be used. */
export function readSettings(text) {
  const settings = { namespace: 'https://example.org/', language: 'ts', width: '80', header: 'generated' };
  const problems = [];
  for (const [index, line] of text.split('\n').entries()) {
    const found = /^\s*([a-z]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (/^\s*(#|$)/.test(line)) continue;
    if (!found) problems.push(`line ${index + 1}: not a setting`);
    else if (!KNOWN.includes(found[1])) problems.push(`line ${index + 1}: unknown setting "${found[1]}"`);
    else settings[found[1]] = found[2];
  }
  return { settings, problems };
}
