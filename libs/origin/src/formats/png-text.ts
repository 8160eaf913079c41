import { inflateSync } from 'node:zlib';

/** One text chunk of a PNG (tEXt, zTXt, iTXt; PNG specification 11.3.3). */
export interface PngText {
  readonly chunk: 'tEXt' | 'zTXt' | 'iTXt';
  readonly keyword: string;
  readonly compressed: boolean;
  /** Offset of the chunk in the file. */
  readonly offset: number;
  /** The text; null where it cannot be read (wrong compression, or larger than the limit). Inflates on each call. */
  read(): string | null;
}

/** Decompressed bytes of one chunk. */
const MAX_INFLATED = 1024 * 1024;
/** Text chunks looked at in one file. */
const MAX_TEXTS = 1_000;

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * The text chunks in file order, before and after the picture. Check sums are not looked at: damage does not make a
 * statement untrue. A chunk cut off by the end of the head is given as far as it goes.
 */
export function* pngTexts(bytes: Uint8Array): Generator<PngText> {
  if (!isPng(bytes)) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = SIGNATURE.length;
  for (let texts = 0; offset + 8 <= bytes.length && texts < MAX_TEXTS;) {
    const length = view.getUint32(offset);
    const type = latin1(bytes.subarray(offset + 4, offset + 8));
    const start = offset + 8;
    if (type === 'IEND') return;
    if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') {
      texts += 1;
      yield textOf(type, bytes.subarray(start, start + length), offset);
    }
    offset = start + length + 4;
  }
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function textOf(chunk: PngText['chunk'], data: Uint8Array, offset: number): PngText {
  const [keywordBytes, afterKeyword] = untilNul(data);
  const keyword = latin1(keywordBytes);
  if (chunk === 'tEXt') return { chunk, keyword, compressed: false, offset, read: () => textual(afterKeyword) };
  // zTXt: method, data. iTXt: flag, method, language NUL, translated keyword NUL, data.
  const compressed = chunk === 'zTXt' || afterKeyword[0] === 1;
  const body = chunk === 'zTXt' ? afterKeyword.subarray(1) : untilNul(untilNul(afterKeyword.subarray(2))[1])[1];
  return { chunk, keyword, compressed, offset, read: () => (compressed ? inflated(body) : textual(body)) };
}

/** tEXt is Latin-1 by the book; generators write UTF-8 into it all the same. */
function textual(bytes: Uint8Array): string {
  const utf8 = new TextDecoder('utf-8').decode(bytes);
  return utf8.includes('\uFFFD') ? latin1(bytes) : utf8;
}

function inflated(bytes: Uint8Array): string | null {
  try {
    return textual(inflateSync(bytes, { maxOutputLength: MAX_INFLATED }));
  } catch (error) {
    // zlib reports damage and the limit as errors with a code; nothing else is expected here.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function untilNul(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const end = bytes.indexOf(0);
  return end === -1 ? [bytes, bytes.subarray(bytes.length)] : [bytes.subarray(0, end), bytes.subarray(end + 1)];
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
