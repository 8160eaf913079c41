import { crc32, deflateSync } from 'node:zlib';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

export const tEXt = (keyword: string, text: string): Buffer => chunk('tEXt', latin1(`${keyword}\0`), Buffer.from(text));

export const zTXt = (keyword: string, text: string): Buffer =>
  chunk('zTXt', latin1(`${keyword}\0\0`), deflateSync(Buffer.from(text)));

export const iTXt = (keyword: string, text: string, compressed = false): Buffer =>
  chunk(
    'iTXt',
    latin1(`${keyword}\0${compressed ? '\u0001' : '\0'}\0en\0translated\0`),
    compressed ? deflateSync(Buffer.from(text)) : Buffer.from(text),
  );

/** A one-pixel PNG; chunks of `after` stand behind the picture data. */
export function png(before: readonly Buffer[], after: readonly Buffer[] = []): Uint8Array {
  const header = chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
  const data = chunk('IDAT', deflateSync(Buffer.from([0, 0])));
  return Buffer.concat([SIGNATURE, header, ...before, data, ...after, chunk('IEND')]);
}

export function chunk(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([latin1(type), ...parts]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(body.length - 4, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
