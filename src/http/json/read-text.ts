import { isUtf8 } from 'node:buffer';
import { Problem } from '../../ledger/ports.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a body. A byte order mark at its start is dropped.
 * @throws Problem malformed-body where the bytes are no UTF-8, naming the first byte that is none.
 */
export function utf8Text(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return decoder.decode(bytes);
  throw new Problem('malformed-body', `The body is not UTF-8: byte ${firstBadByte(bytes)} begins no character.`);
}

function firstBadByte(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const end = index + characterLength(bytes[index] ?? 0);
    if (end === index || end > bytes.length || !isUtf8(bytes.subarray(index, end))) return index;
    index = end;
  }
  return index;
}

/** Bytes of the character that a byte begins; 0 where it begins none. */
function characterLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
