import { describe, expect, it } from 'vitest';
import { isNeeded, judgeAccess, NEEDED_RIGHTS, WEAKENING_RIGHTS, type AccessRow, type Right } from './rights.js';

const RIGHTS: readonly Right[] = [...NEEDED_RIGHTS, ...WEAKENING_RIGHTS];

/** What a server answers to an account with these rights. */
const rowsOf = (...found: readonly Right[]): AccessRow[] =>
  RIGHTS.map((right) => ({ right, stream: 'canary', wanted: isNeeded(right), found: found.includes(right) }));
const judged = (rows: readonly AccessRow[]) => {
  const { verdict, excess, lacking } = judgeAccess(rows);
  return { verdict, excess, lacking };
};

describe('what the answers of a server come to', () => {
  it('is sound where the account may do what a ledger needs and nothing else', () => {
    expect(judged(rowsOf(...NEEDED_RIGHTS))).toEqual({ verdict: 'sound', excess: [], lacking: [] });
  });

  it.each(WEAKENING_RIGHTS)('is weak where it may %s', (right) => {
    expect(judged(rowsOf(...NEEDED_RIGHTS, right))).toEqual({ verdict: 'weak', excess: [right], lacking: [] });
  });

  it('is weak where it may on one stream of several', () => {
    const rows = [
      ...rowsOf(...NEEDED_RIGHTS),
      { right: 'delete', stream: 'ledger-main', wanted: false, found: true },
    ] as const;
    expect(judged(rows)).toEqual({ verdict: 'weak', excess: ['delete'], lacking: [] });
  });

  it.each(NEEDED_RIGHTS)('lacks where it may not %s', (right) => {
    const others = NEEDED_RIGHTS.filter((other) => other !== right);
    expect(judged(rowsOf(...others))).toEqual({ verdict: 'lacking', excess: [], lacking: [right] });
  });

  it('is weak before it lacks, and tells both', () => {
    expect(judged(rowsOf('append', 'tombstone'))).toEqual({
      verdict: 'weak',
      excess: ['tombstone'],
      lacking: ['read', 'read-all'],
    });
  });

  it('proves nothing where everything is denied: a server does that to whom it does not know', () => {
    expect(judged(rowsOf())).toEqual({ verdict: 'stranger', excess: [], lacking: [...NEEDED_RIGHTS] });
  });
});
