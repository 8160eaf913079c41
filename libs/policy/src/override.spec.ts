import { describe, expect, it } from 'vitest';
import { isOverridden } from './judge.js';
import { isOverridable } from './pack.js';
import { basePack } from './packs/base.js';
import { ANY_SCOPE, REVIEWER, SmallLedger } from './testing/ledger.js';

const GLASS = { kind: 'break-glass', expiresAt: '2026-03-12T00:00:00.000Z' } as const;
const AFTER = '2026-03-12T00:00:00.000Z';

/** A generated sky in a comp; the glass is broken at the sky. */
function brokenSky(given: object = {}): SmallLedger {
  const ledger = new SmallLedger();
  ledger.generated('sky');
  ledger.made('comp', { sky: 'component' });
  ledger.approve('sky', [['base-generated', 'sky']], { ...GLASS, ...given });
  return ledger;
}
const overridden = (ledger: SmallLedger, id = 'comp') =>
  ledger.judge(id).open.map(({ rule, overriddenBy = [] }) => [rule, ...overriddenBy]);

describe('a broken glass', () => {
  it('leaves the finding and the state as they are, and says that it is let through', () => {
    const ledger = brokenSky();
    for (const id of ['sky', 'comp']) {
      const { state, compliant, open, cleared, counts } = ledger.judge(id);
      expect([state, compliant, cleared, counts.approval]).toEqual(['needs-approval', false, [], 1]);
      expect(open.map(isOverridden)).toEqual([true]);
      expect(ledger.findings(id)).toMatchObject([
        { rule: 'base-generated', status: 'overridden', overriddenBy: ['apr_1'], outcome: 'approval' },
      ]);
    }
    expect(ledger.failing('comp', '2026-03-10T12:00:00.000Z')).toEqual([]);
  });

  it('reaches as far as it says, covers the scope it says, and ends in log time', () => {
    expect(overridden(brokenSky({ reach: 'exact' }))).toEqual([['base-generated']]);
    const german = brokenSky({ scope: { ...ANY_SCOPE, territories: ['DE'] } });
    expect(overridden(german)).toEqual([['base-generated']]);
    const use = { class: 'final', territories: ['DE'], languages: ['de'], medium: 'svod' } as const;
    expect(german.judge('comp', use).open.map(isOverridden)).toEqual([true]);
    const ledger = brokenSky();
    expect(ledger.own('sky').dueAt).toEqual([AFTER]);
    ledger.logTime = AFTER;
    expect(overridden(ledger)).toEqual([['base-generated']]);
    // D5: what went out under it is affected by its end, as by that of an approval.
    expect(ledger.failing('comp', '2026-03-10T12:00:00.000Z').map(({ kind }) => kind)).toEqual(['affected']);
    expect(ledger.failing('comp', '2026-03-12T12:00:00.000Z').map(({ kind }) => kind)).toEqual(['compromised']);
  });

  it('is gone where it was revoked from the start, and compromises what went out under it', () => {
    const ledger = brokenSky();
    ledger.revoke('sky', 'apr_1', 'ab-initio');
    expect(overridden(ledger)).toEqual([['base-generated']]);
    expect(ledger.failing('comp', '2026-03-10T12:00:00.000Z').map(({ kind }) => kind)).toEqual(['compromised']);
  });

  it('F6: is void for what its giver had a hand in', () => {
    const ledger = brokenSky();
    ledger.declare('sky', { 'asset.genai': 'full' }, { behalf: REVIEWER });
    expect(overridden(ledger)).toEqual([['base-generated']]);
  });

  it('has to stand on every way by which the finding comes, unless that is cleared', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('left', { sky: 'component' });
    ledger.made('right', { sky: 'component' });
    ledger.made('comp', { left: 'component', right: 'component' });
    ledger.approve('left', [['base-generated', 'sky']], GLASS);
    expect(overridden(ledger)).toEqual([['base-generated']]);
    ledger.approve('right', [['base-generated', 'sky']]);
    expect(overridden(ledger)).toEqual([['base-generated', 'apr_1']]);
    ledger.approve('left', [['base-generated', 'sky']]);
    expect(ledger.judge('comp').state).toBe('approved');
  });

  it('lets nothing through that is denied, unknown, or waits for a confirmation', () => {
    const ledger = new SmallLedger();
    ledger.asset('sky');
    ledger.mark('sky');
    ledger.approve(
      'sky',
      [
        ['base-temporary-mark', 'sky'],
        ['base-origin-unknown', 'sky'],
      ],
      GLASS,
    );
    expect(overridden(ledger, 'sky')).toEqual([['base-temporary-mark'], ['base-origin-unknown']]);
    const versions = new SmallLedger();
    versions.generated('v1');
    versions.camera('plate');
    versions.made('v2', { v1: 'revision', plate: 'component' });
    versions.approve('v2', [['base-replacement-unconfirmed', 'v1']], GLASS);
    expect(overridden(versions, 'v2')).toEqual([['base-replacement-unconfirmed']]);
  });

  it('one open finding beside it holds all the same', () => {
    const ledger = brokenSky();
    ledger.mark('sky');
    expect(ledger.judge('comp').open.map(isOverridden)).toEqual([false, true]);
    expect(ledger.failing('comp', '2026-03-10T12:00:00.000Z').map(({ rule }) => rule)).toEqual(['base-temporary-mark']);
  });

  it('overrides only what the pack knows, and only where a decision of people would clear it', () => {
    const of = (rule: string, outcome: 'approval' | 'escalate' | 'deny' | 'unknown' | 'notice') =>
      isOverridable({ rule, outcome }, basePack);
    expect([of('base-generated', 'approval'), of('base-generated', 'escalate')]).toEqual([true, true]);
    expect([of('base-generated', 'deny'), of('base-generated', 'unknown'), of('base-generated', 'notice')]).toEqual([
      false,
      false,
      false,
    ]);
    expect([of('gone', 'approval'), of('base-replacement-unconfirmed', 'approval')]).toEqual([false, false]);
  });
});
