// Writes closed specifications of any size, the same for the same words: what the benches load, close, derive and run.
// One phase after the other; in each, layers of tasks that read what the layer before made; metrics that a gate holds, and
// for every twenty tasks an agent. Measured: about 25 triples a task where tasks make artifacts, 8 where they do not.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TASKS_PER_AGENT = 20;
const TASKS_PER_METRIC = 5;
const INPUTS_MAX = 3;

const HEAD = `@prefix : <urn:bench#> .
@prefix sx: <https://w3id.org/spec-exec/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
`;

const one = (name, type, ...statements) =>
  `:${name}\n    a sx:${type}${statements.map((s) => ` ;\n    ${s}`).join('')} .\n`;
const title = (text) => `dcterms:title "${text}"`;
const list = (names) => names.map((name) => `:${name}`).join(' , ');
const range = (count) => Array.from({ length: count }, (_, index) => index);

/**
 * The three documents of a specification with so many tasks. `layout`: `layered` (tasks read artifacts of the layer before),
 * `wide` (no task waits for another), `chain` (each task requires the one before), `layers` (tasks require tasks of the layer
 * before). Only `layered` tasks make artifacts.
 */
export function specification({ tasks, phases = 1, layout = 'layered', seed = 1 }) {
  const pick = random(seed);
  const inPhase = (task) => Math.min(phases - 1, Math.floor((task * phases) / tasks));
  const agents = Math.ceil(tasks / TASKS_PER_AGENT);
  const metrics = layout === 'layered' ? Math.ceil(tasks / TASKS_PER_METRIC) : 1;
  const layer = Math.max(1, Math.ceil(Math.sqrt(tasks / phases)));
  const last = tasks - 1;

  const feature = [
    one(
      'feature',
      'Feature',
      title('A generated feature'),
      'sx:goal "To be measured."',
      `sx:metric ${list(range(metrics).map((n) => `metric-${n}`))}`,
      'sx:bottleneck :bottleneck',
      'sx:risk :risk',
      'sx:expectation :expected-tasks',
      'sx:rollback :rollback',
    ),
    one(
      'rollback',
      'RollbackPolicy',
      title('Rollback'),
      'sx:trigger sx:breakingChange',
      'sx:rollbackSteps ( sx:revert sx:verify )',
      'sx:command "work"',
      'sx:riskLog :risk-log',
      'sx:redesignedBy :agent-0',
    ),
    one('expected-tasks', 'Expectation', 'sx:expectedClass sx:Task', `sx:expectedCount ${tasks}`),
    one(
      'bottleneck',
      'Bottleneck',
      title('Size'),
      'sx:impact "slow"',
      'sx:rootCause "much"',
      'sx:solution "less"',
      'sx:potential "half"',
    ),
    one(
      'risk',
      'Risk',
      title('It is slow'),
      'sx:severity sx:medium',
      'sx:probability 0.1',
      'sx:mitigation "measure"',
      'sx:owner :agent-0',
    ),
    ...range(metrics).map((n) =>
      one(
        `metric-${n}`,
        'Metric',
        title(`Metric ${n}`),
        `sx:tier sx:${n === 0 ? 'primary' : 'secondary'}`,
        `sx:obligation sx:${layout === 'layered' ? 'mandatory' : 'acceptable'}`,
        'sx:statedBaseline 100',
        'sx:comparator sx:atMost',
        `sx:target ${10 + Math.floor(pick() * 50)}`,
        'sx:unit unit:SEC',
        'sx:measurementMethod "wall clock"',
        'sx:indicates :bottleneck',
        'sx:baselineBy :task-0',
        `sx:actualBy :task-${last}`,
      ),
    ),
  ];

  const entities = [
    one('risk-log', 'Artifact', title('Risk log'), 'sx:path "out/risks.md"', 'sx:mediaType "text/markdown"'),
    one('type', 'AgentType', 'dcterms:identifier "worker"'),
    ...range(agents).map((n) =>
      one(`agent-${n}`, 'Agent', title(`Agent ${n}`), 'sx:agentType :type', `sx:responsibility "share ${n}"`),
    ),
    ...range(phases).flatMap((phase) => {
      const own = range(tasks).filter((task) => inPhase(task) === phase);
      const steps = list(own.map((task) => `task-${task}`));
      return [
        one(
          `gate-${phase}`,
          'Gate',
          title(`Gate ${phase}`),
          'sx:inPlan :plan',
          `sx:ofPhase :phase-${phase}`,
          'sx:owner :agent-0',
          `sx:requires ${steps}`,
          `sx:criterion :done-${phase}${layout === 'layered' ? ` , :made-${phase}` : ''}`,
        ),
        one(
          `done-${phase}`,
          'StepCriterion',
          title(`all of phase ${phase} is done`),
          'sx:obligation sx:mandatory',
          `sx:step ${steps}`,
        ),
        ...(layout === 'layered'
          ? [
              one(
                `made-${phase}`,
                'ArtifactCriterion',
                title(`all of phase ${phase} is there`),
                'sx:obligation sx:mandatory',
                `sx:artifact ${list(own.map((task) => `artifact-${task}`))}`,
              ),
            ]
          : []),
      ];
    }),
    ...(layout === 'layered'
      ? range(tasks).map((n) =>
          one(
            `artifact-${n}`,
            'Artifact',
            title(`Artifact ${n}`),
            `sx:path "out/${n}.md"`,
            'sx:mediaType "text/markdown"',
          ),
        )
      : []),
  ];
  if (layout === 'layered')
    entities.push(
      one(
        'met',
        'MetricCriterion',
        title('targets are met'),
        'sx:obligation sx:mandatory',
        `sx:metric ${list(range(metrics).map((n) => `metric-${n}`))}`,
      ),
    );

  const plan = [
    one('plan', 'Plan', title('A generated plan'), 'sx:feature :feature', 'sx:hoursPerDay 8'),
    ...range(phases).map((phase) =>
      one(
        `phase-${phase}`,
        'Phase',
        title(`Phase ${phase}`),
        'sx:inPlan :plan',
        `sx:order ${phase + 1}`,
        `sx:endGate :gate-${phase}`,
        'sx:estimate "PT8H"^^xsd:dayTimeDuration',
      ),
    ),
    ...range(tasks).map((n) => {
      const statements = [title(`Task ${n}`), `sx:inPhase :phase-${inPhase(n)}`, `sx:assignedTo :agent-${n % agents}`];
      if (n === 0) statements.push('sx:addresses :bottleneck', 'sx:mitigates :risk');
      if (layout === 'chain' && n > 0) statements.push(`sx:requires :task-${n - 1}`);
      const before = new Set();
      for (let i = 0; i < INPUTS_MAX && layout.startsWith('layer'); i++) {
        const from = n - (n % layer) - layer + Math.floor(pick() * layer);
        if (from >= 0) before.add(from);
      }
      if (layout === 'layers' && before.size > 0)
        statements.push(`sx:requires ${list([...before].map((from) => `task-${from}`))}`);
      if (layout !== 'layered') return one(`task-${n}`, 'Task', ...statements, 'sx:command "work"');
      const inputs = [...before].map((from) => `artifact-${from}`);
      return one(
        `task-${n}`,
        'Task',
        ...statements,
        `sx:prompt "Make artifact ${n}."`,
        ...(inputs.length > 0 ? [`sx:input ${list(inputs)}`] : []),
        `sx:output :artifact-${n}`,
        'sx:evidenceRequired true',
        `sx:optimistic "PT${1 + Math.floor(pick() * 3)}H"^^xsd:dayTimeDuration`,
        'sx:mostLikely "PT4H"^^xsd:dayTimeDuration',
        'sx:pessimistic "PT8H"^^xsd:dayTimeDuration',
        'sx:retriesMax 1',
        'sx:timeout "P1D"^^xsd:dayTimeDuration',
      );
    }),
  ];
  if (layout === 'layered') {
    const gate = entities.findIndex((text) => text.startsWith(`:gate-${phases - 1}\n`));
    entities[gate] = entities[gate].replace('sx:criterion ', 'sx:criterion :met , ');
  }
  return {
    'feature.ttl': `${HEAD}\n${feature.join('\n')}`,
    'entities.ttl': `${HEAD}\n${entities.join('\n')}`,
    'plan.ttl': `${HEAD}\n${plan.join('\n')}`,
  };
}

/** Every agent runs this command line: the default binding of a generated project. */
export function binding(argv) {
  return `${HEAD}\n${one(
    'default',
    'Binding',
    title('All agents alike'),
    'sx:agentBinding :all',
  )}\n${one('all', 'AgentBinding', 'sx:executor sx:processExecutor', `sx:argv ( ${argv.map((word) => JSON.stringify(word)).join(' ')} )`, 'sx:promptBy sx:byFile')}`;
}

/** Writes a project with this one specification; gives the specification's folder. */
export function writeProject(root, words, argv = ['true']) {
  const folder = join(root, '.specify', 'specs', 'bench');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(root, '.specify', 'bindings'), { recursive: true });
  for (const [name, text] of Object.entries(specification(words))) writeFileSync(join(folder, name), text);
  writeFileSync(join(root, '.specify', 'bindings', 'default.ttl'), binding(argv));
  return folder;
}
