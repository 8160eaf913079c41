/** Tolerant reading of answers: a member that is missing or of another type reads as empty, never as a guess. */
export type Json = Readonly<Record<string, unknown>>;

export function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function records(value: unknown): readonly Json[] {
  return list(value).filter(isRecord);
}

export function strings(value: unknown): readonly string[] {
  return list(value).filter((entry) => typeof entry === 'string');
}

/** The text of a string, number or boolean; '' for anything else. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
