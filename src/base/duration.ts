// xsd:dayTimeDuration to milliseconds and back (XML Schema 1.1 part 2, section 3.4.27). `P1D` is 24 hours elapsed.

const LEXICAL = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,9}))?S)?)?$/;

/** Milliseconds of a lexical xsd:dayTimeDuration; undefined where it is none, or too long to be exact. */
export function durationMs(lexical: string): number | undefined {
  const found = LEXICAL.exec(lexical);
  if (!found || lexical.endsWith('P') || lexical.endsWith('T')) return undefined;
  const [, sign, days, hours, minutes, seconds, fraction] = found;
  const whole =
    (Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
  const ms = whole + Number(`0.${fraction ?? 0}`) * 1000;
  if (!Number.isSafeInteger(Math.round(ms))) return undefined;
  return sign ? -ms : ms;
}

/** The shortest xsd:dayTimeDuration of so many milliseconds, to the millisecond. */
export function durationLexical(ms: number): string {
  const rounded = Math.round(Math.abs(ms));
  const days = Math.floor(rounded / 86_400_000);
  const hours = Math.floor((rounded % 86_400_000) / 3_600_000);
  const minutes = Math.floor((rounded % 3_600_000) / 60_000);
  const seconds = (rounded % 60_000) / 1000;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  const lexical = `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
  return `${ms < 0 ? '-' : ''}${lexical === 'P' ? 'PT0S' : lexical}`;
}

/** For people: `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`, `2 d`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000)
    return `${Math.floor(ms / 60_000)} min ${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')} s`;
  if (ms < 86_400_000)
    return `${Math.floor(ms / 3_600_000)} h ${String(Math.floor((ms % 3_600_000) / 60_000)).padStart(2, '0')} min`;
  const days = ms / 86_400_000;
  return `${Number.isInteger(days) ? days : days.toFixed(1)} d`;
}
