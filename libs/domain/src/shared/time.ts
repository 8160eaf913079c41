const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** The ledger's form of a time (UTC, milliseconds, `Z`; compares as text), or null where it is no RFC 3339 time with offset. */
export function utcTime(time: string): string | null {
  if (!RFC_3339.test(time)) return null;
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return null;
  const utc = at.toISOString();
  // Date takes 30 February for 2 March; a calendar that had to be corrected was not meant.
  const days = Number(time.slice(8, 10));
  const local = new Date(`${time.slice(0, 10)}T00:00:00Z`);
  return local.getUTCDate() === days && utc.length === 24 ? utc : null;
}

/** A time so many whole days later. */
export function daysAfter(time: string, days: number): string {
  return new Date(Date.parse(time) + days * 86_400_000).toISOString();
}
