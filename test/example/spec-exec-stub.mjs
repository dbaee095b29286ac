// Stands in for the spec-exec command line where a test of the example needs its answers and not its work.
const [command, ...args] = process.argv.slice(2);
const uri = (id) => ({ type: 'uri', value: `https://example.org/spec#${id}` });
const literal = (value) => ({ type: 'literal', value: String(value) });
const members = {
  bottlenecks: ['artifact-lock-contention', 'memory-intensive-deps', 'workspace-coupling'],
  metrics: ['a', 'b', 'c', 'd', 'e', 'f'],
  agents: Array.from({ length: 10 }, (_, at) => `agent-${at}`),
};

if (command === 'validate') {
  process.stdout.write(
    JSON.stringify({ conforms: true, closure: { met: 40, total: 40, percent: 100 }, diagnostics: [] }),
  );
} else if (args.some((arg) => arg.includes('COUNT'))) {
  process.stdout.write(JSON.stringify({ head: { vars: ['n'] }, results: { bindings: [{ n: literal(1000) }] } }));
} else {
  const bindings = Object.entries(members).flatMap(([kind, ids]) =>
    ids.map((id) => ({ kind: literal(kind), thing: uri(id) })),
  );
  process.stdout.write(JSON.stringify({ head: { vars: ['kind', 'thing'] }, results: { bindings } }));
}
