// The dialect ggen-007 on the specification that it is named after, which is not part of this repository.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { graphText } from '../../src/derive/graph-text.ts';
import { openEngine, type Checked } from '../../src/engine.ts';

const corpus = join(packageRoot, '../shared/corpora/ggen-007');
const there = existsSync(join(corpus, 'plan.ttl'));

describe.skipIf(!there)(
  `the specification 007 of ggen${there ? '' : ' (skipped: ../shared/corpora is not there)'}`,
  () => {
    let checked: Checked;
    beforeAll(async () => {
      const found = await openEngine().check(corpus);
      if (!found.ok) throw new Error(JSON.stringify(found.diagnostics));
      checked = found.value;
    });

    it('is lifted to a plan of 48 tasks in 3 phases, with the agents that do them', () => {
      const { plan, lifted } = checked;
      expect(lifted?.dialect.name).toBe('ggen-007');
      expect(plan?.phases.map(({ order, tasks }) => [order, tasks.length])).toEqual([
        [1, 15],
        [2, 27],
        [3, 6],
      ]);
      expect(plan?.tasks.filter(({ agent, prompt, estimateMs }) => !agent || !prompt || !estimateMs)).toEqual([]);
      expect(new Set(plan?.tasks.map(({ agent }) => agent)).size).toBe(10);
      expect(plan?.gates.map(({ id, endsPhase }) => `${id}${endsPhase ? '*' : ''}`).sort()).toEqual([
        'Phase1CompletionGate*',
        'Phase1Gate1',
        'Phase1Gate2',
        'Phase1Gate3',
        'Phase1Gate4',
        'Phase2CompletionGate*',
        'Phase2StartGate',
        'Phase3StartGate',
        'ProductionReadinessGate',
        'ReleaseGate*',
      ]);
    });

    it('has its order: what its author states, and what follows from phases and gates', () => {
      const text = graphText(checked.plan!);
      expect(text).toContain('Plan "Build Optimization Master Plan": 3 phases, 48 tasks, 10 gates');
      expect(text).toContain(
        '  task Architect4_Crates (1 h 00 min)\n       after Architect1_Design  [requires]\n       after Architect2_Isolation  [requires]\n       after Architect3_Features  [requires]',
      );
      expect(text).toContain('  starts after Phase2StartGate  [unblocks]');
      const requires = checked.plan!.edges.filter(({ query, later, earlier }) => {
        const kind = (node: number) => checked.plan!.nodes[node]!.kind;
        return query === 'derive/requires' && kind(later) === 'task' && kind(earlier) === 'task';
      });
      expect(requires).toHaveLength(14);
    });

    it('has 3 bottlenecks, 6 metrics, 3 risks and 3 conflict rules, each once, and says what was taken for one', () => {
      const total = (name: string) => checked.closure.diagnostics.filter(({ code }) => code === name).length;
      const things = (name: string) =>
        checked.lifted!.triples.filter(
          ({ quad }) => quad.predicate.value.endsWith('#type') && quad.object.value.endsWith(`#${name}`),
        ).length;
      expect(['Bottleneck', 'Metric', 'Risk', 'ConflictRule', 'Role'].map(things)).toEqual([3, 6, 3, 3, 2]);
      expect(total('lift/same-thing')).toBeGreaterThan(10);
    });

    it('is not closed: what is missing for it to run is said at the lines of its author', () => {
      const { closure } = checked;
      expect(closure.conforms).toBe(false);
      expect(closure.percent).toBeGreaterThan(90);
      const missing = closure.diagnostics.filter(({ severity }) => severity === 'error');
      expect(missing.filter(({ at }) => !at || !/^(feature|entities|plan)\.ttl$/.test(at.file))).toEqual([]);
      const owners = missing.filter(({ code }) => code === 'closure/gate-without-owner').map(({ at }) => at!.line);
      expect(owners).toEqual([258, 645, 739, 745]);
    });
  },
);
