// Text from outside, made fit for a terminal: a specification, a file name or an agent's words must not drive it.

/** Tabs as one column; other control characters, which could drive a terminal, as a dot. Line feeds stay. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '·');
}

/** The same of a file's name, which may hold line feeds too: what stands behind one would be a line of its own, and to GitHub perhaps a command. */
export function printableName(name: string): string {
  return printable(name.replace(/[\n\u2028\u2029]/g, '·'));
}
