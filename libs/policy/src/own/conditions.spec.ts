import { describe, expect, it } from 'vitest';
import { ANY_SCOPE, REVIEWER, SECOND, SmallLedger } from '../testing/ledger.js';
import { approvalIdOf, hasEnded, isPending, reachOf, tokenOf } from '../tokens.js';

const CONDITIONS = [
  { id: 'credit', text: 'the artist stands in the end credits' },
  { id: 'guild', text: 'the guild was told' },
];
const LATER = '2026-03-10T00:00:00.000Z';

/** A generated sky in a comp, approved at the sky by Rita under two conditions. */
function conditional(given: object = {}): SmallLedger {
  const ledger = new SmallLedger();
  ledger.generated('sky');
  ledger.made('comp', { sky: 'component' });
  ledger.approve('sky', [['base-generated', 'sky']], { conditions: CONDITIONS, ...given });
  return ledger;
}
const standing = (ledger: SmallLedger) => {
  const { state, open } = ledger.judge('comp');
  return [state, open[0]?.missing ?? null];
};

describe('an approval under conditions', () => {
  it('clears nothing until each of them is evidenced, and the finding says which is open, wherever it came to', () => {
    const ledger = conditional();
    expect(standing(ledger)).toEqual(['needs-approval', { conditions: ['apr_1/credit', 'apr_1/guild'] }]);
    expect(ledger.own('sky').approvals).toMatchObject([{ id: 'apr_1', ended: false, pending: true }]);
    ledger.evidence('sky', 'apr_1', 'guild', SECOND);
    expect(standing(ledger)).toEqual(['needs-approval', { conditions: ['apr_1/credit'] }]);
    ledger.evidence('sky', 'apr_1', 'credit');
    expect(standing(ledger)).toEqual(['approved', null]);
    expect(ledger.own('sky').approvals[0]).not.toHaveProperty('pending');
  });

  it('an act that names another condition, or another approval, evidences nothing', () => {
    const ledger = conditional({ conditions: CONDITIONS.slice(0, 1) });
    ledger.evidence('sky', 'apr_1', 'guild');
    ledger.evidence('sky', 'apr_2', 'credit');
    expect(standing(ledger)).toEqual(['needs-approval', { conditions: ['apr_1/credit'] }]);
  });

  it('F6: is open again where a maker turns out to have evidenced one, and can be evidenced by somebody else', () => {
    const ledger = conditional({ conditions: CONDITIONS.slice(0, 1) });
    ledger.evidence('sky', 'apr_1', 'credit', SECOND);
    expect(standing(ledger)[0]).toBe('approved');
    ledger.declare('sky', { 'asset.genai': 'full' }, { behalf: SECOND });
    expect(standing(ledger)).toEqual(['needs-approval', { conditions: ['apr_1'] }]);
    ledger.evidence('sky', 'apr_1', 'credit', REVIEWER);
    expect(standing(ledger)[0]).toBe('approved');
  });

  it('F6: a maker of a root evidences nothing at what was made from it', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky', { behalf: SECOND });
    ledger.made('comp', { sky: 'component' });
    ledger.approve('comp', [['base-generated', 'sky']], { conditions: CONDITIONS.slice(0, 1) });
    ledger.evidence('comp', 'apr_1', 'credit', SECOND);
    expect(standing(ledger)[0]).toBe('needs-approval');
    ledger.evidence('comp', 'apr_1', 'credit', REVIEWER);
    expect(standing(ledger)[0]).toBe('approved');
  });

  it('says nothing of its conditions where it would not cover the use, has ended, or was revoked', () => {
    expect(standing(conditional({ scope: { ...ANY_SCOPE, territories: ['DE'] } }))[1]).toBeNull();
    const ended = conditional({ expiresAt: LATER });
    expect(standing(ended)[1]).toBeNull();
    ended.logTime = '2026-03-09T23:59:59.999Z';
    expect(standing(ended)[1]).toEqual({ conditions: ['apr_1/credit', 'apr_1/guild'] });
    const revoked = conditional();
    revoked.revoke('sky', 'apr_1', 'ab-initio');
    expect(standing(revoked)[1]).toBeNull();
  });

  it('names them beside what other approvals leave uncovered', () => {
    const ledger = conditional({ conditions: CONDITIONS.slice(0, 1) });
    ledger.approve('sky', [['base-generated', 'sky']], { scope: { ...ANY_SCOPE, territories: ['DE'] } });
    expect(standing(ledger)[1]).toEqual({ territories: ['*'], conditions: ['apr_1/credit'] });
  });

  it('D5: affects what was released under it by its end, and stood for nothing before it was evidenced', () => {
    const ledger = conditional({ conditions: CONDITIONS.slice(0, 1), expiresAt: LATER });
    const kinds = (releasedAt: string) => ledger.failing('comp', releasedAt).map(({ kind }) => kind);
    expect(kinds('2026-03-05T00:00:00.000Z')).toEqual(['compromised']);
    ledger.evidence('sky', 'apr_1', 'credit');
    expect(kinds('2026-03-05T00:00:00.000Z')).toEqual(['affected']);
    expect(kinds('2026-03-01T00:00:00.000Z')).toEqual(['compromised']);
    ledger.logTime = '2026-03-09T00:00:00.000Z';
    expect(kinds('2026-03-05T00:00:00.000Z')).toEqual([]);
  });
});

describe('the token of an approval with an open condition', () => {
  it('is not in force, whoever looks, and names approval and reach', () => {
    const token = tokenOf({ id: 'apr_1', reach: 'contained', ended: false, pending: true });
    expect([token, hasEnded(token), isPending(token)]).toEqual(['~?apr_1:contained', true, true]);
    expect([approvalIdOf(token), reachOf(token)]).toEqual(['apr_1', 'contained']);
    expect(tokenOf({ id: 'apr_1', reach: 'exact', ended: true, pending: true })).toBe('~?apr_1:exact');
    expect(isPending('~apr_1:exact')).toBe(false);
  });
});
