/** Control characters, and the marks that turn the direction in which text is shown (they make one id look like another). */
const UNCLEAN = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text may stand for somebody or something: what is shown is what is meant. */
export function isCleanText(text: string): boolean {
  return !UNCLEAN.test(text);
}
