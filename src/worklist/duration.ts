/** ISO 8601 durations of fixed length: no years and months, whose length depends on when they begin. */
export const DURATION =
  /^P(?=[\dT])(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/;

const SECONDS = [604_800, 86_400, 3_600, 60, 1];

/** Milliseconds of a duration; null where the text is none. */
export function millisecondsOf(text: string): number | null {
  const parts = DURATION.exec(text);
  if (parts === null) return null;
  return SECONDS.reduce((sum, seconds, index) => sum + Number(parts[index + 1] ?? 0) * seconds * 1_000, 0);
}

/** The point of time that lies a duration before another. */
export function before(now: string, duration: string): string {
  const milliseconds = millisecondsOf(duration);
  if (milliseconds === null) throw new RangeError(`${duration} is no duration`);
  return new Date(Date.parse(now) - milliseconds).toISOString();
}
