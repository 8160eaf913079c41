import { hash } from 'node:crypto';

/** What a row says, its digest aside. */
export interface DigestedRow {
  readonly n: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/**
 * SHA-256 in base64 over everything a row says and the log it belongs to, written with the row and compared at every
 * read: no event whose stored bytes have changed, moved or come from another log is ever taken for what was recorded.
 * It guards against faults of disks and hands, not against somebody who computes it anew.
 */
export function digestOf(logId: string, row: DigestedRow): string {
  const { n, stream, revision, id, type, data, metadata } = row;
  // Neither names nor JSON text hold a line break, so that no two rows are one text.
  return hash('sha256', `${logId}\n${n}\n${stream}\n${revision}\n${id}\n${type}\n${data}\n${metadata}`, 'base64');
}
