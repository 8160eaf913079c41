import type { JsonLimits } from './limits.js';

/** Something in a JSON text that its values no longer show once it is parsed. */
export interface JsonFault {
  readonly path: readonly (string | number)[];
  readonly code: 'duplicate-member' | 'forbidden-member' | 'too-deep' | 'too-long' | 'not-unicode' | 'number-range';
  readonly message: string;
}

export interface JsonScan {
  /** At most FAULTS_EACH for each element of a top-level array, or for the document where it is none. */
  readonly faults: readonly JsonFault[];
  /** Where the elements of a top-level array stand in the text: [start, end) each. null where it is no array. */
  readonly elements: readonly (readonly [number, number])[] | null;
}

const FAULTS_EACH = 20;
/** Names that reach an object's prototype in JavaScript; no format of the ledger has them. */
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const NUMBER = /[-+.\deE]+/y;

/**
 * Looks through a text that JSON.parse has accepted for what JSON.parse lets pass: members named twice, names that
 * reach prototypes, over-deep nesting, over-long strings, strings that are no Unicode text.
 */
export function scanJson(text: string, limits: JsonLimits): JsonScan {
  return new Scanner(text, limits).scan();
}

/** An object or array the scanner is inside of. */
interface Frame {
  /** Names seen so far; null in an array. */
  readonly names: Set<string> | null;
  /** The member or index whose value is being read; null before the first name. */
  at: string | number | null;
}

class Scanner {
  private readonly frames: Frame[] = [];
  private readonly faults: JsonFault[] = [];
  private readonly elements: [number, number][] = [];
  private faultsHere = 0;
  private elementStart = 0;
  private topIsArray = false;
  /** The first backslash at or after the last place asked about: the text is searched for them once, not once a string. */
  private nextSlash = -1;

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  scan(): JsonScan {
    const { text } = this;
    let top: Frame | undefined;
    let nameNext = false;
    for (let index = 0; index < text.length; index += 1) {
      switch (text.charCodeAt(index)) {
        case QUOTE: {
          const end = this.endOfString(index);
          if (nameNext) this.name(top!, index, end);
          else this.string(index, end);
          nameNext = false;
          index = end;
          break;
        }
        case OPEN_OBJECT:
          top = this.enter({ names: new Set(), at: null }, index);
          nameNext = true;
          break;
        case OPEN_ARRAY:
          top = this.enter({ names: null, at: 0 }, index);
          nameNext = false;
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          top = this.leave(index);
          nameNext = false;
          break;
        case COMMA:
          if (top!.names !== null) nameNext = true;
          else this.nextElement(top!, index);
          break;
        default:
          index = this.endOfNumber(index);
      }
    }
    return { faults: this.faults, elements: this.topIsArray ? this.elements : null };
  }

  private enter(frame: Frame, index: number): Frame {
    if (this.frames.length === 0) {
      this.topIsArray = frame.names === null;
      this.elementStart = index + 1;
    }
    if (this.frames.length === this.limits.maxDepth) {
      this.report('too-deep', `is nested more than ${this.limits.maxDepth} levels deep`);
    }
    this.frames.push(frame);
    return frame;
  }

  private leave(index: number): Frame | undefined {
    this.frames.pop();
    if (this.frames.length === 0 && this.topIsArray) this.endElement(index);
    return this.frames.at(-1);
  }

  private nextElement(frame: Frame, index: number): void {
    if (this.frames.length === 1) {
      this.endElement(index);
      this.elementStart = index + 1;
      this.faultsHere = 0;
    }
    frame.at = (frame.at as number) + 1;
  }

  /** An empty array has one candidate for an element, and it is blank. */
  private endElement(index: number): void {
    const blank = this.text.slice(this.elementStart, index).trim() === '';
    if (!blank) this.elements.push([this.elementStart, index]);
  }

  private endOfString(start: number): number {
    let end = start;
    for (;;) {
      end = this.text.indexOf('"', end + 1);
      let slashes = 0;
      while (this.text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
      if (slashes % 2 === 0) return end;
    }
  }

  /** Passes over a number that begins here; JSON.parse makes infinity of one that is too large, which is no JSON value. */
  private endOfNumber(start: number): number {
    const first = this.text.charCodeAt(start);
    if (first !== MINUS && (first < DIGIT_0 || first > DIGIT_9)) return start;
    NUMBER.lastIndex = start;
    const [number = ''] = NUMBER.exec(this.text) ?? [];
    if (!Number.isFinite(Number(number))) this.report('number-range', 'is a number beyond what can be held');
    return start + Math.max(number.length, 1) - 1;
  }

  private name(frame: Frame, start: number, end: number): void {
    const value = this.valueOf(start, end);
    frame.at = value;
    if (frame.names!.has(value)) this.report('duplicate-member', 'is given twice in the same object');
    frame.names!.add(value);
    if (FORBIDDEN.has(value)) this.report('forbidden-member', 'is a member name that is not allowed');
    this.check(value);
  }

  private string(start: number, end: number): void {
    // Without an escape a string is at least as long in the text as its value, and it is Unicode because the text is.
    if (end - start <= this.limits.maxString / 3 && !this.hasEscape(start, end)) return;
    this.check(this.valueOf(start, end));
  }

  private check(value: string): void {
    if (value.length * 3 > this.limits.maxString && Buffer.byteLength(value) > this.limits.maxString) {
      this.report('too-long', `is longer than ${this.limits.maxString} bytes`);
    }
    if (!value.isWellFormed()) this.report('not-unicode', 'holds half a surrogate pair, which is no character');
  }

  private valueOf(start: number, end: number): string {
    return this.hasEscape(start, end)
      ? (JSON.parse(this.text.slice(start, end + 1)) as string)
      : this.text.slice(start + 1, end);
  }

  private hasEscape(start: number, end: number): boolean {
    if (this.nextSlash < start) {
      const slash = this.text.indexOf('\\', start);
      this.nextSlash = slash === -1 ? this.text.length : slash;
    }
    return this.nextSlash < end;
  }

  private report(code: JsonFault['code'], message: string): void {
    this.faultsHere += 1;
    if (this.faultsHere > FAULTS_EACH) return;
    const path = this.frames.map(({ at }) => at).filter((at) => at !== null);
    this.faults.push({ path, code, message });
  }
}
