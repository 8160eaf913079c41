import { describe, expect, it } from 'vitest';
import { ANY_SCOPE, HOOK, REVIEWER, SECOND, sha, SmallLedger } from '../testing/ledger.js';
import { approvalStanding } from './approvals.js';

const KEY = [['base-generated', 'sky']] as const;
function sky(): SmallLedger {
  const ledger = new SmallLedger();
  ledger.generated('sky');
  return ledger;
}
const standing = (ledger: SmallLedger, id = 'sky') => {
  const [record] = ledger.claim(id).approvals;
  if (record === undefined) throw new Error('no approval');
  const { display } = ledger.contentOf(id);
  return approvalStanding(record, {
    dossier: ledger.dossier(id),
    resolver: ledger.resolver(display),
    logTime: ledger.logTime,
  });
};
const approvals = (ledger: SmallLedger, id = 'sky') =>
  ledger.own(id).approvals.map(({ id: approval, keys, ended }) => [approval, keys.map(({ root }) => root), ended]);

describe('approvals', () => {
  it('F6: by a submitter of the content they are void, in whatever case and whenever that becomes known', () => {
    const ledger = sky();
    ledger.approve('sky', KEY, {}, 'Rita@Studio.example');
    expect(approvals(ledger)).toEqual([['apr_1', ['sky'], false]]);
    ledger.declare('sky', { 'asset.media': 'image' }, { behalf: REVIEWER });
    expect(approvals(ledger)).toEqual([]);
    expect(standing(ledger).state).toBe('void');
    expect(ledger.outcome('sky').state).toBe('needs-approval');
  });

  it('F6: by a maker of a root they are void for that root alone', () => {
    const ledger = sky();
    ledger.generated('grass', { by: REVIEWER });
    ledger.made('comp', { sky: 'component', grass: 'component' });
    ledger.approve('comp', [
      ['base-generated', 'sky'],
      ['base-generated', 'grass'],
    ]);
    expect(approvals(ledger, 'comp')).toEqual([['apr_1', ['sky'], false]]);
    expect(ledger.outcome('comp')).toEqual({ state: 'needs-approval', open: ['base-generated grass'] });
  });

  it('F6, scenario 25: by a submitter of another claim of the root they are void as well', () => {
    const ledger = sky();
    ledger.made('comp', { sky: 'component' });
    ledger.approve('comp', KEY);
    expect(ledger.outcome('comp').state).toBe('approved');
    ledger.say('copy', 'bytes-identified', { digests: { sha256: sha('sky') } }, { by: REVIEWER });
    expect(ledger.outcome('comp').state).toBe('needs-approval');
  });

  it('scenario 4: bind to the bytes they name', () => {
    const ledger = sky();
    ledger.approve('sky', KEY, { digest: { sha256: sha('other') } });
    expect(approvals(ledger)).toEqual([]);
    expect(standing(ledger).state).toBe('void');
  });

  it('F1: name roots by the id of any claim', () => {
    const ledger = sky();
    ledger.say('copy', 'bytes-identified', { digests: { sha256: sha('sky') } });
    ledger.approve('sky', [
      ['base-generated', 'copy'],
      ['base-generated', 'sky'],
    ]);
    expect(approvals(ledger)).toEqual([['apr_1', ['sky'], false]]);
    expect(ledger.outcome('copy').state).toBe('approved');
  });

  it('count on whichever claim they were given', () => {
    const ledger = sky();
    ledger.say('copy', 'bytes-identified', { digests: { sha256: sha('sky') } });
    ledger.approve('copy', KEY, { digest: { sha256: sha('sky') } });
    expect(ledger.outcome('sky').state).toBe('approved');
  });

  it('that were rejected are none', () => {
    const ledger = sky();
    const { approval: _, ...rest } = {
      approval: '',
      kind: 'written',
      digest: { sha256: sha('sky') },
      reach: 'exact',
      findings: [{ rule: 'base-generated', root: 'sky', element: null }],
      seenAt: null,
      scope: ANY_SCOPE,
      evidence: [{ ref: 'r' }],
      grantedBy: null,
      request: null,
      note: null,
      policy: { id: 'base', version: '1', digest: 'p' },
    } as const;
    ledger.say('sky', 'approval-rejected', { approval: 'apr_9', ...rest }, { by: REVIEWER });
    expect(approvals(ledger)).toEqual([]);
  });

  it('revoked as void from the start are gone', () => {
    const ledger = sky();
    const id = ledger.approve('sky', KEY);
    ledger.revoke('sky', id, 'ab-initio');
    expect(approvals(ledger)).toEqual([]);
    expect(standing(ledger).state).toBe('revoked');
  });

  it('revoked as void from the start are so also where they had ended before', () => {
    const ledger = sky();
    const id = ledger.approve('sky', KEY, { expiresAt: '2026-03-01T00:00:00.000Z' });
    expect(standing(ledger).state).toBe('expired');
    ledger.revoke('sky', id, 'ab-initio');
    expect(standing(ledger).state).toBe('revoked');
    expect(approvals(ledger)).toEqual([]);
  });

  it('stand in the order of their ids, with the events that gave them, on whichever claim that was', () => {
    const ledger = sky();
    ledger.say('copy', 'bytes-identified', { digests: { sha256: sha('sky') } });
    const digest = { sha256: sha('sky') };
    ledger.approve('copy', KEY, { digest });
    ledger.approve('sky', KEY);
    ledger.approve('copy', KEY, { digest });
    expect(ledger.own('sky').approvals.map(({ id, evidence }) => [id, evidence])).toEqual([
      ['apr_1', { stream: 'asset-nightfall/copy', revision: 1 }],
      ['apr_2', { stream: 'asset-nightfall/sky', revision: 3 }],
      ['apr_3', { stream: 'asset-nightfall/copy', revision: 2 }],
    ]);
  });

  it('F1: name each finding once, in the order of the keys, elements kept apart', () => {
    const ledger = sky();
    const key = (rule: string, element: string | null = null) => ({ rule, root: 'sky', element });
    const findings = [key('z'), key('a', 'performer_2'), key('z'), key('a'), key('a', 'performer_1')];
    ledger.approve('sky', [], { findings });
    expect(ledger.own('sky').approvals[0]?.keys).toEqual([
      key('a'),
      key('a', 'performer_1'),
      key('a', 'performer_2'),
      key('z'),
    ]);
  });

  it('end when log time reaches their expiry, which is due until then', () => {
    const ledger = sky();
    ledger.approve('sky', KEY, { expiresAt: '2026-04-01T00:00:00Z' });
    expect(ledger.own('sky').dueAt).toEqual(['2026-04-01T00:00:00.000Z']);
    ledger.logTime = '2026-03-31T23:59:59.999Z';
    expect([standing(ledger).state, ledger.outcome('sky').state]).toEqual(['active', 'approved']);
    ledger.logTime = '2026-04-01T00:00:00.000Z';
    expect([standing(ledger).state, ledger.outcome('sky').state]).toEqual(['expired', 'needs-approval']);
    expect(ledger.own('sky')).toMatchObject({
      dueAt: [],
      approvals: [{ ended: true, endsAt: '2026-04-01T00:00:00Z' }],
    });
  });

  it('fall due in the order of time, each time once', () => {
    const ledger = sky();
    for (const expiresAt of ['2026-10-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z', '2026-10-01T02:00:00+02:00']) {
      ledger.approve('sky', KEY, { expiresAt });
    }
    expect(ledger.own('sky').dueAt).toEqual(['2026-04-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z']);
  });

  it('end at the earlier of expiry, dated revocation and end of window', () => {
    const ledger = sky();
    const window = { from: null, until: '2026-06-01T00:00:00.000Z' };
    const id = ledger.approve('sky', KEY, { expiresAt: '2026-07-01T00:00:00.000Z', scope: { ...ANY_SCOPE, window } });
    expect(standing(ledger).endsAt).toBe('2026-06-01T00:00:00.000Z');
    ledger.revoke('sky', id, 'from', '2026-05-01T00:00:00.000Z');
    expect(standing(ledger)).toMatchObject({ state: 'active', endsAt: '2026-05-01T00:00:00.000Z' });
    ledger.logTime = '2026-05-01T00:00:00.000Z';
    expect(standing(ledger).state).toBe('revoked');
  });

  it('clear nothing before their window begins, which is due', () => {
    const ledger = sky();
    const window = { from: '2026-04-01T00:00:00.000Z', until: null };
    ledger.approve('sky', KEY, { scope: { ...ANY_SCOPE, window } });
    expect(ledger.own('sky').dueAt).toEqual(['2026-04-01T00:00:00.000Z']);
    expect(ledger.outcome('sky').state).toBe('needs-approval');
    ledger.logTime = '2026-04-01T00:00:00.000Z';
    expect(ledger.own('sky').dueAt).toEqual([]);
    expect(ledger.outcome('sky').state).toBe('approved');
  });

  it('that have ended do not begin', () => {
    const ledger = sky();
    const window = { from: '2026-04-01T00:00:00.000Z', until: null };
    ledger.approve('sky', KEY, { expiresAt: '2026-03-02T00:00:00.000Z', scope: { ...ANY_SCOPE, window } });
    expect(ledger.own('sky').approvals[0]).not.toHaveProperty('beginsAt');
    expect(ledger.own('sky').dueAt).toEqual([]);
  });

  it('whose window begins at no time that can be read clear nothing, and fall due never', () => {
    const ledger = sky();
    ledger.approve('sky', KEY, { scope: { ...ANY_SCOPE, window: { from: 'spring', until: null } } });
    expect(ledger.own('sky').dueAt).toEqual([]);
    expect(ledger.outcome('sky').state).toBe('needs-approval');
  });

  it('with a time that cannot be read have ended', () => {
    const ledger = sky();
    ledger.approve('sky', KEY);
    const [record] = ledger.claim('sky').approvals;
    const context = { dossier: ledger.dossier('sky'), resolver: ledger.resolver('sky'), logTime: ledger.logTime };
    expect(approvalStanding({ ...record!, data: { ...record!.data, expiresAt: 'some day' } }, context).state).toBe(
      'expired',
    );
  });
});

describe('F6: authority', () => {
  it('a reviewer who only reviews stays free to approve', () => {
    const ledger = sky();
    const mark = ledger.mark('sky');
    ledger.lift('sky', [mark], SECOND);
    ledger.approve('sky', KEY, {}, SECOND);
    expect(ledger.own('sky').submitters).toEqual([HOOK]);
    expect(ledger.outcome('sky').state).toBe('approved');
  });
});
