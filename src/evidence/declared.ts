// Everything that is to be checked of an attempt, by what its task declares: known before the first check is made, so that a
// reader of the record sees the whole list, and of each check that was not reached that it was not.
import type { Check } from './checks.ts';
import type { ExpectedOutput } from './collect-artifacts.ts';
import type { ExpectedHandOff } from './collect-handoffs.ts';
import { mediaTypeSaid } from './media.ts';

/** What was asked and about what: a check before its outcome. */
export type Question = Pick<Check, 'id' | 'what' | 'about'>;

export const evidenceQuestions = {
  there: { id: 'evidence', what: 'evidence is there' },
  fits: { id: 'evidence/schema', what: 'evidence fits the schema of evidence' },
  fitsOwn: { id: 'evidence/plan-schema', what: "evidence fits the plan's own schema" },
} satisfies Record<string, Question>;

export const changeQuestion: Question = { id: 'change', what: 'it changed a file' };

export function verificationQuestion(name: string): Question {
  return { id: `verification/${encodeURIComponent(name)}`, what: `the verification ${name} passes` };
}

/** Undefined where the task declares nothing of the kind. */
export function artifactQuestions({ id, iri, mediaType, schema }: ExpectedOutput): {
  readonly there: Question;
  readonly changed: Question;
  readonly type: Question | undefined;
  readonly fits: Question | undefined;
} {
  const self = `artifact/${encodeURIComponent(id)}`;
  const what = `artifact ${id}`;
  return {
    there: { id: self, what: `${what} is there`, about: iri },
    changed: {
      id: `${self}/changed`,
      what: `${what} was made or changed, or the evidence says why not`,
      about: iri,
    },
    type:
      mediaType === undefined
        ? undefined
        : { id: `${self}/media-type`, what: `${what} ${mediaTypeSaid(mediaType)}`, about: iri },
    fits: schema === undefined ? undefined : { id: `${self}/schema`, what: `${what} fits its schema`, about: iri },
  };
}

export function handOffQuestions({ key, iri, schema }: ExpectedHandOff): {
  readonly there: Question;
  readonly fits: Question | undefined;
} {
  const self = `hand-off/${encodeURIComponent(key)}`;
  return {
    there: { id: self, what: `hand-off ${key} is there`, about: iri },
    fits:
      schema === undefined ? undefined : { id: `${self}/schema`, what: `hand-off ${key} fits its schema`, about: iri },
  };
}

export interface Declared {
  readonly verification: readonly string[];
  readonly changeRequired: boolean;
  readonly evidenceRequired: boolean;
  readonly evidenceSchema?: string | undefined;
  readonly handOffs: readonly ExpectedHandOff[];
  readonly outputs: readonly ExpectedOutput[];
  /** Whether it can be told which files were there before. */
  readonly changesSeen: boolean;
}

/** In the order in which they are made. */
export function declaredQuestions(of: Declared): Question[] {
  const { there, fits, fitsOwn } = evidenceQuestions;
  return [
    ...(of.changeRequired ? [changeQuestion] : []),
    ...of.verification.map(verificationQuestion),
    ...(of.evidenceRequired ? [there, fits, ...(of.evidenceSchema === undefined ? [] : [fitsOwn])] : []),
    ...of.handOffs.filter(({ required }) => required).flatMap((one) => given(Object.values(handOffQuestions(one)))),
    ...of.outputs.flatMap((one) => {
      const { there: isThere, changed, type, fits: fitsSchema } = artifactQuestions(one);
      return given([isThere, of.changesSeen ? changed : undefined, type, fitsSchema]);
    }),
  ];
}

function given(questions: readonly (Question | undefined)[]): Question[] {
  return questions.filter((one) => one !== undefined);
}

/** What was found, and after it each declared check that was not reached. */
export function withUntested(found: readonly Check[], declared: readonly Question[], why: string): Check[] {
  const reached = new Set(found.map(({ id }) => id));
  return [
    ...found,
    ...declared
      .filter(({ id }) => !reached.has(id))
      .map((one) => ({ ...one, outcome: 'untested', reason: why }) satisfies Check),
  ];
}

/** How one question was answered: passed where there is no reason against it. */
export function answerTo(question: Question, reason: string | undefined): Check {
  return reason === undefined ? { ...question, outcome: 'passed' } : { ...question, outcome: 'failed', reason };
}
