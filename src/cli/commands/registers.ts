import type { Evidence } from '@clearance/domain';
import { readEvidence } from '../assets/evidence.js';
import { usageError } from '../exit/index.js';
import { listValue, momentValue, type Context, type Operand } from '../session/index.js';

/* What the commands of tools, vendors and consents have in common. */

/** An operand that commander made sure of. */
export function idOf(operand: Operand): string {
  return typeof operand === 'string' ? operand : '';
}

/** A time that may be left out. */
export function maybeMoment({ io }: Context, name: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : momentValue(name, value, io.now());
}

export function maybeList(name: string, value: string | undefined): string[] | undefined {
  return value === undefined ? undefined : listValue(name, value);
}

export async function maybeEvidence({ io }: Context, values: readonly string[] | undefined) {
  return values === undefined ? undefined : readEvidence(values, io.cwd);
}

/** One document, by file or URL. */
export async function documentValue({ io }: Context, name: string, value: string): Promise<Evidence> {
  const [evidence] = await readEvidence([value], io.cwd);
  if (evidence === undefined) throw usageError(`${name} must name a document`);
  return evidence;
}
