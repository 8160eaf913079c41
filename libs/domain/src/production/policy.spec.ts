/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, givenStream, recorded, said } from '../testing/given.js';
import { decideAdoptPolicy, MAX_ADOPTED_PACKS, type AdoptPolicyCommand } from './adopt.js';
import type { PinnedPack, ProductionEvent } from './events.js';
import { evolveProduction, foldProduction, type ProductionState } from './fold.js';
import { decideRevokeToolRuling, type RevokeToolRulingCommand } from './revoke-tool-ruling.js';
import { decideRuleToolUse, type RuleToolUseCommand, type RuleToolUseSituation } from './rule-tool-use.js';
import { decideGrantShare, MAX_SHARED, type GrantShareCommand } from './share.js';

const givenProduction = givenStream('production-nightfall', (events) => foldProduction('nightfall', events));
const OPENED = { type: 'opened', data: { title: null, packs: [] } };
const CLOSED = { type: 'closed', data: { reason: 'wrapped' } };
const again = (event: { type: string; data: unknown }) =>
  said(event, { dedup: 'new', contentDigest: 'content of new' });
const REPEATED = { contentDigest: 'content of new', revision: 1, n: 2, events: 1 };

describe('adopting packs', () => {
  const pinned = (id: string, version = '1'): PinnedPack => ({
    id,
    version,
    digest: `d-${id}`,
    switches: { strict: true },
  });
  const adopt =
    (packs: AdoptPolicyCommand['packs'], published: readonly (PinnedPack | null)[], parts: object = {}) =>
    (state: ProductionState) =>
      decideAdoptPolicy(
        state,
        { packs, reason: 'delivery to the streamer', ...parts },
        { published, faults: [] },
        by('admin'),
      );
  const NETFLIX = [{ id: 'netflix', version: '1' }];
  const adopted = (...packs: readonly PinnedPack[]) => ({
    type: 'policy-adopted',
    data: { packs, reason: 'delivery to the streamer' },
  });

  it('records each with its digest and switches; none is an answer too', () => {
    givenProduction(OPENED)
      .when(adopt(NETFLIX, [pinned('netflix')]))
      .records(adopted(pinned('netflix')));
    givenProduction(OPENED, adopted(pinned('netflix')))
      .when(adopt([], []))
      .records(adopted());
    givenProduction(OPENED, again(adopted(pinned('netflix'))))
      .when(adopt(NETFLIX, [pinned('netflix')]))
      .repeats(REPEATED);
  });

  it('takes published versions only, each pack once, sixteen at most', () => {
    const refuses = (packs: AdoptPolicyCommand['packs'], published: readonly (PinnedPack | null)[], pointer: string) =>
      givenProduction(OPENED)
        .when(adopt(packs, published))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    refuses(NETFLIX, [null], '/packs/0');
    refuses(NETFLIX, [], '/packs/0');
    refuses(NETFLIX, [pinned('netflix', '2')], '/packs/0');
    refuses([...NETFLIX, { id: 'eu', version: '1' }], [pinned('netflix'), pinned('other')], '/packs/1');
    refuses([...NETFLIX, { id: 'netflix', version: '2' }], [pinned('netflix'), pinned('netflix', '2')], '/packs/1/id');
    const many = Array.from({ length: MAX_ADOPTED_PACKS + 1 }, (_, index) => pinned(`p${index}`));
    refuses(many, many, '/packs');
    givenProduction(OPENED)
      .when(adopt(many.slice(1), many.slice(1)))
      .records(adopted(...many.slice(1)));
  });

  it('is refused with all that is wrong with them together, each at its place', () => {
    const faults = [
      { pointer: '/packs/0/switches/lax', message: 'is no switch of netflix@1', code: 'unknown-switch' },
      { pointer: '/packs/0', message: 'names a rule twice' },
    ];
    givenProduction(OPENED)
      .when((state) =>
        decideAdoptPolicy(
          state,
          { packs: NETFLIX, reason: 'r' },
          { published: [pinned('netflix')], faults },
          by('admin'),
        ),
      )
      .refuses({ slug: 'invalid-request', pointers: ['/packs/0/switches/lax', '/packs/0'] });
  });

  it('needs an open production, a reason and the revision expected', () => {
    givenProduction().when(adopt([], [])).refuses({ slug: 'not-found' });
    givenProduction(OPENED, CLOSED)
      .when(adopt([], []))
      .refuses({ slug: 'wrong-state', members: { state: 'closed' } });
    givenProduction(OPENED)
      .when(adopt([], [], { reason: '' }))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    givenProduction(OPENED)
      .when(adopt([], [], { expectedRevision: 7 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 7, actual: 0 } });
  });

  it('the last adoption is in force', () => {
    const events = recorded('production-nightfall', [OPENED, adopted(pinned('a')), adopted(pinned('b'))]);
    expect(foldProduction('nightfall', events).policy?.data.packs).toEqual([pinned('b')]);
    expect(foldProduction('nightfall', events.slice(0, 1)).policy).toBeNull();
    expect(events.reduce(evolveProduction, foldProduction('nightfall', []))).toEqual(
      foldProduction('nightfall', events),
    );
  });
});

describe('L6: sharing with another production', () => {
  const share =
    (parts: Partial<GrantShareCommand> = {}) =>
    (state: ProductionState) =>
      decideGrantShare(state, { to: 'dawn', assets: ['plate'], reason: 'same library', ...parts }, by('admin'));
  const granted = (parts: object = {}) => ({
    type: 'share-granted',
    data: { share: expect.any(String), to: 'dawn', assets: ['plate'], digests: [], reason: 'same library', ...parts },
  });
  const DIGEST = { sha256: 'a'.repeat(64) };

  it('names assets or digests', () => {
    givenProduction(OPENED).when(share()).records(granted());
    givenProduction(OPENED)
      .when(share({ assets: [], digests: [DIGEST] }))
      .records(granted({ assets: [], digests: [DIGEST] }));
    givenProduction(OPENED, again({ type: 'share-granted', data: { ...granted().data, share: 'shr_1' } }))
      .when(share())
      .repeats(REPEATED);
  });

  it('has an id that follows from the request', () => {
    const idOf = (key: string) => {
      const decision = decideGrantShare(
        foldProduction('nightfall', recorded('production-nightfall', [OPENED])),
        { to: 'dawn', assets: ['plate'], reason: 'r' },
        by('admin', key),
      );
      return decision.kind === 'accepted' && decision.events[0]?.type === 'share-granted'
        ? decision.events[0].data.share
        : null;
    };
    expect(idOf('a')).toMatch(/^shr_[0-9a-f]+$/);
    expect(idOf('a')).toBe(idOf('a'));
    expect(idOf('a')).not.toBe(idOf('b'));
  });

  it('takes another production and either list, within its limit', () => {
    for (const [parts, pointer] of [
      [{ to: 'Dawn' }, '/to'],
      [{ to: 'nightfall' }, '/to'],
      [{ assets: [] }, '/assets'],
      [{ digests: [DIGEST] }, '/assets'],
      [{ assets: ['ok', '../plate'] }, '/assets/1'],
      [{ assets: [], digests: [DIGEST, {}] }, '/digests/1'],
      [{ assets: Array.from({ length: MAX_SHARED + 1 }, (_, index) => `a${index}`) }, '/assets'],
      [{ assets: [], digests: Array.from({ length: MAX_SHARED + 1 }, () => DIGEST) }, '/digests'],
      [{ reason: ' ' }, '/reason'],
    ] as const) {
      givenProduction(OPENED)
        .when(share(parts))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    }
    const most = Array.from({ length: MAX_SHARED }, (_, index) => `a${index}`);
    givenProduction(OPENED)
      .when(share({ assets: most }))
      .records(granted({ assets: most }));
    givenProduction().when(share()).refuses({ slug: 'not-found' });
    givenProduction(OPENED, CLOSED)
      .when(share())
      .refuses({ slug: 'wrong-state', members: { state: 'closed' } });
    givenProduction(OPENED)
      .when(share({ expectedRevision: 2 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 2, actual: 0 } });
  });
});

describe('ruling on the use of a tool', () => {
  const command: RuleToolUseCommand = {
    tool: 'rx',
    version: '11.*',
    mode: 'denoise',
    rules: ['NFX-P3'],
    reason: 'noise reduction only',
    evidence: [{ ref: 'dms://rulings/3' }],
  };
  const rule =
    (parts: Partial<RuleToolUseCommand> = {}, situation: Partial<RuleToolUseSituation> = {}) =>
    (state: ProductionState) =>
      decideRuleToolUse(
        state,
        { ...command, ...parts },
        { person: true, assistive: true, outcomeOf: (id) => OUTCOMES[id] ?? null, ...situation },
        by('k.ito'),
      );
  const OUTCOMES: Readonly<Record<string, string>> = { 'NFX-P3': 'escalate', 'NFX-G1': 'approval', 'NFX-D1': 'deny' };
  const RULED = { type: 'tool-use-ruled', data: { ...command, ruling: expect.any(String), expiresAt: null } };

  it('covers one mode of an assistive tool, for good or for a time', () => {
    givenProduction(OPENED).when(rule()).records(RULED);
    givenProduction(OPENED)
      .when(rule({ expiresAt: '2026-04-01T00:00:00Z' }))
      .records({ ...RULED, data: { ...RULED.data, expiresAt: '2026-04-01T00:00:00.000Z' } });
    givenProduction(OPENED, again({ type: 'tool-use-ruled', data: { ...RULED.data, ruling: 'rul_1' } }))
      .when(rule())
      .repeats(REPEATED);
  });

  it('never covers a tool that may generate, and takes a person', () => {
    givenProduction(OPENED)
      .when(rule({}, { assistive: false }))
      .refuses({ slug: 'approval-kind' });
    givenProduction(OPENED)
      .when(rule({}, { person: false }))
      .refuses({ slug: 'person-required' });
  });

  it('F3: names rules of the policy in force that escalate', () => {
    givenProduction(OPENED)
      .when(rule({ rules: ['NFX-P3', 'NFX-P7'] }))
      .refuses({ slug: 'invalid-request', pointers: ['/rules/1'] });
    for (const other of ['NFX-G1', 'NFX-D1']) {
      givenProduction(OPENED)
        .when(rule({ rules: ['NFX-P3', other] }))
        .refuses({ slug: 'approval-kind', pointers: ['/rules/1'] });
    }
  });

  it('takes one tool, a version, one mode, rules, a reason, a document and an end that is to come', () => {
    for (const [parts, pointer] of [
      [{ tool: 'r x' }, '/tool'],
      [{ version: '1*' }, '/version'],
      [{ mode: '*' }, '/mode'],
      [{ mode: ' ' }, '/mode'],
      [{ rules: [] }, '/rules'],
      [{ reason: '' }, '/reason'],
      [{ evidence: [] }, '/evidence'],
      [{ expiresAt: '2026-03-10T12:00:00Z' }, '/expiresAt'],
    ] as const) {
      givenProduction(OPENED)
        .when(rule(parts))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    }
    givenProduction().when(rule()).refuses({ slug: 'not-found' });
    givenProduction(OPENED)
      .when(rule({ expectedRevision: 2 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 2, actual: 0 } });
  });
});

describe('revoking a ruling on a tool', () => {
  const ruled: ProductionEvent = {
    type: 'tool-use-ruled',
    data: {
      ruling: 'rul_1',
      tool: 'rx',
      version: '11.*',
      mode: 'denoise',
      rules: ['NFX-P3'],
      reason: 'noise reduction only',
      evidence: [{ ref: 'dms://rulings/3' }],
      expiresAt: null,
    },
  };
  const revoke =
    (parts: Partial<RevokeToolRulingCommand> = {}) =>
    (state: ProductionState) =>
      decideRevokeToolRuling(
        state,
        { ruling: 'rul_1', reason: 'it does more', effect: 'ab-initio', ...parts },
        by('okafor'),
      );
  const revoked = (effect: 'ab-initio' | 'from', effectiveAt: string | null): ProductionEvent => ({
    type: 'tool-ruling-revoked',
    data: { ruling: 'rul_1', reason: 'it does more', effect, effectiveAt, evidence: [] },
  });

  it('voids it from the start, or ends it at a time, now unless told otherwise', () => {
    givenProduction(OPENED, ruled).when(revoke()).records(revoked('ab-initio', null));
    givenProduction(OPENED, ruled)
      .when(revoke({ effect: 'from', effectiveAt: '2026-04-01T02:00:00+02:00' }))
      .records(revoked('from', '2026-04-01T00:00:00.000Z'));
    givenProduction(OPENED, ruled)
      .when(revoke({ effect: 'from' }))
      .records(revoked('from', by('okafor').now));
  });

  it('goes on after the production is closed, and happens once', () => {
    const closed: ProductionEvent = { type: 'closed', data: { reason: 'delivered' } };
    givenProduction(OPENED, ruled, closed).when(revoke()).records(revoked('ab-initio', null));
    givenProduction(OPENED, ruled, revoked('from', '2026-04-01T00:00:00.000Z'))
      .when(revoke())
      .refuses({ slug: 'wrong-state', members: { state: 'revoked' } });
    givenProduction(OPENED, ruled, again(revoked('ab-initio', null)))
      .when(revoke())
      .repeats({ ...REPEATED, n: 3, revision: 2 });
  });

  it('takes a ruling of this production, a reason, and a time only with an end', () => {
    givenProduction(OPENED, ruled)
      .when(revoke({ ruling: 'rul_2' }))
      .refuses({ slug: 'not-found' });
    for (const [parts, pointer] of [
      [{ reason: ' ' }, '/reason'],
      [{ effectiveAt: '2026-04-01T00:00:00Z' }, '/effectiveAt'],
      [{ effect: 'from', effectiveAt: 'soon' }, '/effectiveAt'],
    ] as const)
      givenProduction(OPENED, ruled)
        .when(revoke(parts))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    givenProduction(OPENED, ruled)
      .when(revoke({ expectedRevision: 7 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 7, actual: 1 } });
  });
});
