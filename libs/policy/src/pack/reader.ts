import { pointerTo, type PackFault, type PackFaultCode } from './fault.js';
import { PACK_LIMITS } from './limits.js';
import type { Source } from './source.js';

export type Members = Readonly<Record<string, unknown>>;

/**
 * Reads plain values into a form, noting every fault with its place. What it returns for a faulty value is a stand-in of the
 * right type: where there are faults, nobody uses the result. Of a member that is not there (`undefined`) the object around
 * it has told already.
 */
export class Reader {
  private readonly found: PackFault[] = [];

  constructor(private readonly source: Source) {}

  get faults(): readonly PackFault[] {
    return this.found;
  }

  fail(pointer: string, code: PackFaultCode, message: string): void {
    if (this.found.length < PACK_LIMITS.errors)
      this.found.push({ ...this.source.placeOf(pointer), pointer, message, code });
  }

  /** An object that has the required members and no others than these and the optional ones. */
  object(value: unknown, pointer: string, required: readonly string[], optional: readonly string[] = []): Members {
    if (!isMembers(value)) {
      if (value !== undefined) this.fail(pointer, 'wrong-type', 'must be an object');
      return {};
    }
    for (const name of required)
      if (!Object.hasOwn(value, name)) this.fail(pointer, 'missing', `must have the member "${name}"`);
    const known = [...required, ...optional];
    for (const name of Object.keys(value)) {
      if (known.includes(name)) continue;
      this.fail(pointerTo(pointer, name), 'unexpected', `"${name}" is no member here; there are ${known.join(', ')}`);
    }
    return value;
  }

  /** Named members of the author's choice. */
  dictionary<T>(
    value: unknown,
    pointer: string,
    limit: number,
    name: RegExp,
    read: (value: unknown, pointer: string, name: string) => T,
  ): Record<string, T> {
    if (!isMembers(value)) {
      if (value !== undefined) this.fail(pointer, 'wrong-type', 'must be an object');
      return {};
    }
    const entries = Object.entries(value);
    if (entries.length > limit) this.fail(pointer, 'too-many', `must have at most ${limit} members`);
    return Object.fromEntries(
      entries.slice(0, limit).map(([key, member]) => {
        const at = pointerTo(pointer, key);
        if (!name.test(key)) this.fail(at, 'malformed', `"${key.slice(0, 80)}" must match ${name.source}`);
        return [key, read(member, at, key)];
      }),
    );
  }

  list<T>(
    value: unknown,
    pointer: string,
    bounds: { readonly least?: number; readonly most?: number },
    read: (value: unknown, pointer: string) => T,
  ): T[] {
    const { least = 0, most = PACK_LIMITS.list } = bounds;
    if (!Array.isArray(value)) {
      if (value !== undefined) this.fail(pointer, 'wrong-type', 'must be a list');
      return [];
    }
    if (value.length < least)
      this.fail(pointer, 'missing', `must have at least ${least} ${least === 1 ? 'entry' : 'entries'}`);
    if (value.length > most) this.fail(pointer, 'too-many', `must have at most ${most} entries, has ${value.length}`);
    return value.slice(0, most).map((item, index) => read(item, pointerTo(pointer, index)));
  }

  text(value: unknown, pointer: string, limit: number = PACK_LIMITS.text): string {
    if (value === undefined) return '';
    if (typeof value !== 'string') {
      const hint = typeof value === 'number' || typeof value === 'boolean' ? ': put it in quotes' : '';
      this.fail(pointer, 'wrong-type', `must be a text${hint}`);
      return '';
    }
    if (value.trim() === '') this.fail(pointer, 'missing', 'must not be empty');
    if (value.length > limit) this.fail(pointer, 'too-long', `must have at most ${limit} characters`);
    return value;
  }

  /** A text of a certain form; `form` says which. */
  word(value: unknown, pointer: string, pattern: RegExp, form: string): string {
    const text = this.text(value, pointer, PACK_LIMITS.word);
    if (text.trim() !== '' && !pattern.test(text)) this.fail(pointer, 'malformed', `must be ${form}`);
    return text;
  }

  oneOf<T extends string>(value: unknown, pointer: string, words: readonly T[]): T {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined && value !== undefined)
      this.fail(pointer, 'not-allowed', `must be one of ${words.join(', ')}`);
    return word ?? words[0]!;
  }

  flag(value: unknown, pointer: string): boolean {
    if (typeof value !== 'boolean' && value !== undefined) this.fail(pointer, 'wrong-type', 'must be true or false');
    return value === true;
  }

  count(value: unknown, pointer: string, most: number): number {
    if (value === undefined) return 1;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > most) {
      this.fail(pointer, 'not-allowed', `must be a whole number from 1 to ${most}`);
      return 1;
    }
    return value;
  }
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Forms of names in packs. */
export const NAME = /^[a-z][A-Za-z0-9]{0,60}$/;
export const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+-]{0,40}$/;
export const RULE_ID = /^[A-Za-z][A-Za-z0-9._*-]{0,62}$/;
export const WORD = /^[A-Za-z0-9*][A-Za-z0-9_.*+-]{0,99}$/;
/** A day, or a month where no day is known. */
export const DATE = /^\d{4}-\d{2}(-\d{2})?$/;
