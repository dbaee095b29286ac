// The one place that wires the rooms: load, close, derive, run, ask. Commands and servers call this and nothing below it.
import type { NamedNode, Term } from '@rdfjs/types';
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { assetNames, shippedAssets, type AssetFolders } from './base/assets.ts';
import { systemClock, systemRandom, type Clock, type RandomHex } from './base/clock.ts';
import { byPlace, unusable, type Diagnostic, type Span } from './base/diagnostic.ts';
import { nearest } from './base/near.ts';
import { fail, ok, unreachable, type Result } from './base/result.ts';
import { closeSpec, type Closure } from './closure/close.ts';
import { withoutIgnored } from './closure/ignore.ts';
import { reportQuads } from './closure/report.ts';
import { type Binding, compileBinding, emptyBinding, unresolved } from './derive/binding.ts';
import { compile, compileWhatThereIs } from './derive/compile.ts';
import { derive } from './derive/derive.ts';
import { type Entities, readEntities } from './derive/entities.ts';
import type { Plan } from './derive/plan.ts';
import type { Json } from './evidence/json.ts';
import type { Meeting } from './schedule/meeting.ts';
import { nodeMeant } from './history/explain.ts';
import { findRun, readRun, type RecordedRun } from './history/runs.ts';
import type { Lifted } from './lift/lift.ts';
import { liftSpec, nothingToLift, type Lifting } from './lift/spec.ts';
import { openCatalogue, type Catalogue } from './query/catalogue.ts';
import { awaitedIn, awaitedText } from './schedule/awaited.ts';
import { stillAsked } from './schedule/asked.ts';
import { askToStop, nothingToCancel } from './schedule/cancel.ts';
import { capacitiesOf, type ResourceWords } from './schedule/capacities.ts';
import type { RunEvent } from './schedule/event.ts';
import { runsFolder } from './schedule/folders.ts';
import { speaker, type Word } from './schedule/message.ts';
import { preflight } from './schedule/preflight.ts';
import { rebuild } from './schedule/rebuild.ts';
import { rehearse, rehearseOn, type Rehearsal } from './schedule/rehearse.ts';
import { moduleFindings } from './schedule/modules.ts';
import { formerPlans } from './schedule/replay.ts';
import { changesBetween, stated } from './schedule/changes.ts';
import { revisionOf, type Revision } from './schedule/revision.ts';
import { bindingChanged, cannotGoOn, changedUnder, type Revised, tellRevision } from './schedule/revision-told.ts';
import { resumeRun, startRun, stateToGoOn, type ResumeInput } from './schedule/run.ts';
import type { RunInput, RunResult } from './schedule/run-input.ts';
import type { Said } from './schedule/session.ts';
import { speak, type Heard } from './schedule/speak.ts';
import { somethingCame } from './schedule/stay.ts';
import { isMet, type RunState } from './schedule/state.ts';
import { isHeld, lockRun } from './store/lock.ts';
import { areUnchanged, recordedDocuments } from './store/documents.ts';
import { Graphs } from './store/graphs.ts';
import { loadFiles, loadSpec, type LoadedSpec } from './store/load.ts';
import { placed, placedUnread } from './store/placed.ts';
import type { Locations } from './store/locations.ts';
import { bindingSecrets } from './schedule/masked.ts';
import type { Secrets } from './base/secrets.ts';
import { pathBelow, projectRoot } from './store/project.ts';
import { skolemise } from './store/skolem.ts';
import { namedNode } from './vocabulary/factory.ts';
import { sx } from './vocabulary/terms.ts';

export interface EngineOptions {
  /** Where ontology, shapes, queries and schemas are read from; the shipped ones where nothing is said. */
  readonly assets?: Partial<AssetFolders> | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: RandomHex | undefined;
}

export interface CheckOptions {
  /** Further SHACL shapes files. */
  readonly shapes?: readonly string[] | undefined;
  /** Codes or rooms whose warnings and notes are left out, besides those that documents ignore themselves. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether a specification in a dialect that is known is lifted into our vocabulary; it is where nothing is said. */
  readonly lift?: boolean | undefined;
}

/** A specification that was loaded and looked at: its closure, and its plan where one could be derived. */
export interface Checked {
  readonly spec: LoadedSpec;
  /** What was lifted, where it is in a dialect that is known; `spec` then holds the lifted triples, too. */
  readonly lifted: Lifted<LoadedSpec> | undefined;
  readonly closure: Closure;
  /** Absent where the specification does not give one; the closure's findings say why. */
  readonly plan: Plan | undefined;
  /** The plan as far as there is one: for looking at, not for running. */
  readonly outline: Plan;
  readonly entities: Entities;
}

export interface RunOptions extends CheckOptions {
  /** Name of a file in `.specify/bindings/`, or the path of one. */
  readonly bindings?: string | undefined;
  readonly jobs?: number | undefined;
  readonly resources?: ResourceWords | undefined;
  /** Per cent; below it the run is refused. */
  readonly minClosure?: number | undefined;
  readonly keepGoing?: boolean | undefined;
  /** Whether a run that waits for a person is stayed with until the word comes, instead of being left paused. */
  readonly wait?: boolean | undefined;
  /** A task, gate or phase up to which the run goes; a run that is taken up goes on to where it was asked to go. */
  readonly until?: string | undefined;
  /** Whether a run that is taken up goes to its end, however far it was asked to go before. */
  readonly whole?: boolean | undefined;
  /** Whether a run is left alone whose specification was changed since it began. */
  readonly strict?: boolean | undefined;
  /** Whether a run goes on by its specification as it is on record, however that was changed since. */
  readonly asRecorded?: boolean | undefined;
  readonly interrupt?: AbortSignal | undefined;
  readonly say?: ((line: Said) => void) | undefined;
  readonly onEvent?: ((event: RunEvent, at: number) => void) | undefined;
  readonly onStep?: ((state: RunState) => void | Promise<void>) | undefined;
  /** Called once everything before the first task is known. */
  readonly onPlan?: ((known: KnownPlan) => void) | undefined;
  readonly onRun?: ((run: { readonly iri: string; readonly folder: string }) => void) | undefined;
}

/** What is known before the first task starts. */
export interface KnownPlan {
  readonly plan: Plan;
  readonly entities: Entities;
  /** Obligations of the specification, as they were when the run began. */
  readonly closure: { readonly met: number; readonly total: number };
  readonly resumed: boolean;
  /** Phases (indexes) of which a task was started before a resume. */
  readonly begun?: ReadonlySet<number | undefined>;
  /** What was changed in the specification since the run began, or was last resumed. */
  readonly revised?: Revised | undefined;
}

/** A run as it stands: its graphs (specification, record, status), its plan and its state. */
export interface OpenedRun extends RecordedRun {
  readonly plan: Plan;
  readonly entities: Entities;
  readonly state: RunState;
  readonly lastEvent: RunEvent | undefined;
  /** The plans that it went by before its specification was revised, the first first. */
  readonly former: readonly Plan[];
}

/** Of a run that is rehearsed from where it is. */
export interface Resumes {
  readonly run: string;
  /** Names of tasks that are done, and are not done again. */
  readonly done: readonly string[];
  /** Names of tasks that were under way, and are taken up. */
  readonly takenUp: readonly string[];
  readonly revised: Revised | undefined;
}

/** A rehearsal, and how each task would be run. */
export type Rehearsed = Rehearsal & {
  readonly binding: Binding;
  readonly entities: Entities;
  readonly resumes?: Resumes;
};

/** A run that was stopped. */
export interface Cancelled {
  readonly run: string;
  /** Whether somebody was at work on it, who has stopped. */
  readonly held: boolean;
  /** Attempts that still ran though nobody was at work on the run, and were ended. */
  readonly stopped: number;
  /** Whether it was stopped already. */
  readonly before: boolean;
}

export interface Engine {
  readonly catalogue: Catalogue;
  readonly assets: AssetFolders;
  /** Loads, closes and derives. Findings of exit class 2 where it cannot be read at all. */
  check(path: string, options?: CheckOptions): Promise<Result<Checked>>;
  /** Loads a specification and lifts it into our vocabulary. Findings where it is in ours already, or in none that is known. */
  lift(path: string): Promise<Result<Lifted<LoadedSpec>>>;
  /** Runs a plan to its end, or until it pauses. Findings where it is refused or cannot be set up. */
  run(path: string, options?: RunOptions): Promise<Result<RunResult>>;
  /** What `run` would do, in which order and beside what: nothing is started, nothing is written. Findings as those of `run`. */
  rehearse(path: string, options?: RunOptions): Promise<Result<Rehearsed>>;
  /** What `resume` would do: nothing is started, nothing is written. Findings as those of `resume`. */
  rehearseResume(from: string, run: string | undefined, options?: RunOptions): Promise<Result<Rehearsed>>;
  /** Takes a run of the project at `from` up again. */
  resume(from: string, run: string | undefined, options?: RunOptions): Promise<Result<RunResult>>;
  /** Opens a run's record for reading: nothing is written, and a run under way is not disturbed. */
  open(from: string, run?: string): Promise<Result<OpenedRun>>;
  /** The values that the binding of a run declares secret, as far as this environment has them: to keep them out of what is shown. */
  secrets(from: string, run: OpenedRun): Promise<Result<Secrets>>;
  /** Where the agents of a run meet now, whose changes are not merged yet; undefined where they do not work in git. */
  conflicts(run: OpenedRun): Promise<Result<Meeting | undefined>>;
  /** Puts a person's approval or rejection on record, also while the run goes on. On disk when it resolves. */
  approve(
    from: string,
    run: string,
    subject: string,
    words: { readonly name: string; readonly yes: boolean; readonly note: string },
  ): Promise<Result<Heard>>;
  /** Stops a run as Ctrl-C does, whoever is at work on it; what still runs is ended where nobody is. Nothing of it runs when it resolves. */
  cancel(from: string, run: string | undefined): Promise<Result<Cancelled>>;
  /** Hands a value over in a person's name, also while the run goes on. On disk when it resolves. */
  handOver(
    from: string,
    run: string | undefined,
    words: {
      readonly name: string;
      readonly key: string;
      readonly value: Json;
      readonly ifVersion?: number | undefined;
    },
  ): Promise<Result<Heard>>;
}

/** The engine over the given assets; loads nothing until it is asked. */
export function openEngine(options: EngineOptions = {}): Engine {
  const assets: AssetFolders = { ...shippedAssets, ...options.assets };
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom;
  const catalogue = openCatalogue(assets.queries);

  const check: Engine['check'] = async (path, { shapes, ignore, lift } = {}) => {
    const loaded = await loadSpec(path);
    if (!loaded.ok) return fail(...placedUnread(loaded.diagnostics, path));
    const lifting =
      lift === false ? ok<Lifting<LoadedSpec>>({ kind: 'ours' }) : await liftSpec(loaded.value, { assets });
    if (!lifting.ok) return lifting;
    const lifted = lifting.value.kind === 'lifted' ? lifting.value.lifted : undefined;
    const unknown = lifting.value.kind === 'unknown' ? [lifting.value.finding] : [];
    const spec = lifted?.spec ?? loaded.value;
    const written =
      lifting.value.kind === 'lifted' ? { spec: loaded.value, reading: lifting.value.reading } : undefined;
    const closed = await closeSpec(spec, { assets, catalogue, written, planned: true, ...(shapes ? { shapes } : {}) });
    if (!closed.ok) return closed;
    const { graphs, locations, documents } = spec;
    await derive(graphs, catalogue);
    const place = (s: Term, p: Term, o: Term): Span | undefined => locations.ofTriple(s, p, o)?.object;
    const { plan: outline, findings } = await compileWhatThereIs(graphs, { catalogue, place });
    const entities = readEntities(graphs);
    const plan = findings.length === 0 ? outline : undefined;
    const further = [
      ...(await preflight(graphs, entities, plan, place)),
      // Where nobody knows the vocabulary, there is no plan of course.
      ...(unknown.length > 0 ? unknown : findings),
    ];
    const found = placed(
      [...closed.value.diagnostics, ...unsaid(further, closed.value.diagnostics)],
      documents.map(({ path: file }) => file),
      (focus) => locations.ofSubject(namedNode(focus)),
    ).map(withoutLabel);
    const diagnostics = withoutIgnored(found, spec, ignore).sort(byPlace);
    const conforms = plan !== undefined && !diagnostics.some(({ severity }) => severity === 'error');
    const closure = { ...closed.value, conforms, diagnostics, report: () => reportQuads(diagnostics) };
    return ok({ spec, lifted, closure, plan, outline, entities });
  };

  const liftAlone: Engine['lift'] = async (path) => {
    const loaded = await loadSpec(path);
    if (!loaded.ok) return fail(...placedUnread(loaded.diagnostics, path));
    const lifting = await liftSpec(loaded.value, { assets });
    if (!lifting.ok) return lifting;
    switch (lifting.value.kind) {
      case 'lifted':
        return ok(lifting.value.lifted);
      case 'unknown':
        return fail(lifting.value.finding);
      case 'ours':
        return fail(nothingToLift(loaded.value));
      default:
        return unreachable(lifting.value);
    }
  };

  const readBinding = async (
    root: string,
    name: string | undefined,
  ): Promise<Result<{ binding: Binding; file: string; digest: string; flaws: readonly Diagnostic[] }>> => {
    const file = bindingFile(root, name ?? 'default');
    if (!existsSync(file)) {
      if (name === undefined) return ok({ binding: emptyBinding, file: relative(root, file), digest: '', flaws: [] });
      return fail(
        unusable('derive/no-binding', `There is no binding "${name}": ${shown(root, file)} does not exist.`, {
          why: 'A binding says how each agent runs in this environment.',
          help: otherBindings(root, name),
        }),
      );
    }
    const loaded = await loadFiles([file], { root });
    if (!loaded.ok) return loaded;
    const binding = compileBinding(loaded.value.graphs, (term) => loaded.value.locations.ofSubject(term));
    if (!binding.ok) return binding;
    // A misspelt word of a binding would be ignored in silence, and other agents run than were meant. Its rules may be blank
    // nodes (nothing of them goes on record), and may be for agents of other specifications.
    const closed = await closeSpec(loaded.value, { assets, catalogue, coverage: false });
    if (!closed.ok) return closed;
    const flaws = closed.value.diagnostics.filter(
      ({ severity, code }) => severity === 'error' && !OF_SPECIFICATIONS.has(code),
    );
    const missing = moduleFindings(binding.value, root);
    const digest = loaded.value.documents.map((document) => document.digest).join(' ');
    return ok({ binding: binding.value, file: shown(root, file), digest, flaws: [...flaws, ...missing] });
  };

  const engine: Engine = {
    catalogue,
    assets,
    check,
    lift: liftAlone,
    run: async (path, runOptions = {}) => {
      const ready = await prepared(path, runOptions);
      if (!ready.ok) return ready;
      const { input, root } = ready.value;
      const started = await startRun(input);
      return runOptions.wait ? stay(started, root, runOptions) : started;
    },
    rehearse: async (path, runOptions = {}) => {
      const ready = await prepared(path, runOptions);
      if (!ready.ok) return ready;
      const { plan, capacities, policy, binding, entities, upTo } = ready.value.input;
      return ok({ ...rehearse(plan, capacities, policy, upTo), binding, entities });
    },
    resume: async (from, name, runOptions = {}) => {
      const root = projectRoot(from);
      const taken = await takenUp(root, name, runOptions);
      if (!taken.ok) return taken;
      if ('ended' in taken.value) return ok(taken.value.ended);
      const resumed = await resumeRun(taken.value.input);
      return runOptions.wait ? stay(resumed, root, runOptions) : resumed;
    },
    rehearseResume: async (from, name, runOptions = {}) => {
      const taken = await takenUp(projectRoot(from), name, runOptions);
      if (!taken.ok) return taken;
      const { opened, revised } = taken.value;
      const run = opened.ref.iri;
      if ('ended' in taken.value) {
        const { state, stop } = taken.value.ended;
        const nothing = { plan: state.plan, tasks: [], gates: [], totalMs: 0, stop };
        return ok({ ...nothing, binding: emptyBinding, entities: opened.entities, resumes: resumesOf(run, state) });
      }
      const { input } = taken.value;
      const free = await isFree(input.folder);
      if (!free.ok) return free;
      const state = stateToGoOn(input);
      if (!state.ok) return state;
      const resumes = resumesOf(run, state.value, revised);
      const { binding, entities, upTo } = input;
      return ok({ ...rehearseOn(state.value, upTo), binding, entities, resumes });
    },
    open: (from, name) => openRun(projectRoot(from), name),
    secrets: (from, opened) => secretsOfRun(projectRoot(from), opened),
    conflicts: async ({ ref, graphs, plan, state }) => {
      const { conflictsNow } = await import('./schedule/meeting.ts');
      return conflictsNow({ run: ref.iri, folder: ref.folder, graphs, plan, state });
    },
    approve: async (from, run, subject, words) => {
      const opened = await openRun(projectRoot(from), run);
      if (!opened.ok) return opened;
      const { yes, note } = words;
      return say(opened.value, { kind: 'approval', ...speaker(words.name), subject, yes, note });
    },
    handOver: async (from, run, { name, ...words }) => {
      const opened = await openRun(projectRoot(from), run);
      if (!opened.ok) return opened;
      return say(opened.value, { kind: 'hand-off', ...speaker(name), ...words });
    },
    cancel: async (from, name) => {
      const root = projectRoot(from);
      const named = findRun(runsFolder(root), name);
      if (!named.ok) return named;
      const { folder, iri } = named.value;
      let held = false;
      for (;;) {
        const asked = await askToStop(folder, clock);
        if (!asked.ok) return asked;
        held ||= asked.value.wasHeld;
        const opened = await openRun(root, iri);
        if (!opened.ok) return opened;
        const { lastEvent, state, ref } = opened.value;
        if (lastEvent?.kind === 'run-ended') return fail(nothingToCancel(ref.name, lastEvent.ending));
        const running = state.running.size;
        const isStopped = lastEvent?.kind === 'run-paused' && lastEvent.why === 'interrupted' && running === 0;
        if (isStopped) return ok({ run: iri, held, stopped: 0, before: !held });
        // Nobody is at work on it: it is taken up only to stop it, as Ctrl-C would have.
        const interrupt = AbortSignal.abort(`it was cancelled by ${speaker().systemUser}`);
        const result = await engine.resume(root, iri, { asRecorded: true, interrupt });
        if (result.ok) return ok({ run: iri, held, stopped: running, before: false });
        if (result.diagnostics[0]?.code !== 'store/run-locked') return result;
      }
    },
  };

  return engine;

  /** Everything that a run is given that is taken up; or how it ended, where it has. */
  async function takenUp(
    root: string,
    name: string | undefined,
    runOptions: RunOptions,
  ): Promise<
    Result<
      { readonly opened: OpenedRun; readonly revised: Revised | undefined } & (
        | { readonly input: ResumeInput }
        | { readonly ended: RunResult }
      )
    >
  > {
    const opened = await openRun(root, name);
    if (!opened.ok) return opened;
    const now = await changedSpec(root, opened.value, runOptions);
    if (!now.ok) return now;
    const { ref, former, ...recorded } = opened.value;
    const { graphs, plan, entities, closure, minClosure, specFolder, specPath, documents } = now.value ?? recorded;
    const begun = new Set(
      [...recorded.state.attempts.keys()].flatMap((node) => {
        const task = plan.tasks.find(({ iri }) => iri === recorded.plan.nodes[node]!.iri);
        return task ? [task.phase] : [];
      }),
    );
    runOptions.onPlan?.({ plan, entities, closure, resumed: true, begun, revised: now.value?.revised });
    const known = { opened: opened.value, revised: now.value?.revised };
    const { lastEvent, state } = recorded;
    if (lastEvent?.kind === 'run-ended' && !now.value)
      return ok({ ...known, ended: { run: ref.iri, folder: ref.folder, stop: lastEvent, state, graphs } });
    const upTo = runOptions.whole ? ok(undefined) : stepMeant(plan, runOptions.until, stillAsked(state, lastEvent));
    if (!upTo.ok) return upTo;
    // The same agents as before, unless others are asked for.
    const before = recorded.graphs.object(namedNode(ref.iri), sx.bindingFile)?.value;
    const bound = await readBinding(root, runOptions.bindings ?? (before && resolve(root, before)));
    if (!bound.ok) return bound;
    const unbound = unresolved(plan, bound.value.binding, bound.value.file, (iri) =>
      now.value?.locations.ofSubject(namedNode(iri)),
    );
    if (unbound.length > 0)
      return fail(...(bound.value.binding === emptyBinding ? [noBinding(bound.value.file)] : unbound));
    if (bound.value.flaws.length > 0) return fail(...bound.value.flaws);
    const ledBy = recorded.graphs.objects(namedNode(ref.iri), sx.bindingDigest).map((digest) => digest.value);
    const isOther = runOptions.bindings === undefined && ledBy.length > 0 && !ledBy.includes(bound.value.digest);
    if (isOther && runOptions.strict) return fail(bindingChanged(bound.value.file, ref.name));
    if (isOther)
      runOptions.say?.({
        kind: 'note',
        text: `${bound.value.file} has changed since the run began: what starts from here on is run as it says now`,
      });
    const capacities = capacitiesOf(plan, entities, bound.value.binding, runOptions.resources, runOptions.jobs, root);
    if (!capacities.ok) return capacities;
    for (const note of capacities.value.notes) runOptions.say?.({ kind: 'note', text: note });
    const input = {
      ...common(runOptions),
      graphs,
      plan,
      entities,
      binding: bound.value.binding,
      bindingFile: bound.value.file,
      bindingDigest: bound.value.digest,
      projectRoot: root,
      specFolder,
      specPath,
      documents,
      minClosure,
      closure,
      capacities: capacities.value.capacities,
      run: ref.iri,
      folder: ref.folder,
      former: now.value ? [...former, recorded.plan] : former,
      revision: now.value?.revision,
      upTo: upTo.value,
    };
    return ok({ ...known, input });
  }

  /** Everything that a run is given, where it may begin at all. */
  async function prepared(path: string, runOptions: RunOptions): Promise<Result<{ input: RunInput; root: string }>> {
    const checked = await check(path, runOptions);
    if (!checked.ok) return checked;
    const { spec, closure, plan } = checked.value;
    const minClosure = runOptions.minClosure ?? 100;
    if (!plan || !isClosed(closure, minClosure)) return fail(...refusal(checked.value));
    const bound = await readBinding(spec.root, runOptions.bindings);
    if (!bound.ok) return bound;
    const unbound = unresolved(plan, bound.value.binding, bound.value.file, (iri) =>
      spec.locations.ofSubject(namedNode(iri)),
    );
    if (unbound.length > 0)
      return fail(...(bound.value.binding === emptyBinding ? [noBinding(bound.value.file)] : unbound));
    if (bound.value.flaws.length > 0) return fail(...bound.value.flaws);
    const graphs = withoutBlankNodes(spec);
    const own = await compile(graphs);
    if (!own.ok) return own;
    const entities = readEntities(graphs);
    const capacities = capacitiesOf(
      own.value,
      entities,
      bound.value.binding,
      runOptions.resources,
      runOptions.jobs,
      spec.root,
    );
    if (!capacities.ok) return capacities;
    for (const note of capacities.value.notes) runOptions.say?.({ kind: 'note', text: note });
    const upTo = stepMeant(own.value, runOptions.until, undefined);
    if (!upTo.ok) return upTo;
    runOptions.onPlan?.({ plan: own.value, entities, closure, resumed: false });
    const input = {
      upTo: upTo.value,
      ...common(runOptions),
      graphs,
      plan: own.value,
      entities,
      binding: bound.value.binding,
      bindingFile: bound.value.file,
      bindingDigest: bound.value.digest,
      projectRoot: spec.root,
      ...described(path, spec),
      minClosure,
      closure: { met: closure.met, total: closure.total },
      capacities: capacities.value.capacities,
    };
    return ok({ input, root: spec.root });
  }

  /** Puts a person's word on record. */
  async function say(opened: OpenedRun, word: Word): Promise<Result<Heard>> {
    const { ref } = opened;
    const secrets = await secretsOfRun(projectRoot(ref.folder), opened);
    if (!secrets.ok) return secrets;
    const input = { run: ref.iri, folder: ref.folder, clock, schemas: assets.schemas, secrets: secrets.value };
    return speak(input, word);
  }

  async function secretsOfRun(root: string, { graphs, ref }: OpenedRun): Promise<Result<Secrets>> {
    const before = graphs.object(namedNode(ref.iri), sx.bindingFile)?.value;
    const bound = await readBinding(root, before && resolve(root, before));
    return bound.ok ? ok(bindingSecrets(bound.value.binding, process.env)) : bound;
  }

  /** Takes a run up again whenever something was said to it, until it waits for nobody any more. */
  async function stay(first: Result<RunResult>, root: string, runOptions: RunOptions): Promise<Result<RunResult>> {
    const interrupt = runOptions.interrupt ?? new AbortController().signal;
    // As it is on record: a run that somebody stays with is not taken up by a specification that is being edited.
    let result = first;
    while (result.ok && result.value.stop.kind === 'run-paused' && result.value.stop.why === 'awaiting') {
      const { run, folder, state, graphs, journalBytes = 0 } = result.value;
      const awaited = awaitedIn({ run, folder, plan: state.plan, entities: readEntities(graphs), state, graphs });
      for (const one of awaited) runOptions.say?.({ kind: 'note', text: `${awaitedText(one)}: ${one.command}` });
      const untils = awaited.flatMap(({ untilMs }) => untilMs ?? []);
      const untilMs = untils.length === 0 ? undefined : Math.min(...untils);
      if ((await somethingCame(folder, journalBytes, untilMs, clock, interrupt)) === 'interrupted')
        return ok({
          ...result.value,
          stop: { kind: 'run-paused', why: 'interrupted', reason: 'it was asked to stop while it waited for a person' },
        });
      const now = await openRun(root, run);
      if (now.ok && now.value.lastEvent?.kind === 'run-paused' && now.value.lastEvent.why === 'interrupted')
        return ok({ ...result.value, stop: now.value.lastEvent });
      const { onPlan: _, ...others } = runOptions;
      result = await engine.resume(root, run, { ...others, strict: false, asRecorded: true, wait: false });
    }
    return result;
  }

  function common(runOptions: RunOptions) {
    return {
      catalogue,
      assets,
      policy: { keepGoing: runOptions.keepGoing ?? false },
      clock,
      random,
      interrupt: runOptions.interrupt ?? new AbortController().signal,
      say: runOptions.say ?? (() => undefined),
      onEvent: runOptions.onEvent ?? (() => undefined),
      ...(runOptions.onStep ? { onStep: runOptions.onStep } : {}),
      ...(runOptions.onRun ? { onRun: runOptions.onRun } : {}),
    };
  }

  /** What is in place of the recorded specification, where that was changed; findings where the run cannot go on by it. */
  async function changedSpec(
    root: string,
    opened: Opened,
    runOptions: RunOptions,
  ): Promise<Result<Changed | undefined>> {
    const { ref, specPath, lastEvent, former } = opened;
    const documents = recordedDocuments(opened.graphs, ref.iri);
    if (runOptions.asRecorded || documents.size === 0 || (await areUnchanged(root, documents))) return ok(undefined);
    const path = join(root, specPath);
    // A run that is over has no more use for it.
    if (lastEvent?.kind === 'run-ended' && !existsSync(path)) return ok(undefined);
    const written = await loadSpec(path);
    if (!written.ok) return fail(...placedUnread(written.diagnostics, path), cannotGoOn(ref.name));
    const lifted = await liftSpec(written.value, { assets });
    if (!lifted.ok) return fail(...lifted.diagnostics, cannotGoOn(ref.name));
    const read = lifted.value.kind === 'lifted' ? lifted.value.lifted.spec : written.value;
    if (changesBetween(stated(opened.graphs), stated(withoutBlankNodes(read))).length === 0) return ok(undefined);
    const checked = await check(path, runOptions);
    if (!checked.ok) return fail(...checked.diagnostics, cannotGoOn(ref.name));
    const { spec, closure, plan: outlined } = checked.value;
    const graphs = withoutBlankNodes(spec);
    const minClosure = runOptions.minClosure ?? opened.minClosure;
    if (!outlined || !isClosed(closure, minClosure)) return fail(...refusal(checked.value), cannotGoOn(ref.name));
    const plan = await compile(graphs);
    if (!plan.ok) return plan;
    const revision = await revisionOf({
      run: ref.iri,
      number: former.length + 1,
      former: opened,
      revised: { graphs, plan: plan.value },
      catalogue,
    });
    if (!revision) return ok(undefined);
    const revised = tellRevision(revision, opened.state, plan.value, spec.locations);
    if (runOptions.strict) return fail(changedUnder(revised, ref.name));
    return ok({
      ...described(path, spec),
      graphs,
      plan: plan.value,
      entities: readEntities(graphs),
      closure,
      minClosure,
      locations: spec.locations,
      revision,
      revised,
    });
  }

  async function openRun(root: string, name: string | undefined): Promise<Result<Opened>> {
    const ref = findRun(runsFolder(root), name);
    if (!ref.ok) return ref;
    const recorded = readRun(ref.value);
    if (!recorded.ok) return recorded;
    const { graphs, replay } = recorded.value;
    const plan = await compile(graphs);
    if (!plan.ok)
      return fail(
        unusable('history/empty-run', `The run ${ref.value.name} was stopped before its plan was on record.`, {
          help: 'Nothing of it was done. Start the plan anew.',
        }),
      );
    const former = await formerPlans(replay.batches);
    const { state, lastEvent, specFolder } = rebuild(graphs, plan.value, ref.value.iri, replay, former);
    const said = (term: NamedNode): string | undefined => graphs.object(namedNode(ref.value.iri), term)?.value;
    return ok({
      ...recorded.value,
      plan: plan.value,
      entities: readEntities(graphs),
      state,
      lastEvent,
      former,
      specFolder,
      specPath: said(sx.specificationPath) ?? specFolder,
      documents: [],
      minClosure: Number(said(sx.minimumClosure) ?? 100),
      closure: { met: Number(said(sx.closureMet) ?? 0), total: Number(said(sx.closureTotal) ?? 0) },
    });
  }
}

/** What a run goes by: as it is on record, or as it was changed to be. */
type GoneBy = Pick<
  ResumeInput,
  'graphs' | 'plan' | 'entities' | 'specFolder' | 'specPath' | 'documents' | 'minClosure' | 'closure'
>;
type Opened = OpenedRun & GoneBy;
interface Changed extends GoneBy {
  readonly locations: Locations;
  readonly revision: Revision;
  readonly revised: Revised;
}

/** The step that is meant by a name, or else the one that was asked for before. */
function stepMeant(plan: Plan, name: string | undefined, before: string | undefined): Result<string | undefined> {
  const asked = name ?? before;
  if (asked === undefined) return ok(undefined);
  const node = nodeMeant(plan, asked);
  if (node !== undefined) return ok(plan.nodes[node]!.iri);
  const names = [...plan.tasks, ...plan.gates, ...plan.phases].map(({ id }) => id);
  const near = nearest(asked, names);
  return fail(
    unusable('history/unknown-node', `The plan has no task, gate or phase "${asked}".`, {
      help: near ? `Did you mean "${near}"?` : `It has: ${names.join(', ')}.`,
    }),
  );
}

/** The finding of a run that somebody is at work on. */
async function isFree(folder: string): Promise<Result<void>> {
  if (!(await isHeld(folder))) return ok(undefined);
  const lock = await lockRun(folder);
  if (!lock.ok) return lock;
  await lock.value.release();
  return ok(undefined);
}

function resumesOf(run: string, { plan, nodes, running, byHand }: RunState, revised?: Revised): Resumes {
  return {
    run,
    done: plan.tasks.filter(({ node }) => isMet(nodes[node]!)).map(({ id }) => id),
    takenUp: plan.tasks.filter(({ node }) => running.has(node) || byHand.has(node)).map(({ id }) => id),
    revised,
  };
}

/** A forged word of a record would be believed, however much else may be missing. */
function isClosed(closure: Closure, minClosure: number): boolean {
  const forged = closure.diagnostics.some(({ code }) => code === 'closure/record-word');
  return closure.percent >= minClosure && !forged && (closure.conforms || minClosure < 100);
}

/** The specification as it goes on record, with what was derived of it. */
function withoutBlankNodes(spec: LoadedSpec): Graphs {
  const graphs = new Graphs();
  for (const quad of spec.graphs.match(null, null, null, null))
    if (quad.graph.termType !== 'DefaultGraph') graphs.add(skolemise(quad));
  return graphs;
}

function described(path: string, spec: LoadedSpec): Pick<GoneBy, 'specFolder' | 'specPath' | 'documents'> {
  return {
    specFolder: relative(spec.root, spec.folder).split(sep).join('/') || '.',
    specPath: pathBelow(spec.root, path),
    documents: spec.documents,
  };
}

/** Findings that hold for specifications alone. */
const OF_SPECIFICATIONS: ReadonlySet<string> = new Set(['closure/blank-node', 'closure/unknown-reference']);

function bindingFile(root: string, name: string): string {
  if (/\.\w+$/.test(name) || name.includes('/')) return isAbsolute(name) ? name : resolve(name);
  return join(root, '.specify', 'bindings', `${name}.ttl`);
}

function shown(root: string, file: string): string {
  const path = relative(root, file);
  return path.startsWith('..') ? file : path;
}

/** Where a project says nothing of how agents run, one finding says so, not one for each task. */
function noBinding(file: string): Diagnostic {
  return unusable(
    'derive/no-binding',
    `Nothing says how the agents run here: there is no ${file}. Nothing was started.`,
    {
      why: 'The plan says what is to be done; a binding says how each agent runs in this environment.',
      help: `Write ${file}: <#here> a sx:Binding ; sx:agentBinding [ a sx:AgentBinding ; sx:executor sx:processExecutor ; sx:argv ( "program" "argument" ) ] . That rule is for every agent; add sx:binds <agent> to make it one for that agent.`,
    },
  );
}

function otherBindings(root: string, name: string): string {
  const folder = join(root, '.specify', 'bindings');
  const names = existsSync(folder) ? assetNames(folder, '.ttl').map((file) => file.slice(0, -'.ttl'.length)) : [];
  const near = nearest(name, names);
  if (near !== undefined) return `Did you mean "${near}"?`;
  const known = names.length > 0 ? ` There is: ${names.join(', ')}.` : '';
  return `Name a file of .specify/bindings/ without its ending, or give the path of one.${known}`;
}

/** Why a run is refused: the findings, and one that says so. */
function refusal({ spec, closure, plan }: Checked): Diagnostic[] {
  const errors = closure.diagnostics.filter((one) => one.severity === 'error');
  const again = `\`spec-exec validate ${relative(process.cwd(), spec.folder) || '.'}\``;
  const mend =
    errors.length === 1
      ? `Mend the finding above; ${again} shows it again.`
      : `Mend the ${errors.length} findings above; ${again} shows them again.`;
  const why = 'A run acts on what the specification says; what it leaves open would be guessed.';
  const noPlan = !plan && closure.percent >= 100;
  return [
    ...errors,
    {
      code: 'closure/not-closed',
      severity: 'error',
      message: noPlan
        ? 'No plan can be made of the specification. Nothing was started.'
        : `The specification is not closed: ${closure.met} of ${closure.total} obligations are met (${closure.percent} %). Nothing was started.`,
      why: noPlan ? 'Without a plan there is nothing to run.' : why,
      help: mend,
    },
  ];
}

/**
 * Of further findings those that closure has not said: one of the shapes at the same place says the same thing, and how to mend it
 * (but of loops no shape says anything); and a step that is unknown because its name or class is misspelt follows from that slip.
 */
function unsaid(further: readonly Diagnostic[], said: readonly Diagnostic[]): Diagnostic[] {
  const places = new Set(said.filter(({ severity }) => severity === 'error').map(placeKey));
  const slips = said.some(({ code }) => code === 'closure/unknown-term' || code === 'closure/unknown-reference');
  return further.filter((one) => {
    if (one.code === 'derive/cycle') return true;
    if (one.code === 'derive/unknown-step' && slips) return false;
    return one.at === undefined || !places.has(placeKey(one));
  });
}

/** What stands where a task should may be a node without a name, whose label stands in no document, or a text. */
function withoutLabel(finding: Diagnostic): Diagnostic {
  if (finding.focus === undefined || /^[a-z][a-z0-9+.-]*:/i.test(finding.focus)) return finding;
  const { focus: _, ...rest } = finding;
  return rest;
}

function placeKey({ at }: Diagnostic): string {
  return at ? `${at.file}:${at.line}` : '';
}
