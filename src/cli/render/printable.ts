/**
 * Text that can be shown on a terminal: control characters and those that turn the direction of writing are written out,
 * because names in manifests and answers are not ours and could otherwise redraw the screen.
 */
export function printable(text: string): string {
  return text.replaceAll(UNSHOWABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

const UNSHOWABLE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const CODES = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;
export type Style = keyof typeof CODES;
/** Puts a style around text, or leaves it alone where there are no colours. */
export type Paint = (style: Style, text: string) => string;

export function painter(enabled: boolean): Paint {
  return (style, text) => (enabled ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}

/** The style of a state or verdict: green goes, red holds, yellow is open. */
export function styleOf(word: string): Style {
  if (GOOD.includes(word)) return 'green';
  return BAD.includes(word) ? 'red' : 'yellow';
}

const GOOD: readonly string[] = [
  'clear',
  'approved',
  'release',
  'cleared',
  'released',
  'active',
  'accepted',
  'ready',
  'granted',
  'assessed',
];
const BAD: readonly string[] = [
  'denied',
  'temporary',
  'hold',
  'held',
  'compromised',
  'refused',
  'rejected',
  'revoked',
  'recalled',
  'withdrawn',
  'suspended',
  'expired',
  'not-assessed',
];
