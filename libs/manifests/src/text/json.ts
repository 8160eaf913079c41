/** A JSON text, or why it is none. `line` is 1-based. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly code: 'unreadable-manifest' | 'too-deep';
      readonly reason: string;
      readonly line: number | null;
    };

/**
 * Parses after checking the nesting: code that walks the value may then recurse. A member named twice is refused: of two
 * digests of one file the parser would keep the last and say nothing.
 */
export function readJson(text: string, maxDepth: number): JsonReading {
  const tooDeepAt = depthExceeded(text, maxDepth);
  if (tooDeepAt !== null) {
    return {
      ok: false,
      code: 'too-deep',
      reason: `JSON nested deeper than ${maxDepth}`,
      line: lineAt(text, tooDeepAt),
    };
  }
  try {
    const value = JSON.parse(text) as unknown;
    const doubled = doubledName(text);
    if (doubled === null) return { ok: true, value };
    return {
      ok: false,
      code: 'unreadable-manifest',
      reason: `the member ${JSON.stringify(doubled.name.slice(0, 100))} is named twice in one object`,
      line: lineAt(text, doubled.at),
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = /\(line (\d+) column \d+\)/.exec(error.message)?.[1];
    return {
      ok: false,
      code: 'unreadable-manifest',
      reason: `not JSON: ${error.message}`,
      line: line === undefined ? null : Number(line),
    };
  }
}

/** Offset of the bracket that goes too deep. Strings are stepped over. */
function depthExceeded(text: string, maxDepth: number): number | null {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === BRACE_OPEN || code === BRACKET_OPEN) {
      depth += 1;
      if (depth > maxDepth) return at;
    } else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) depth -= 1;
  }
  return null;
}

/** The first member that its object has named before, in a text that is JSON. */
function doubledName(text: string): { readonly name: string; readonly at: number } | null {
  /** Names seen in each object that is open; null for a list. */
  const open: (Set<string> | null)[] = [];
  let nameNext = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (nameNext && names !== null && names !== undefined) {
        const name = JSON.parse(text.slice(at, end + 1)) as string;
        if (names.has(name)) return { name, at };
        names.add(name);
      }
      nameNext = false;
      at = end;
    } else if (code === BRACE_OPEN || code === BRACKET_OPEN) {
      open.push(code === BRACE_OPEN ? new Set() : null);
      nameNext = code === BRACE_OPEN;
    } else if (code === BRACE_CLOSE || code === BRACKET_CLOSE) {
      open.pop();
      nameNext = false;
    } else if (code === COMMA) nameNext = true;
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
