import { LEDGER_STREAM } from '@clearance/domain';
import { openKurrentEventStore, probeAccess, type AccessReport, type StoreUrl } from '@clearance/event-store';
import { EXIT_HOLD, EXIT_UNFINISHED, say } from '../exits.js';
import { doing, DOES, named, tooStrong } from './words.js';

/** Asks a server what an account may do, appending to the canary. @throws Unavailable; RangeError for the URL. */
export async function checked(url: StoreUrl): Promise<AccessReport> {
  const store = openKurrentEventStore(url);
  try {
    return await probeAccess(store, { streams: [LEDGER_STREAM], write: true });
  } finally {
    await store.close();
  }
}

/** A row a right, and what they come to. */
export function tell(report: AccessReport, account: string | null): void {
  const width = Math.max(...report.rows.map(({ stream }) => stream.length));
  say(
    ...report.rows.map(({ right, stream, wanted, found }) => {
      // What a server denies to whom it does not know proves nothing.
      const verdict = report.verdict === 'stranger' ? '?    ' : wanted === found ? 'ok   ' : 'WRONG';
      return `${verdict}  ${found ? 'may    ' : 'may not'}  ${stream.padEnd(width)}  ${DOES[right]}`;
    }),
    ...conclusionOf(report, account),
  );
}

/** 0 where the account is as it should be; 2 where it may too much or too little; 3 where nothing was learnt of it. */
export function exitFor({ verdict }: AccessReport): number {
  if (verdict === 'sound') return 0;
  return verdict === 'stranger' ? EXIT_UNFINISHED : EXIT_HOLD;
}

function conclusionOf({ verdict, excess, lacking }: AccessReport, account: string | null): string[] {
  if (verdict === 'sound') return [`${named(account)} may do what a ledger needs, and cannot delete what is recorded`];
  if (verdict === 'stranger')
    return [`the server does not know ${named(account)} by this password, or lets it do nothing: ${HOW}`];
  const lines: string[] = [];
  if (excess.length > 0) {
    lines.push(`${tooStrong({ account, rights: excess })}: ${HOW}`);
    lines.push(
      'where it was run: the server runs with --insecure, the account is an administrator, or a stream has an access list of its own',
    );
  }
  if (lacking.length > 0) lines.push(`${named(account)} may not ${doing(lacking, 'or')}: ${HOW}`);
  return lines;
}

const HOW = 'run clearance store setup with an administrator, and name the account that it makes';
