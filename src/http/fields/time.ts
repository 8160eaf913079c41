const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-](\d{2}):(\d{2}))$/;

/**
 * An RFC 3339 time with offset in the ledger's form (UTC, milliseconds, Z), or null where the text is none. A bare date
 * or a time without offset is none; finer fractions are cut, not rounded, so that no time moves past another.
 */
export function parseTime(text: string): string | null {
  const parts = RFC3339.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z', zoneHour = '0', zoneMinute = '0'] = parts;
  if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.padEnd(4, fraction === '' ? '.000' : '0').slice(0, 4)}Z`;
  const moment = new Date(local);
  // A day that the month does not have would silently become one of the next month.
  if (Number.isNaN(moment.getTime()) || moment.getUTCDate() !== Number(day)) return null;
  const sign = zone.startsWith('-') ? 1 : -1;
  const offset = /^z$/i.test(zone) ? 0 : sign * (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  const utc = new Date(moment.getTime() + offset);
  return utc.getUTCFullYear() < 0 || utc.getUTCFullYear() > 9999 ? null : utc.toISOString();
}
