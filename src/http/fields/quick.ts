import type { ClassConstructor } from 'class-transformer';
import { isPlainObject } from './checks.js';
import { membersOf, type Member } from './members.js';

/**
 * Reads a plain JSON object that is valid as a DTO of this class: what `plainOf(readInto(type, plain).value)` gives where
 * that has no errors. null where it is not valid, or where only `readInto` can tell: that also says what is wrong.
 *
 * class-validator finds out about a class anew for every object. Facts come in by the thousand and are nearly always
 * right, so for them it is found out once. quick.spec.ts holds both ways against each other.
 */
export function readQuickly(type: ClassConstructor<object>, plain: object): Record<string, unknown> | null {
  return read(planOf(type), plain as Record<string, unknown>);
}

interface Plan {
  readonly byName: ReadonlyMap<string, Member>;
  readonly members: readonly Member[];
}

const plans = new WeakMap<object, Plan>();

function planOf(type: ClassConstructor<object>): Plan {
  const known = plans.get(type);
  if (known !== undefined) return known;
  const byName = membersOf(type);
  const plan = { byName, members: [...byName.values()] };
  plans.set(type, plan);
  return plan;
}

function read({ byName, members }: Plan, given: Record<string, unknown>): Record<string, unknown> | null {
  const owner: Record<string, unknown> = {};
  let absent = false;
  for (const name of Object.keys(given)) {
    const member = byName.get(name);
    if (member === undefined) return null;
    const value = valueOf(member, given[name]);
    if (value === INVALID) return null;
    owner[name] = value;
    absent ||= isAbsent(value);
  }
  for (const { name, presence, checks } of members) {
    const value = owner[name];
    if (presence !== 'free' && isAbsent(value)) {
      if (presence === 'required') return null;
      continue;
    }
    for (const { passes } of checks) if (!passes(value, owner)) return null;
  }
  return absent ? Object.fromEntries(Object.entries(owner).filter(([, value]) => !isAbsent(value))) : owner;
}

const INVALID = Symbol('invalid');

function valueOf({ nested, list, convert }: Member, given: unknown): unknown {
  if (isAbsent(given)) return given;
  if (nested === null) return convert === null ? given : convert(given);
  const plan = planOf(nested());
  if (!list) return isPlainObject(given) ? (read(plan, given) ?? INVALID) : INVALID;
  if (!Array.isArray(given)) return INVALID;
  const entries: unknown[] = [];
  for (const entry of given as unknown[]) {
    const value = isPlainObject(entry) ? read(plan, entry) : null;
    if (value === null) return INVALID;
    entries.push(value);
  }
  return entries;
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
