import type { Refusal } from './decision.js';
import { invalidRequest } from './guards.js';
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
  return time === null || time === undefined ? null : utcTime(time);
}
