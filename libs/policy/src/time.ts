/**
 * A point of time in milliseconds. Times come from many hands (with and without fractions, with offsets), so they are
 * compared as numbers, never as text.
 * @returns NaN where the text is no time; every comparison with it is false.
 */
export function instant(text: string): number {
  return Date.parse(text);
}

/** RFC 3339, UTC, milliseconds. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
