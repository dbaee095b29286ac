// The small plan whose runs are kept as journals, one folder a format: two phases, a task that fails and is tried again, an
// artifact, a hand-off, a measurement, a gate that is judged by them, and one that waits for a person.
import type { SpecGiven } from '../support/project.ts';

export const GIVEN: SpecGiven = {
  phases: [
    { id: 'first', order: 1 },
    { id: 'second', order: 2 },
  ],
  tasks: [
    {
      id: 'measure',
      phase: 'first',
      makes: true,
      hands: true,
      measures: 3,
      retriesMax: 1,
      argv: [
        '/bin/sh',
        '-c',
        'case $SPEC_EXEC_ATTEMPT in *:1) exit 3;; esac; exec /bin/sh "$0"',
        new URL('../support/agent.sh', import.meta.url).pathname,
      ],
    },
    { id: 'build', phase: 'second', reads: ['measure'], takes: ['measure'], makes: true },
    { id: 'ship', phase: 'second', requires: ['build'] },
  ],
  gates: [
    {
      id: 'first-gate',
      ends: 'first',
      requires: ['measure'],
      criteria: [
        'a sx:MetricCriterion ; sx:metric :measure-metric',
        'a sx:ArtifactCriterion ; sx:artifact :measure-file',
      ],
    },
    {
      id: 'sign-off',
      ends: 'second',
      requires: ['build'],
      criteria: ['a sx:ApprovalCriterion ; sx:role :signer'],
    },
  ],
  turtle: ':signer a sx:Role ; dcterms:title "signer" .\n',
};
