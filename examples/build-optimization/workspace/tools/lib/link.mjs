// Makes one program of the compiled packages: what is reached from `main` goes in, everything else is dropped, as any
// linker does. So a heavy dependency that nobody calls costs the build its tables and leaves no byte in the program,
// and the program is the same whether it was compiled and dropped, or never compiled. That is what lets us ask for
// identical output before and after the optimisation.

/** Links `artifacts` from `main`. Returns `{ text }` or `{ errors }`. */
export function link(artifacts, { main, lto }) {
  const all = new Map();
  for (const artifact of artifacts) for (const item of artifact.items) all.set(item.name, item);
  if (!all.has(main)) return { errors: [`the program has no "${main}"`] };
  // "fat" reads the references of every compiled item first, "thin" only of what it reaches: the same answer
  const edges = new Map();
  const edgesOf = (name) => {
    if (!edges.has(name)) edges.set(name, all.get(name).needs.filter((n) => all.has(n)));
    return edges.get(name);
  };
  if (lto === 'fat') for (const name of all.keys()) edgesOf(name);
  // Each item stands after everything it needs (constants are evaluated in place; functions may call each other in a
  // ring). The order comes from the references alone, so it does not move when an edge between packages goes.
  const kept = [];
  const reached = new Set([main]);
  const trail = [{ name: main, next: 0 }];
  while (trail.length > 0) {
    const top = trail.at(-1);
    const needed = edgesOf(top.name)[top.next++];
    if (needed === undefined) kept.push(all.get(trail.pop().name));
    else if (!reached.has(needed)) {
      reached.add(needed);
      trail.push({ name: needed, next: 0 });
    }
  }
  const externs = new Map([['node:url', new Set(['pathToFileURL'])], ['node:fs', new Set(['realpathSync'])]]);
  for (const [from, name] of kept.flatMap((item) => item.externs)) {
    externs.set(from, (externs.get(from) ?? new Set()).add(name));
  }
  const header = [...externs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([from, names]) => `import { ${[...names].sort().join(', ')} } from '${from}';`);
  const footer = [
    `export { ${main} };`,
    `if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {`,
    `  process.exitCode = ${main}(process.argv.slice(2), { out: (text) => process.stdout.write(text), error: (text) => process.stderr.write(text) });`,
    '}',
  ];
  return { text: [...header, ...kept.map((item) => item.text), ...footer, ''].join('\n'), kept: kept.length, of: all.size };
}
