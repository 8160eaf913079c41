import { DELIVERY_CLASSES, type Scope, type Use } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { failing, judge } from './judge.js';
import type { Pack } from './pack.js';
import { basePack } from './packs/base.js';
import { ANY_SCOPE, SmallLedger } from './testing/ledger.js';
import type { ApprovalTerms, ContentState, FindingClass, Missing, Outcome } from './types.js';

const FINAL: Use = { class: 'final', territories: ['*'], languages: ['*'], medium: '*' };

/** A pack with one rule of each outcome beside the base rules. */
const pack: Pack = {
  ...basePack,
  rules: [
    ...basePack.rules,
    ...(['deny', 'unknown', 'approval', 'escalate', 'notice'] as const).map((outcome) => ({
      ...basePack.rules[1]!,
      id: `x-${outcome}`,
      outcome,
      kinds: ['legal'],
    })),
  ],
};
const cls = (rule: string, outcome: Outcome, approvals: readonly string[] = [], root = 'sky'): FindingClass => ({
  rule,
  root,
  element: null,
  outcome,
  code: 'code',
  approvals,
  via: null,
});
const X = {
  deny: cls('x-deny', 'deny'),
  unknown: cls('x-unknown', 'unknown'),
  approval: cls('x-approval', 'approval'),
  escalate: cls('x-escalate', 'escalate'),
  notice: cls('x-notice', 'notice'),
  mark: cls('base-temporary-mark', 'deny'),
};
const stateWith = (...classes: FindingClass[]): ContentState => ({ classes });
const context = (...terms: ApprovalTerms[]) => ({
  terms: (id: string) => terms.find((entry) => entry.id === id) ?? null,
  logTime: '2026-03-10T12:00:00.000Z',
  pack,
});
const terms = (
  id: string,
  scope: Partial<Scope> = {},
  kind = 'legal',
  endsAt: string | null = null,
): ApprovalTerms => ({
  id,
  kind,
  scope: { ...ANY_SCOPE, ...scope },
  endsAt,
});

describe('F2: states, the first that applies', () => {
  it.each([
    ['denied', [X.deny, X.unknown, X.mark, X.approval]],
    ['denied', [X.deny]],
    ['unknown', [X.unknown, X.mark, X.approval, X.escalate]],
    ['temporary', [X.mark, X.approval, X.escalate]],
    ['needs-approval', [X.approval, X.escalate]],
    ['escalated', [X.escalate, X.notice]],
    ['clear', [X.notice]],
    ['clear', []],
  ] as const)('%s', (state, classes) => {
    const judged = judge(stateWith(...classes), FINAL, context());
    expect([judged.state, judged.compliant]).toEqual([state, state === 'clear']);
  });

  it('approved: something was cleared by approval', () => {
    const judged = judge(stateWith(cls('x-approval', 'approval', ['apr_1:exact'])), FINAL, context(terms('apr_1')));
    expect(judged).toMatchObject({
      state: 'approved',
      compliant: true,
      open: [],
      cleared: [{ rule: 'x-approval', by: ['apr_1'] }],
    });
  });

  it('counts what is open, and orders it by outcome, then key', () => {
    const judged = judge(stateWith(X.approval, X.deny, X.escalate, X.notice, X.unknown, X.mark), FINAL, context());
    expect(judged.open.map(({ rule }) => rule)).toEqual([
      'base-temporary-mark',
      'x-deny',
      'x-unknown',
      'x-approval',
      'x-escalate',
    ]);
    expect(judged.notices.map(({ rule }) => rule)).toEqual(['x-notice']);
    expect(judged.counts).toEqual({ deny: 2, unknown: 1, approval: 1, escalate: 1, notice: 1 });
  });
});

describe('where base rules bind', () => {
  it.each(DELIVERY_CLASSES)('class %s', (name) => {
    const judged = judge(stateWith(X.mark), { ...FINAL, class: name }, context());
    const binds = name === 'final' || name === 'marketing' || name === 'dub';
    expect([judged.state, judged.open.length, judged.notices.length, judged.counts.notice]).toEqual(
      binds ? ['temporary', 1, 0, 0] : ['clear', 0, 1, 1],
    );
    expect(judged.notices.map(({ outcome }) => outcome)).toEqual(binds ? [] : ['notice']);
  });

  it('a rule that the pack does not know binds everywhere, and nothing clears it', () => {
    const state = stateWith(cls('gone', 'approval', ['apr_1:exact']));
    expect(judge(state, { ...FINAL, class: 'review' }, context(terms('apr_1'))).state).toBe('needs-approval');
  });

  it('a notice that an approval covers makes nothing approved', () => {
    const state = stateWith(cls('x-approval', 'approval', ['apr_1:exact']));
    expect(judge(state, { ...FINAL, class: 'review' }, context(terms('apr_1'))).state).toBe('clear');
  });
});

/** Whether an approval of that kind, for everything, clears a finding. */
function isCleared(rule: string, outcome: Outcome, kind: string): boolean {
  return judge(stateWith(cls(rule, outcome, ['apr_1:exact'])), FINAL, context(terms('apr_1', {}, kind))).compliant;
}

/** What these approvals leave open of a use. */
function gaps(use: Partial<Use>, ...given: ApprovalTerms[]): Missing | null | 'covered' {
  const approvals = given.map(({ id }) => `${id}:exact`);
  const { open } = judge(stateWith(cls('x-approval', 'approval', approvals)), { ...FINAL, ...use }, context(...given));
  return open[0] === undefined ? 'covered' : open[0].missing;
}

describe('F3: what clears what', () => {
  it('the kinds that the rule names clear an approval', () => {
    expect([
      isCleared('x-approval', 'approval', 'legal'),
      isCleared('x-approval', 'approval', 'written'),
      isCleared('x-approval', 'approval', 'ruling'),
    ]).toEqual([true, false, false]);
    expect([
      isCleared('base-generated', 'approval', 'written'),
      isCleared('base-generated', 'approval', 'break-glass'),
    ]).toEqual([true, false]);
  });
  it('a ruling clears an escalation, and nothing else does', () => {
    expect([isCleared('x-escalate', 'escalate', 'ruling'), isCleared('x-escalate', 'escalate', 'legal')]).toEqual([
      true,
      false,
    ]);
  });
  it.each(['legal', 'written', 'ruling'])('never a deny, an unknown or a replacement: %s', (kind) => {
    expect([
      isCleared('x-deny', 'deny', kind),
      isCleared('x-unknown', 'unknown', kind),
      isCleared('base-replacement-unconfirmed', 'approval', kind),
    ]).toEqual([false, false, false]);
  });
  it('an approval of which nothing is known clears nothing', () => {
    expect(judge(stateWith(cls('x-approval', 'approval', ['apr_1:exact'])), FINAL, context()).state).toBe(
      'needs-approval',
    );
  });
});

describe('scenario 6: coverage', () => {
  const de = { territories: ['DE', 'AT'] };

  it('covers what each list names, and names what is missing', () => {
    expect(gaps({ territories: ['DE'] }, terms('apr_1', de))).toBe('covered');
    expect(gaps({ territories: ['DE', 'FR', 'US'] }, terms('apr_1', de))).toEqual({ territories: ['FR', 'US'] });
    expect(
      gaps(
        { languages: ['fr'], medium: 'svod', class: 'dub' },
        terms('apr_1', { languages: ['de'], mediums: ['avod'], classes: ['final'] }),
      ),
    ).toEqual({
      classes: ['dub'],
      languages: ['fr'],
      mediums: ['svod'],
    });
  });
  it('everything is covered by "*" alone, also where the use names nothing', () => {
    expect(gaps({}, terms('apr_1', de))).toEqual({ territories: ['*'] });
    expect(gaps({ territories: [] }, terms('apr_1', de))).toEqual({ territories: ['*'] });
    expect(gaps({ medium: '*' }, terms('apr_1', { mediums: ['svod', 'avod'] }))).toEqual({ mediums: ['*'] });
    expect(gaps({})).toBeNull();
  });
  it.each([
    ['incidental', ['key_element']],
    ['story_relevant', ['key_element']],
  ] as const)('the use is taken for a key element: an approval for %s does not cover', (prominence, missing) => {
    expect(gaps({}, terms('apr_1', { prominence }))).toEqual({ prominence: missing });
  });
  it.each(['key_element', '*'] as const)('prominence %s covers', (prominence) => {
    expect(gaps({}, terms('apr_1', { prominence }))).toBe('covered');
  });
  it('a window covers from its first moment up to, without, its last', () => {
    const at = '2026-03-10T12:00:00.000Z';
    expect(gaps({}, terms('apr_1', { window: { from: at, until: null } }))).toBe('covered');
    expect(gaps({}, terms('apr_1', { window: { from: null, until: at } }))).toEqual({ window: [at] });
    expect(
      gaps({}, terms('apr_1', { window: { from: '2026-03-10T13:00:00+01:00', until: '2026-03-10T12:00:01Z' } })),
    ).toBe('covered');
  });
  it('one approval has to cover the use alone; missing is what none of several covers', () => {
    const use = { territories: ['DE', 'FR', 'US'] };
    expect(gaps(use, terms('apr_1', { territories: ['DE'] }), terms('apr_2', { territories: ['FR'] }))).toEqual({
      territories: ['US'],
    });
    expect(gaps(use, terms('apr_1', { territories: ['DE', 'FR'] }), terms('apr_2', { territories: ['US'] }))).toEqual({
      territories: ['US'],
    });
  });
});

describe('F5: classes of one finding', () => {
  it('open if some class holds no approval that covers; shown is the open class', () => {
    const state = stateWith(
      cls('x-approval', 'approval', ['apr_1:exact']),
      cls('x-approval', 'approval', ['apr_2:exact']),
    );
    const judged = judge(state, FINAL, context(terms('apr_1'), terms('apr_2', { territories: ['DE'] })));
    expect(judged.open).toMatchObject([{ cls: { approvals: ['apr_2:exact'] }, missing: { territories: ['*'] } }]);
    expect(judged.counts.approval).toBe(1);
    expect(judge(state, FINAL, context(terms('apr_1'), terms('apr_2'))).cleared).toMatchObject([
      { by: ['apr_1', 'apr_2'] },
    ]);
  });
  it('one that has ended covers nothing', () => {
    expect(
      judge(stateWith(cls('x-approval', 'approval', ['~apr_1:exact'])), FINAL, context(terms('apr_1'))).open,
    ).toMatchObject([{ missing: null }]);
  });
});

describe('D5: what it means for a release', () => {
  const releasedAt = '2026-03-01T00:00:00.000Z';
  const kinds = (state: ContentState, ...given: ApprovalTerms[]) =>
    failing(state, FINAL, { ...context(...given), releasedAt }).map(({ rule, kind }) => `${rule} ${kind}`);
  const ended = stateWith(cls('x-approval', 'approval', ['~apr_1:exact']));

  it('an unknown questions it', () => expect(kinds(stateWith(X.unknown))).toEqual(['x-unknown questioned']));
  it('a deny, an open approval or an escalation compromises it', () =>
    expect(kinds(stateWith(X.mark, X.deny, X.approval, X.escalate))).toEqual([
      'base-temporary-mark compromised',
      'x-deny compromised',
      'x-approval compromised',
      'x-escalate compromised',
    ]));
  it('notices and what is cleared do nothing', () =>
    expect(kinds(stateWith(X.notice, cls('x-approval', 'approval', ['apr_1:exact'])), terms('apr_1'))).toEqual([]));

  it('an approval that ended at a date after the release affects it', () => {
    expect(kinds(ended, terms('apr_1', {}, 'legal', '2026-03-05T00:00:00.000Z'))).toEqual(['x-approval affected']);
    expect(kinds(ended, terms('apr_1', { window: { from: null, until: '2026-03-05T00:00:00Z' } }))).toEqual([
      'x-approval affected',
    ]);
  });
  it('one that ended before, that never covered the use, or of which no end is known compromises it', () => {
    expect(kinds(ended, terms('apr_1', {}, 'legal', releasedAt))).toEqual(['x-approval compromised']);
    expect(kinds(ended, terms('apr_1', { territories: ['DE'] }, 'legal', '2026-03-05T00:00:00.000Z'))).toEqual([
      'x-approval compromised',
    ]);
    expect(kinds(ended, terms('apr_1', {}, 'written', '2026-03-05T00:00:00.000Z'))).toEqual(['x-approval compromised']);
    expect(kinds(ended, terms('apr_1'))).toEqual(['x-approval compromised']);
    expect(kinds(ended)).toEqual(['x-approval compromised']);
  });
  it('one whose window has not begun never stood', () => {
    const window = { from: '2026-04-01T00:00:00.000Z', until: '2026-05-01T00:00:00.000Z' };
    expect(kinds(ended, terms('apr_1', { window }))).toEqual(['x-approval compromised']);
  });
  it('every class has to have stood: one open path compromises', () => {
    const state = stateWith(
      cls('x-approval', 'approval', ['apr_2:exact']),
      cls('x-approval', 'approval', ['~apr_1:exact']),
    );
    const end = terms('apr_1', {}, 'legal', '2026-03-05T00:00:00.000Z');
    expect(kinds(state, end, terms('apr_2', { territories: ['DE'] }))).toEqual(['x-approval compromised']);
    expect(kinds(state, end, terms('apr_2', { window: { from: '2026-03-02T00:00:00.000Z', until: null } }))).toEqual([
      'x-approval affected',
    ]);
  });

  it('scenario 36: revoked from the start compromises, a dated end affects, an unknown questions', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    const id = ledger.approve('sky', [['base-generated', 'sky']], { expiresAt: '2026-03-09T00:00:00.000Z' });
    expect(ledger.failing('sky', releasedAt).map(({ kind }) => kind)).toEqual(['affected']);
    ledger.revoke('sky', id, 'ab-initio');
    expect(ledger.failing('sky', releasedAt).map(({ kind }) => kind)).toEqual(['compromised']);
    ledger.declare('sky', { 'asset.genai': 'unknown' });
    expect(ledger.failing('sky', releasedAt).map(({ rule, kind }) => [rule, kind])).toEqual([
      ['base-origin-unknown', 'questioned'],
      ['base-generated', 'compromised'],
    ]);
  });
});
