const DURATION = /^P(?:(\d{1,4})W|(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)$/;

/**
 * ISO 8601 duration in weeks, days, hours, minutes and seconds, as milliseconds. Months and years have no fixed length: null,
 * as for anything else.
 */
export function durationOf(text: string): number | null {
  const found = DURATION.exec(text);
  if (found === null || found.slice(1).every((part) => part === undefined)) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
