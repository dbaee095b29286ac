// spec-exec explain: why a task or gate is where it is; or what the code of a finding means.
import { join } from 'node:path';
import { codeMeant, codePages } from '../../base/code-pages.ts';
import { unusable, type Diagnostic } from '../../base/diagnostic.ts';
import { nearest } from '../../base/near.ts';
import { ok, type Result } from '../../base/result.ts';
import { openEngine, type Engine, type OpenedRun } from '../../engine.ts';
import { explainNode, nodeMeant, type ExplainInput } from '../../history/explain.ts';
import { linesOnDisk } from '../../store/lines.ts';
import { loadSpec, type LoadedSpec } from '../../store/load.ts';
import { projectRoot } from '../../store/project.ts';
import { sx } from '../../vocabulary/terms.ts';
import { namedNode } from '../../vocabulary/factory.ts';
import { explanationText } from '../explain-text.ts';
import { paletteOf, refuse } from '../findings.ts';
import { listed } from '../layout.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';
import { pageText } from '../page-text.ts';
import { runCondition } from '../status-text.ts';
import { whyOf } from '../why.ts';

export interface ExplainOptions {
  readonly run?: string;
  readonly spec?: string;
  readonly json?: boolean;
}

export async function explain(subject: string, options: ExplainOptions, output: Output): Promise<ExitCode> {
  const json = options.json ?? false;
  const page = codePages().get(subject);
  if (page !== undefined) {
    const { code, text } = page;
    const shown = () => `${paletteOf(output).bold(code)}\n\n${pageText(text, Math.min(output.columns ?? 80, 100))}`;
    output.out(json ? JSON.stringify({ code, text: `## ${code}\n\n${text}` }) : shown());
    return EXIT.ok;
  }
  if (/^[a-z]+\/[\w-]+$/i.test(subject)) return refuse([unknownCode(subject)], output, json);
  const input = await inputOf(options);
  if (!input.ok)
    return refuse(
      input.diagnostics.map((one) => withWay(one, subject)),
      output,
      json,
      linesOnDisk(projectRoot(options.spec ?? '.')),
    );
  const { plan } = input.value;
  const node = nodeMeant(plan, subject);
  if (node === undefined) {
    const names = [...plan.tasks, ...plan.gates, ...plan.phases].map(({ id }) => id);
    const near = nearest(subject, names);
    return refuse(
      [
        unusable('history/unknown-node', `The plan has no task, gate or phase "${subject}".`, {
          help: near ? `Did you mean "${near}"?` : `It has: ${listed(names, 20)}.`,
        }),
      ],
      output,
      json,
    );
  }
  const explanation = await explainNode(input.value, node);
  const { opened } = input.value;
  const why = opened && whyOf(opened, node, await runCondition(opened));
  output.out(
    json ? JSON.stringify({ ...explanation, ...why }, plainTerms, 2) : explanationText(explanation, why, output),
  );
  return EXIT.ok;
}

/** Where nothing has run yet, a code without its room may be meant, or the plan of a specification. */
function withWay(diagnostic: Diagnostic, subject: string): Diagnostic {
  if (diagnostic.code !== 'history/no-run') return diagnostic;
  const code = codeMeant(subject);
  const ways = `${diagnostic.help}, or ask a plan that was never run: spec-exec explain ${subject} --spec PATH`;
  const help = code ? `Did you mean the code ${code}? ${ways}` : ways;
  return { ...diagnostic, help };
}

/** Triples in JSON as three strings. */
function plainTerms(_key: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'subject' in value && 'predicate' in value && 'object' in value) {
    const { subject, predicate, object } = value as Record<'subject' | 'predicate' | 'object', { value: string }>;
    return { subject: subject.value, predicate: predicate.value, object: object.value };
  }
  return value;
}

/** What is looked at: of a run, with its state. */
type Asked = ExplainInput & { readonly opened?: OpenedRun };

async function inputOf(options: ExplainOptions): Promise<Result<Asked>> {
  const engine = openEngine();
  if (options.spec !== undefined) {
    const checked = await engine.check(options.spec);
    if (!checked.ok) return checked;
    const { plan, spec, closure } = checked.value;
    if (!plan) return { ok: false, diagnostics: closure.diagnostics } as const;
    return {
      ok: true,
      value: { graphs: spec.graphs, plan, catalogue: engine.catalogue, ...placesOf(spec) } satisfies Asked,
    } as const;
  }
  const opened = await engine.open('.', options.run);
  if (!opened.ok) return opened;
  const { graphs, plan, ref } = opened.value;
  // Lines are told from the specification as it is on disk; a triple that is no longer there has none.
  const folder = graphs.object(namedNode(ref.iri), sx.specificationFolder)?.value;
  const spec = folder === undefined ? undefined : await placesFrom(engine, join(projectRoot('.'), folder));
  return {
    ok: true,
    value: {
      graphs,
      plan,
      catalogue: engine.catalogue,
      ...placesOf(spec?.ok ? spec.value : undefined),
      opened: opened.value,
    } satisfies Asked,
  } as const;
}

/** With the places of lifted triples, where it is in another dialect. */
async function placesFrom(engine: Engine, folder: string): Promise<Result<LoadedSpec>> {
  const lifted = await engine.lift(folder);
  return lifted.ok ? ok(lifted.value.spec) : await loadSpec(folder);
}

function placesOf(spec: LoadedSpec | undefined): Pick<ExplainInput, 'place' | 'declared'> {
  return {
    place: (subject, predicate, object) => spec?.locations.ofTriple(subject, predicate, object)?.object,
    declared: (subject) => spec?.locations.ofSubject(subject),
  };
}

function unknownCode(code: string) {
  const near = codeMeant(code);
  return unusable('history/unknown-code', `No finding has the code "${code}".`, {
    help: near === undefined ? 'docs/errors.md lists them all.' : `Did you mean ${near}?`,
  });
}
