// Values that nobody may read in a record: taken out of text, and looked for in what agents leave. Knows nothing of where the text goes.

/** A value that is declared secret, under the name of its environment variable. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Shorter values stand in ordinary words and numbers; masking them would tell more than it hides. */
export const SECRET_LENGTH_MIN = 6;

export interface Secrets {
  /** Names of what is too short to be looked for. */
  readonly unmasked: readonly string[];
  /** The text with each value, also written in base64, in percent-encoding or as JSON, as `[NAME]`. */
  readonly mask: (text: string) => string;
  /** Whether there is anything to look for. */
  readonly any: boolean;
  /** How many characters at the end of the text may be the beginning of a value that goes on in what comes next. */
  readonly heldBack: (text: string) => number;
  /** The name of the first secret that the text or the bytes hold; undefined where there is none. */
  readonly foundIn: (content: string | Buffer) => string | undefined;
  /** As `foundIn`, with the line where it stands, from 1. */
  readonly placeIn: (content: string | Buffer) => { readonly name: string; readonly line: number } | undefined;
}

/** The secrets of one run. Values that are empty are none. */
export function secretsOf(declared: readonly Secret[]): Secrets {
  const there = declared.filter(({ value }) => value !== '');
  const forms = there
    .filter(({ value }) => value.length >= SECRET_LENGTH_MIN)
    .flatMap(({ name, value }) => [...new Set(formsOf(value))].map((form) => ({ name, form })))
    // The longest first: a value may be a part of another one.
    .sort((a, b) => b.form.length - a.form.length);
  return {
    unmasked: there.filter(({ value }) => value.length < SECRET_LENGTH_MIN).map(({ name }) => name),
    mask: (text) =>
      forms.reduce(
        (sofar, { name, form }) => (sofar.includes(form) ? sofar.replaceAll(form, `[${name}]`) : sofar),
        text,
      ),
    any: forms.length > 0,
    heldBack: (text) => Math.max(0, ...forms.map(({ form }) => beginningAt(text, form))),
    foundIn: (content) => forms.find(({ form }) => content.includes(form))?.name,
    placeIn: (content) => {
      const found = forms.find(({ form }) => content.includes(form));
      if (!found) return undefined;
      return { name: found.name, line: lineAt(content, content.indexOf(found.form)) };
    },
  };
}

export const noSecrets: Secrets = secretsOf([]);

function lineAt(content: string | Buffer, offset: number): number {
  let line = 1;
  for (let at = content.indexOf('\n'); at >= 0 && at < offset; at = content.indexOf('\n', at + 1)) line++;
  return line;
}

/** The length of the longest beginning of the form, but not all of it, in which the text ends. */
function beginningAt(text: string, form: string): number {
  for (let length = Math.min(form.length - 1, text.length); length > 0; length--)
    if (text.endsWith(form.slice(0, length))) return length;
  return 0;
}

function formsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const percent = encodeURIComponent(value.toWellFormed?.() ?? value);
  return [value, json, JSON.stringify(json).slice(1, -1), percent, ...base64Forms(value)];
}

/**
 * How the value looks within longer base64 text: it may begin at any of three places of a group, and what it shares with its
 * neighbours is left out.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = (before + bytes.length) % 3 === 0;
    const form = text.slice(before === 0 ? 0 : before + 1, whole ? undefined : -1);
    return form.length < SECRET_LENGTH_MIN ? [] : [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
