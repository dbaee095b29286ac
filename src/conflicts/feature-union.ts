// The features of a Cargo manifest as both sides together would have them: names that nobody declares then, and circles.
import { dependenciesOf, featuresOf, namedBy } from './cargo.ts';
import type { Three } from './meet.ts';

type Features = ReadonlyMap<string, readonly string[]>;

export interface Manifest {
  readonly features: Features;
  /** Names of dependencies; of those that are optional, each is a feature too. */
  readonly dependencies: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
}

export function manifestOf(root: Three['base']): Manifest {
  const dependencies = dependenciesOf(root);
  return {
    features: featuresOf(root),
    dependencies: new Set(dependencies.map(({ key }) => key)),
    optional: new Set(dependencies.filter(({ isOptional }) => isOptional).map(({ key }) => key)),
  };
}

/** As a merge has it: what one side changed as that side has it, what both changed with the members of both. */
export function unionOf(base: Manifest, ours: Manifest, theirs: Manifest): Manifest {
  const features = new Map<string, readonly string[]>();
  for (const name of new Set([...ours.features.keys(), ...theirs.features.keys()])) {
    const [before, mine, yours] = [base, ours, theirs].map((one) => one.features.get(name));
    const kept = mergedSet(new Set(before), new Set(mine), new Set(yours));
    const gone = before !== undefined && (mine === undefined || yours === undefined);
    if (!gone) features.set(name, [...kept]);
  }
  return {
    features,
    dependencies: mergedSet(base.dependencies, ours.dependencies, theirs.dependencies),
    optional: mergedSet(base.optional, ours.optional, theirs.optional),
  };
}

/** What both have, and what one of them put in; not what one of them took out. */
export function mergedSet<T>(base: ReadonlySet<T>, ours: ReadonlySet<T>, theirs: ReadonlySet<T>): ReadonlySet<T> {
  const kept = [...ours].filter((item) => theirs.has(item) || !base.has(item));
  return new Set([...kept, ...[...theirs].filter((item) => !base.has(item))]);
}

export interface Use {
  readonly feature: string;
  readonly member: string;
}

/** Members that name nothing. */
export function unknownUses({ features, dependencies, optional }: Manifest): readonly Use[] {
  return [...features].flatMap(([feature, members]) =>
    members
      .filter((member) => {
        const { kind, name } = namedBy(member);
        if (member.startsWith('dep:')) return !optional.has(name);
        return kind === 'dependency' ? !dependencies.has(name) : !features.has(name) && !optional.has(name);
      })
      .map((member) => ({ feature, member })),
  );
}

/** Features that turn themselves on, each circle once, from its first name on. */
export function circlesOf({ features }: Manifest): readonly (readonly string[])[] {
  const circles: (readonly string[])[] = [];
  const done = new Set<string>();
  for (const start of [...features.keys()].sort()) {
    // Depth first without calling itself: a feature can stand at the end of a long chain.
    const path: { readonly name: string; readonly rest: string[] }[] = [];
    const enter = (name: string): void => {
      const circle = path.findIndex((step) => step.name === name);
      if (circle >= 0) circles.push([...path.slice(circle).map((step) => step.name), name]);
      else if (!done.has(name) && features.has(name)) path.push({ name, rest: [...features.get(name)!] });
    };
    enter(start);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const next = step.rest.shift();
      if (next === undefined) {
        done.add(step.name);
        path.pop();
      } else if (namedBy(next).kind === 'feature' && !next.startsWith('dep:')) enter(next);
    }
  }
  return circles;
}
