import { existsSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { EventStoreRefused } from './refused.js';

/**
 * SQLite takes a write-ahead log up to the first frame that is not whole, and silently forgets the rest: right after a
 * crash, where the rest was never acknowledged, and wrong where a frame in the middle has been damaged. The two can be
 * told apart: each commit is flushed before the next one begins, so that a crash leaves at most one commit behind the
 * break. Called before SQLite opens the file, while nobody else has it open.
 * @throws EventStoreRefused `corrupt` where acknowledged commits lie behind a break.
 */
export function inspectWriteAheadLog(file: string): void {
  const wal = `${file}-wal`;
  if (!existsSync(wal)) return;
  const lost = commitsBehindBreak(readFileSync(wal));
  if (lost === 0) return;
  throw new EventStoreRefused(
    'corrupt',
    `${wal} is damaged: what was recorded last cannot be read back. Restore it and ${file} from a backup.`,
  );
}

/**
 * Commits in a write-ahead log that SQLite would not see although they were acknowledged; 0 where all is well.
 * Format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export function commitsBehindBreak(wal: Buffer): number {
  if (wal.length < HEADER + FRAME_HEADER) return 0;
  const pageSize = wal.readUInt32BE(8);
  const magic = wal.readUInt32BE(0);
  const bigEndian = magic === MAGIC_BE;
  const words = wordsOf(wal, bigEndian);
  const header = checksum(words, 0, 24, [0, 0]);
  const whole =
    (bigEndian || magic === MAGIC_LE) && header[0] === wal.readUInt32BE(24) && header[1] === wal.readUInt32BE(28);
  // The header is flushed before any frame is written after it: where there are frames, it was whole.
  if (!whole) return 1;
  const salt = wal.subarray(16, 24);
  const frame = FRAME_HEADER + pageSize;
  let sum: Checksum = header;
  let broken = false;
  let behind = 0;
  for (let at = HEADER; at + frame <= wal.length; at += frame) {
    const current = salt.equals(wal.subarray(at + 8, at + 16));
    if (!broken) {
      sum = checksum(words, at, 8, sum);
      sum = checksum(words, at + FRAME_HEADER, pageSize, sum);
      broken = !current || sum[0] !== wal.readUInt32BE(at + 16) || sum[1] !== wal.readUInt32BE(at + 20);
    }
    if (broken && current && wal.readUInt32BE(at + 4) !== 0) behind += 1;
  }
  // One may be the commit that was under way when the power went; a second one was begun after it had been flushed.
  return behind > 1 ? behind : 0;
}

type Checksum = readonly [number, number];

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC_LE = 0x377f0682;
const MAGIC_BE = 0x377f0683;

/** The file as the numbers of 32 bits that its checksums are taken over, in the order of bytes that its header names. */
function wordsOf(wal: Buffer, bigEndian: boolean): Uint32Array {
  const bytes = Buffer.alloc(wal.length - (wal.length % 4));
  wal.copy(bytes);
  if (bigEndian !== (endianness() === 'BE')) bytes.swap32();
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

/** Of `length` bytes from byte `from` on, both multiples of 8. */
function checksum(words: Uint32Array, from: number, length: number, before: Checksum): Checksum {
  let [a, b] = before;
  for (let at = from / 4; at < (from + length) / 4; at += 2) {
    a = (a + words[at]! + b) >>> 0;
    b = (b + words[at + 1]! + a) >>> 0;
  }
  return [a, b];
}
