import { TextDecoder } from 'node:util';

/** Text of a manifest, or why the bytes are none. `line` is 1-based. */
export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string; readonly line: number | null };

/** Bytes without a declaration of their own: by byte order mark, else UTF-8. Invalid sequences are refused, never replaced. */
export function decodeText(bytes: Uint8Array): TextReading {
  if (startsAsUtf32(bytes)) return { ok: false, reason: 'UTF-32 text is not read', line: null };
  return decodeAs(encodingByMark(bytes) ?? 'utf-8', bytes);
}

/**
 * XML 1.0 appendix F: by byte order mark, by the shape of the first characters (UTF-16 without a mark exists in the
 * field), by the encoding declaration, else UTF-8.
 */
export function decodeXml(bytes: Uint8Array): TextReading {
  if (startsAsUtf32(bytes)) return { ok: false, reason: 'UTF-32 XML is not read', line: null };
  const seen = encodingByMark(bytes) ?? utf16ByShape(bytes);
  if (seen !== null) return decodeAs(seen, bytes);
  const declared = declaredEncoding(bytes);
  if (declared !== null && /^(utf-?16|ucs-?2|utf-?32)/i.test(declared)) {
    return { ok: false, reason: `the XML declares ${declared}, its bytes are in another encoding`, line: 1 };
  }
  return decodeAs(declared ?? 'utf-8', bytes);
}

/** The first characters for recognising a format; wrong bytes show as U+FFFD. */
export function peekText(bytes: Uint8Array, length = 64 * 1024): string {
  const head = bytes.subarray(0, length);
  const encoding = encodingByMark(head) ?? utf16ByShape(head) ?? 'utf-8';
  return new TextDecoder(encoding).decode(head);
}

/** Splits at LF and takes one CR off the end of each line; a last line break adds no empty line. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function decodeAs(encoding: string, bytes: Uint8Array): TextReading {
  const decoder = decoderFor(encoding);
  if (decoder === null) return { ok: false, reason: `the encoding ${JSON.stringify(encoding)} is not known`, line: 1 };
  const text = decoded(decoder, bytes);
  if (text !== null) return { ok: true, text };
  return {
    ok: false,
    reason: `not valid ${decoder.encoding.toUpperCase()}`,
    line: firstUndecodableLine(decoder, bytes),
  };
}

function decoderFor(encoding: string): TextDecoder | null {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Only where a byte 0x0A is surely a line end; multi-byte units have no such rule. */
function firstUndecodableLine(decoder: TextDecoder, bytes: Uint8Array): number | null {
  if (decoder.encoding !== 'utf-8') return null;
  let line = 1;
  for (let start = 0; start <= bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end === -1 ? bytes.length : end;
    if (decoded(decoder, bytes.subarray(start, stop)) === null) return line;
    start = stop + 1;
  }
  return null;
}

function startsAsUtf32(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
}

function encodingByMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return null;
}

/** `<` and an ASCII character, each with a zero byte. */
function utf16ByShape(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d !== 0 && d !== undefined) return 'utf-16be';
  return null;
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024));
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(head)?.[1] ?? null;
}
