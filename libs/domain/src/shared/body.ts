import type { Refusal } from './decision.js';
import { invalidRequest } from './guards.js';
import { PRODUCTION_ID } from './ids.js';
import { utcTime } from './time.js';
import type { Scope } from './vocabulary.js';

/** A time that is to come: null is fine, no time or one that has passed is not. */
export function futureFault(pointer: string, time: string | null | undefined, now: string): Refusal | null {
  if (time === null || time === undefined) return null;
  const utc = utcTime(time);
  if (utc === null) return invalidRequest(pointer, 'must be a time with offset (RFC 3339)');
  return utc > now ? null : invalidRequest(pointer, 'must be in the future');
}

export function timeFault(pointer: string, time: string | null | undefined): Refusal | null {
  if (time === null || time === undefined || utcTime(time) !== null) return null;
  return invalidRequest(pointer, 'must be a time with offset (RFC 3339)');
}

/** bodies.md 3: lists are required, `["*"]` means any; an empty list would grant nothing or everything. */
export function scopeFault(scope: Scope): Refusal | null {
  for (const member of ['classes', 'territories', 'languages', 'mediums'] as const) {
    if (scope[member].length === 0) return invalidRequest(`/scope/${member}`, 'must not be empty; ["*"] means any');
  }
  const { from = null, until = null } = scope.window ?? {};
  const misread = timeFault('/scope/window/from', from) ?? timeFault('/scope/window/until', until);
  if (misread !== null) return misread;
  if (from !== null && until !== null && utcTime(from)! >= utcTime(until)!) {
    return invalidRequest('/scope/window/until', 'must be after from');
  }
  return null;
}

/** The scope as it is recorded: times in the ledger's form. */
export function recordedScope(scope: Scope): Scope {
  const { prominence, classes, territories, languages, mediums } = scope;
  const window = scope.window ?? null;
  return {
    prominence,
    classes,
    territories,
    languages,
    mediums,
    window: window === null ? null : { from: recordedTime(window.from), until: recordedTime(window.until) },
  };
}

/** A time as it is recorded, null where none was given. Only for times that were looked at before. */
export function recordedTime(time: string | null | undefined): string | null {
  return utcTime(time ?? '');
}

/** A list of use (territories, languages …) has to say something: an empty one would grant nothing or everything. */
export function emptyListFault(pointer: string, entries: readonly unknown[]): Refusal | null {
  return entries.length === 0 ? invalidRequest(pointer, 'must not be empty; ["*"] means any') : null;
}

/** The productions that something is limited to; null = it is not limited. */
export function productionsFault(productions: readonly string[] | null | undefined): Refusal | null {
  if (productions === null || productions === undefined) return null;
  if (productions.length === 0)
    return invalidRequest('/productions', 'must not be empty; leave it out for every production');
  const at = productions.findIndex((id) => !PRODUCTION_ID.test(id));
  return at < 0 ? null : invalidRequest(`/productions/${at}`, 'must be the id of a production');
}

export function evidenceMissing(evidence: readonly unknown[]): Refusal | null {
  return evidence.length === 0 ? invalidRequest('/evidence', 'must name at least one document') : null;
}
