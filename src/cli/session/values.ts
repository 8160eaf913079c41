import { usageError } from '../exit/errors.js';

/** Readers of option values. Each says in one sentence what the value should have been (64). */

/** `a,b,c`: no empty entry. */
export function listValue(name: string, value: string): string[] {
  const entries = value.split(',').map((entry) => entry.trim());
  if (entries.some((entry) => entry === ''))
    throw usageError(`${name} has an empty entry in "${value}"`, 'Write a,b,c; "*" means any.');
  return entries;
}

/** `key=value`, split at the first "=". */
export function pairValue(name: string, value: string): [string, string] {
  const equals = value.indexOf('=');
  if (equals < 1) throw usageError(`${name} must be key=value, but is "${value}"`);
  return [value.slice(0, equals), value.slice(equals + 1)];
}

/** Repeated `key=value` options as one record. A key given twice is refused: one of the two would be lost. */
export function pairValues(name: string, values: readonly string[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const value of values) {
    const [key, content] = pairValue(name, value);
    if (Object.hasOwn(result, key)) throw usageError(`${name} ${key} is given twice`);
    result[key] = content;
  }
  return result;
}

export function choiceValue<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw usageError(`${name} must be one of ${choices.join(', ')}, but is "${value}"`);
  return found;
}

export function integerValue(name: string, value: string, from: number, to: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= from && number <= to))
    throw usageError(`${name} must be a whole number from ${from} to ${to}, but is "${value}"`);
  return number;
}

/** Seconds as a decimal number above 0 and up to a day, in milliseconds. */
export function secondsValue(name: string, value: string): number {
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(value) ? Number(value) : Number.NaN;
  if (!(seconds > 0 && seconds <= 86_400))
    throw usageError(`${name} must be seconds, above 0 and up to 86400, but is "${value}"`);
  return Math.ceil(seconds * 1000);
}

/** RFC 3339 with an offset, or a span from now (`90d`, `12h`, `30m`, `4w`). Answers UTC with milliseconds. */
export function momentValue(name: string, value: string, now: Date): string {
  const span = /^(\d{1,5})([wdhm])$/.exec(value);
  if (span) return new Date(now.getTime() + Number(span[1]) * SPANS[span[2] as keyof typeof SPANS]).toISOString();
  if (!RFC3339.test(value) || Number.isNaN(Date.parse(value))) {
    throw usageError(
      `${name} must be a time with its offset such as 2027-03-31T18:00:00Z, or a span such as 90d, but is "${value}"`,
    );
  }
  return new Date(value).toISOString();
}

/** Text that must say something. */
export function wordsValue(name: string, value: string): string {
  if (value.trim() === '') throw usageError(`${name} must not be empty`);
  return value;
}

/** For options that may be repeated. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

const MINUTE = 60_000;
const SPANS = { m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE, w: 7 * 24 * 60 * MINUTE } as const;
const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
