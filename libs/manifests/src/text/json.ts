/** A JSON text, or why it is none. `line` is 1-based. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly code: 'unreadable-manifest' | 'too-deep';
      readonly reason: string;
      readonly line: number | null;
    };

/** Parses after checking the nesting: code that walks the value may then recurse. */
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
    return { ok: true, value: JSON.parse(text) as unknown };
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

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
