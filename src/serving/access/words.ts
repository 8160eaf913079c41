import type { Right, WeakeningRight } from '@clearance/event-store';

/** What an account may do and should not; null: no account. */
export interface Weakness {
  readonly account: string | null;
  readonly rights: readonly WeakeningRight[];
}

/** What each right lets an account do: after "may" and after "may not". */
export const DOES: Readonly<Record<Right, string>> = {
  append: 'append events',
  read: 'read streams',
  'read-all': 'read $all',
  delete: 'delete streams',
  tombstone: 'delete streams for good',
  'write-metadata': 'write the metadata of streams',
  'write-settings': 'change the access lists of the server',
};

/** "delete streams, delete streams for good and …" */
export function doing(rights: readonly Right[], last: 'and' | 'or' = 'and'): string {
  const words = rights.map((right) => DOES[right]);
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** "the account clearance", or who asks where the store's name holds no account. */
export const named = (account: string | null): string =>
  account === null ? 'whoever asks without an account' : `the account ${account}`;

/** Why an account is too strong, in one clause. */
export const tooStrong = ({ account, rights }: Weakness): string => `${named(account)} may ${doing(rights)}`;
