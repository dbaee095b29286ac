// spec-exec lift: a specification of another dialect, as Turtle in our vocabulary.
import { existsSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { unusable, type Diagnostic } from '../../base/diagnostic.ts';
import { openEngine } from '../../engine.ts';
import { specDocuments } from '../../store/load.ts';
import type { Lifted } from '../../lift/lift.ts';
import { liftedParts, liftedTurtle, type Part, type TurtleOptions } from '../../lift/turtle.ts';
import { linesOnDisk } from '../../store/lines.ts';
import type { LoadedSpec } from '../../store/load.ts';
import { pathBelow, projectRoot } from '../../store/project.ts';
import { refuse } from '../findings.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';

export interface LiftWords {
  readonly format: 'turtle' | 'json';
  readonly output?: string;
  readonly json?: boolean;
}

export async function lift(spec: string, words: LiftWords, output: Output): Promise<ExitCode> {
  const json = words.json === true || words.format === 'json';
  const lifted = await openEngine().lift(spec);
  if (!lifted.ok) return refuse(lifted.diagnostics, output, json, linesOnDisk(projectRoot(spec)));
  if (json) {
    output.out(JSON.stringify(documentOf(lifted.value), null, 2));
    return EXIT.ok;
  }
  const { dialect, guesses } = lifted.value;
  const triples = [...lifted.value.triples, ...lifted.value.own];
  const shown = shownFrom(lifted.value.spec);
  const options: TurtleOptions = {
    prefixes: prefixesOf(lifted.value.spec),
    shown,
    placeOf: (thing) => lifted.value.spec.locations.ofSubject(thing),
    head: [
      `Lifted from ${lifted.value.spec.documents.map(({ path }) => shown(path)).join(', ')} by the dialect ${dialect.name}.`,
      'A comment above a line says where it comes from; "guess" says what was read into it, and is to be confirmed.',
    ],
  };
  if (words.output === undefined) output.out(liftedTurtle(triples, options));
  else {
    const parts = liftedParts(triples, options);
    try {
      const taken = specDocuments.filter((name) => lstatSync(join(words.output!, name), { throwIfNoEntry: false }));
      if (taken.length > 0) return refuse([wouldOverwrite(words.output, taken)], output, json);
      // Below /proc Node tries for ever to make a folder with all that are above it.
      if (!existsSync(words.output))
        mkdirSync(words.output, { recursive: !existsSync(dirname(resolve(words.output))) });
      for (const name of specDocuments)
        writeFileSync(join(words.output, name), parts[name.slice(0, -'.ttl'.length) as Part], { flag: 'wx' });
    } catch (error) {
      return refuse([cannotWrite(words.output, error as Error)], output, json);
    }
  }
  const where = words.output === undefined ? '' : ` to ${relative('.', words.output) || '.'}`;
  output.err(
    `Lifted from ${dialect.title}${where}: ${triples.length} triples, ${guesses.length} guesses to be confirmed.`,
  );
  return EXIT.ok;
}

/** Files of the specification are named as they are in its folder. */
function shownFrom({ root, folder }: LoadedSpec): (file: string) => string {
  const start = `${pathBelow(root, folder)}/`;
  return (file) => (file.startsWith(start) ? file.slice(start.length) : file);
}

function prefixesOf({ documents }: LoadedSpec): Record<string, string> {
  return Object.assign({}, ...[...documents].reverse().map(({ prefixes }) => prefixes)) as Record<string, string>;
}

function documentOf({ dialect, triples, guesses }: Lifted<LoadedSpec>) {
  return {
    dialect: { name: dialect.name, title: dialect.title },
    triples: triples.map(({ quad: { subject, predicate, object }, source }) => ({
      subject: subject.value,
      predicate: predicate.value,
      object: object.value,
      ...(object.termType === 'Literal' && { datatype: object.datatype.value }),
      ...(source && { at: source.places.object }),
    })),
    guesses,
  };
}

function cannotWrite(folder: string, { message }: Error): Diagnostic {
  return unusable('lift/cannot-write', `Nothing can be written to ${folder}: ${message}.`, {
    help: 'Give another folder with --output.',
  });
}

function wouldOverwrite(folder: string, taken: readonly string[]): Diagnostic {
  return unusable('lift/file-exists', `${folder} already holds ${taken.join(', ')}. Nothing was written.`, {
    why: 'What stands there may be somebody’s work.',
    help: 'Give another folder with --output.',
  });
}
