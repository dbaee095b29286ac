// What `--help` says below the options of each command: examples, what is not plain, exit statuses.

/** `pairs`: a command line, and what it is for. No line is longer than 80 columns. */
function examples(...pairs: readonly (readonly [command: string, purpose: string])[]): string {
  return ['', 'Examples:', ...pairs.flatMap(([command, purpose]) => [`  ${command}`, `      ${purpose}`])].join('\n');
}

export const GUIDE = `${examples(
  [
    'spec-exec validate .specify/specs/007-optimize-build-times',
    'is the specification closed? where not, at which line?',
  ],
  ['spec-exec .specify/specs/007-optimize-build-times/plan.ttl', 'run the plan'],
  ['spec-exec status', 'where is the newest run?'],
  ['spec-exec explain optimise-code', 'why is this task where it is?'],
  ['spec-exec query slo-table', 'ask the newest run a named question'],
  ["spec-exec query 'SELECT * { ?attempt a sx:Attempt }'", 'ask it anything'],
)}

Exit status:
    0  all asked for is so
    1  the specification is not closed, or a task or gate failed
    2  could not run at all: usage, no such file, syntax
    3  halted by a critical conflict
    4  waiting for a person
  130  interrupted, or paused for a full disk; \`spec-exec resume\` goes on

\`spec-exec COMMAND --help\` has examples of each.`;

/** What else a reader of a command's help wants to know. */
const more = (...lines: readonly string[]): string => lines.join('\n');

export const HELP = {
  run: more(
    examples(
      [
        'spec-exec .specify/specs/007-optimize-build-times',
        'run it: `spec-exec PLAN` is short for `spec-exec run PLAN`',
      ],
      ['spec-exec plan.ttl --jobs 1 --resources memory=4GiB', 'with less of the machine'],
      ['spec-exec plan.ttl --bindings production', 'with the agents of .specify/bindings/production.ttl'],
      ['spec-exec plan.ttl --dry-run', 'what would run, in which order, and why'],
      ['spec-exec plan.ttl --until foundation-gate', 'as far as this gate, and what it needs'],
      ['spec-exec plan.ttl --json', 'an event a line, for programs'],
    ),
    '',
    'What is not closed is refused before anything starts. The record is kept in',
    '.specify/runs/. Ctrl-C stops the agents, and leaves a run that',
    '`spec-exec resume` goes on with.',
    '',
    'Exit status: 0 succeeded; 1 not closed, or a task or gate failed; 2 could not',
    'run; 3 halted; 4 waits for a person; 130 interrupted.',
  ),
  validate: more(
    examples(
      ['spec-exec validate', 'every specification in .specify/specs/'],
      ['spec-exec validate plan.ttl --watch', 'look again each time a file is saved'],
      ['spec-exec validate --format sarif >closed.sarif', 'for code scanning; so junit, github, turtle'],
      ['spec-exec validate plan.ttl --shapes our-rules.ttl', 'held against rules of your own, too'],
      ['spec-exec validate --ignore lint', 'without what only concerns style'],
    ),
    '',
    'Each finding names its line, why it matters and what to write;',
    '`spec-exec explain CODE` says more of its code. A document may ignore warnings',
    'itself: <> sx:ignores "CODE" .',
    '',
    'Exit status: 0 closed; 1 not closed; 2 it cannot be read; 130 --watch ended.',
  ),
  graph: more(
    examples(
      ['spec-exec graph plan.ttl', 'phases, tasks and gates, with the query behind each edge'],
      ["spec-exec graph plan.ttl --json | jq '.criticalPath'", 'for programs'],
    ),
    '',
    'Where the specification lacks parts, what there is is shown, and then what is',
    'missing.',
    '',
    'Exit status: 0 there is a plan; 1 parts of it are missing; 2 it cannot be read.',
  ),
  lift: more(
    examples(
      ['spec-exec lift old/plan.ttl', 'what our vocabulary makes of it'],
      ['spec-exec lift old --output .specify/specs/new', 'to go on with it there'],
    ),
    '',
    'validate, graph and run lift by themselves. A dialect is a folder,',
    '.specify/dialects/NAME: how it is recognised, and queries.',
    '',
    'Exit status: 0 lifted; 1 nobody knows its vocabulary; 2 it cannot be read, or',
    'is in our vocabulary already.',
  ),
  explain: more(
    examples(
      ['spec-exec explain optimise-code', 'what it waits for or what let it start, and its attempts'],
      ['spec-exec explain release-gate', 'its criteria, each with the value that decided'],
      ['spec-exec explain foundation --spec plan.ttl', 'from the specification alone, before any run'],
      ['spec-exec explain closure/metric-without-target', "what a finding's code means"],
    ),
  ),
  status: more(
    examples(
      ['spec-exec status', 'the newest run, also while it runs'],
      ['spec-exec status 4f2a91', 'the run whose name ends so'],
      ['spec-exec status --exit-code', '0 succeeded, 1 failed, 3 halted, 4 waits for a person, 130 can be resumed'],
    ),
  ),
  logs: more(
    examples(
      ['spec-exec logs', 'of all tasks of the newest run, also while it runs'],
      ['spec-exec logs make-toast --run 4f2a91', 'of one task of another run'],
      ['spec-exec logs -f make-toast', 'as it is printed, in this attempt and in those that follow'],
    ),
    'Secrets that the binding declares are masked, as far as this environment has',
    'them. Control characters are shown as dots.',
  ),
  conflicts: more(
    examples(
      ['spec-exec conflicts', 'of the newest run, also while it runs'],
      ['spec-exec conflicts 4f2a91 --json', 'of another run, for a program'],
    ),
    'What each attempt has changed, committed or not, is compared with what others',
    'have: keys of TOML, JSON and YAML, features and members of a workspace, else',
    'lines. The conflict rules of the specification say how grave it is. Nothing is',
    'changed.',
  ),
  resume: more(
    examples(
      ['spec-exec resume', 'the newest run goes on where its journal ends'],
      ['spec-exec resume 4f2a91 --jobs 1', 'another run, one task at a time'],
      ['spec-exec resume --dry-run', 'what is done, what is stale, what would run'],
    ),
    '',
    'What is on record as done is not done again. Where the specification was',
    'changed, what was changed is told, and what is stale by it is done again, with',
    'all that uses its results. A run that was stopped on the way to the step that',
    '--until named goes on to there; once there, to its end. A run that has ended and',
    'whose specification is as it was repeats its exit status.',
  ),
  cancel: more(
    examples(['spec-exec cancel', 'the newest run'], ['spec-exec cancel 4f2a91', 'the run whose name ends so']),
    '',
    'Whoever is at work on it is asked to stop: its agents are ended, it exits with',
    '130, and `spec-exec resume` goes on. Where nobody is, since it was killed, what',
    'still runs is ended and recorded.',
    '',
    'Exit status: 0 nothing of it runs any more; 2 it has come to its end, or could',
    'not be stopped.',
  ),
  approve: more(
    examples(
      ['spec-exec approve latest release-gate --as "Ada Lovelace"', 'then `spec-exec resume` goes on'],
      ['spec-exec approve 4f2a91 release-gate --as ada --reject --note "too large"', 'the gate fails'],
      ['spec-exec approve latest draw-the-plan --as ada', 'the task is done: what it left is checked'],
      ['spec-exec approve latest draw-the-plan --as ada --wait', 'and what came of that'],
    ),
    '',
    'It works while the run goes on, and while it is paused. It is on record, with',
    "the system's user, when the command ends.",
    '',
    'Exit status: 0 it is on record; 2 it was refused. With --wait: 0 the gate',
    'passed, or the task succeeded; 1 it did not; 4 it waits for another person;',
    '130 you stopped waiting.',
  ),
  handoff: more(
    examples(
      ['spec-exec handoff list', 'what was handed over in the newest run'],
      ['spec-exec handoff get swarm/build-opt/spec-closure', 'the newest value of a key, as JSON'],
      [`spec-exec handoff put toast/recipe '{ "seconds": 55 }'`, 'inside a task: leave a value (or on standard input)'],
      [
        `spec-exec handoff put toast/recipe '{}' --as ada --if-version 2`,
        'a person hands a value over, where nobody has meanwhile',
      ],
    ),
  ),
  query: more(
    examples(
      ['spec-exec query --list', 'the questions that have a name'],
      ['spec-exec query slo-table', 'one of them, of the newest run'],
      ['spec-exec query timeline --run 4f2a91 --format csv', 'of another run, for a spreadsheet'],
      ["spec-exec query 'SELECT ?task ?state { ?task sx:state ?state }'", 'the usual prefixes need no declaration'],
      ['spec-exec query risks --spec plan.ttl', 'of a specification'],
      ['spec-exec query --file question.rq --all', 'of all runs together'],
    ),
    '',
    'A short name means history/NAME, then status/NAME, then any other. A table is',
    "cut to the terminal's width; a pipe gets all of it. Nothing is asked of the",
    'network without --source.',
  ),
} as const;
