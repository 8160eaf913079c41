/** A lexical element of JSON with the spaces before it. */
const TOKEN =
  /[ \t\n\r]*(?:([[\]{}:,])|("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE])|true\b|false\b|null\b))/uy;
const SPACES = /[ \t\n\r]*/y;

type Expecting = 'value' | 'first-element' | 'first-name' | 'name' | 'colon' | 'next' | 'end';

/**
 * Offset at which a text that JSON.parse refused stops being JSON; its length where it only ends too early. The engine
 * does not always say, so this reads the text once more.
 */
export function jsonBreaksAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'value';
  let offset = 0;
  for (;;) {
    SPACES.lastIndex = offset;
    const start = offset + (SPACES.exec(text)?.[0].length ?? 0);
    TOKEN.lastIndex = offset;
    const token = TOKEN.exec(text);
    if (token === null) return start;
    const next = after(expecting, token, open);
    if (next === null) return start;
    expecting = next;
    offset = TOKEN.lastIndex;
  }
}

/** What may follow; null where the token itself must not stand here. */
function after(expecting: Expecting, token: RegExpExecArray, open: ('{' | '[')[]): Expecting | null {
  const [, mark, string] = token;
  const valueWelcome = expecting === 'value' || expecting === 'first-element';
  if (mark === '{' || mark === '[') {
    if (!valueWelcome) return null;
    open.push(mark);
    return mark === '{' ? 'first-name' : 'first-element';
  }
  if (mark === '}' || mark === ']') {
    const empty = mark === '}' ? 'first-name' : 'first-element';
    if (open.at(-1) !== (mark === '}' ? '{' : '[') || (expecting !== 'next' && expecting !== empty)) return null;
    open.pop();
    return open.length === 0 ? 'end' : 'next';
  }
  if (mark === ':') return expecting === 'colon' ? 'value' : null;
  if (mark === ',') return expecting === 'next' ? (open.at(-1) === '{' ? 'name' : 'value') : null;
  if (expecting === 'name' || expecting === 'first-name') return string === undefined ? null : 'colon';
  if (!valueWelcome) return null;
  return open.length === 0 ? 'end' : 'next';
}
