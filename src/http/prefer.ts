/** What a Prefer header (RFC 7240) may ask for. Unknown preferences are ignored, as the standard says. */
export interface Preferences {
  /** How long to wait for what is not there yet, in milliseconds. */
  readonly waitMs: number;
  readonly respondAsync: boolean;
}

const DEFAULT_WAIT_S = 10;
const MAX_WAIT_S = 60;

export function preferencesOf(header: string | readonly string[] | undefined): Preferences {
  const preferences = [header ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .map((each) => each.trim().toLowerCase());
  const wait = preferences
    .map((each) => /^wait\s*=\s*"?(\d{1,6})"?(?:\s*;.*)?$/.exec(each)?.[1])
    .find((each) => each !== undefined);
  return {
    waitMs: Math.min(wait === undefined ? DEFAULT_WAIT_S : Number(wait), MAX_WAIT_S) * 1000,
    respondAsync: preferences.some((each) => /^respond-async(\s*;.*)?$/.test(each)),
  };
}
