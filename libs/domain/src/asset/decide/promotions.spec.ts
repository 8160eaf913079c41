/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { derivedId } from '../../shared/envelope.js';
import { jsonBytes, MAX_EVENT_BYTES } from '../../shared/size.js';
import { bytes, cause, givenPlate, marked, registered, SHA, verdict } from '../../testing/asset.js';
import { by, said } from '../../testing/given.js';
import type { PromotedToDeliverableData, PromotionRefusedData } from '../events.js';
import type { AssetState } from '../state.js';
import { interruptedVerdict } from '../verdict.js';
import { openPromotion } from './guards.js';
import { decideRecordPromotion, type PromotionOutcome } from './record-promotion.js';
import { decideRequestPromotion, type PromotionSituation } from './request-promotion.js';
import { decideWithdraw } from './withdraw.js';

const plate = [registered(), bytes()];
const requestedBy = (decision: string, delivery = 'ep101') => ({
  type: 'promotion-requested',
  data: { decision, delivery },
});
const REQUEST = requestedBy('dec_1');
const promotedData: PromotedToDeliverableData = {
  ...verdict('dec_1', 3, 'release'),
  delivery: 'ep101',
  digest: { sha256: SHA },
};
const refusedData: PromotionRefusedData = {
  ...verdict('dec_1', 3, 'hold'),
  delivery: 'ep101',
  code: 'held',
  paths: [],
};
const PROMOTED = { type: 'promoted-to-deliverable', data: promotedData } as const;
const REFUSED = { type: 'promotion-refused', data: refusedData } as const;
const WITHDRAWN = { type: 'withdrawn-from-deliverable', data: { delivery: 'ep101', reason: 'recut' } };

describe('asking for a promotion', () => {
  const request =
    (other: Partial<PromotionSituation> = {}, expectedRevision?: number) =>
    (state: AssetState) =>
      decideRequestPromotion(
        state,
        { delivery: 'ep101', expectedRevision },
        { delivery: 'open', productionClosed: false, ...other },
        by('lead'),
      );
  const recorded = requestedBy(derivedId('dec', 'new'));

  it.each(['open', 'released', 'compromised', 'affected', 'questioned'])(
    'D1: is recorded for a delivery that is %s',
    (status) => {
      givenPlate(...plate)
        .when(request({ delivery: status }))
        .records(recorded);
    },
  );

  it('D2: one at a time, also for another delivery', () => {
    givenPlate(...plate, REQUEST)
      .when(request())
      .refuses({ slug: 'in-progress' });
    givenPlate(...plate, requestedBy('dec_1', 'trailer'))
      .when(request())
      .refuses({ slug: 'in-progress' });
    expect(openPromotion(givenPlate(...plate, REQUEST).state)?.decision).toBe('dec_1');
  });

  it('is possible again after a refusal or a withdrawal, not while it stands', () => {
    givenPlate(...plate, REQUEST, REFUSED)
      .when(request())
      .records(recorded);
    givenPlate(...plate, REQUEST, PROMOTED, WITHDRAWN)
      .when(request())
      .records(recorded);
    givenPlate(...plate, REQUEST, PROMOTED)
      .when(request())
      .refuses({ slug: 'wrong-state', members: { state: 'promoted' } });
  });

  it('is possible for one delivery while it stands for another', () => {
    const elsewhere = { ...PROMOTED, data: { ...promotedData, delivery: 'trailer' } };
    givenPlate(...plate, requestedBy('dec_1', 'trailer'), elsewhere)
      .when(request())
      .records(recorded);
  });

  it('is refused for what is not there or over', () => {
    givenPlate().when(request()).refuses({ slug: 'not-found' });
    givenPlate(...plate)
      .when(request({ delivery: null }))
      .refuses({ slug: 'not-found' });
    givenPlate(...plate)
      .when(request({ delivery: 'recalled' }))
      .refuses({ slug: 'wrong-state', members: { state: 'recalled' } });
    givenPlate(...plate)
      .when(request({ delivery: 'replaced' }))
      .refuses({ slug: 'wrong-state', members: { state: 'replaced' } });
    givenPlate(...plate)
      .when(request({ productionClosed: true }))
      .refuses({ slug: 'wrong-state', members: { state: 'closed' } });
    givenPlate(...plate)
      .when(request({}, 0))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 0, actual: 1 } });
  });

  it('E3: the same request again repeats', () => {
    givenPlate(...plate, said(recorded, { dedup: 'new', contentDigest: 'content of new' }))
      .when(request())
      .repeats({ contentDigest: 'content of new', revision: 2, n: 3, events: 1 });
  });
});

describe('the outcome of a promotion', () => {
  const identity = { dedup: 'outcome', contentDigest: 'x' };
  const record = (outcome: PromotionOutcome) => (state: AssetState) => decideRecordPromotion(state, outcome, identity);
  const promoted = (change: Partial<PromotedToDeliverableData>): PromotionOutcome => ({
    type: 'promoted-to-deliverable',
    data: { ...promotedData, ...change },
  });
  const refused = (change: Partial<PromotionRefusedData>): PromotionOutcome => ({
    type: 'promotion-refused',
    data: { ...refusedData, ...change },
  });
  const given = () => givenPlate(...plate, REQUEST);
  const at = (pointer: string) => ({ slug: 'invalid-request' as const, pointers: [pointer] });

  it('D1: is recorded in the same stream', () => {
    given().when(record(PROMOTED)).records(PROMOTED);
    given().when(record(REFUSED)).records(REFUSED);
  });

  it('D2: facts that came in between change nothing of it', () => {
    givenPlate(...plate, REQUEST, marked)
      .when(record(PROMOTED))
      .records(PROMOTED);
  });

  it('D2: is recorded once, whoever was first', () => {
    givenPlate(...plate, REQUEST, PROMOTED)
      .when(record(REFUSED))
      .refuses({ slug: 'wrong-state', members: { state: 'promoted' } });
    givenPlate(...plate, REQUEST, REFUSED)
      .when(record(PROMOTED))
      .refuses({ slug: 'wrong-state', members: { state: 'refused' } });
    givenPlate(...plate, REQUEST, said(PROMOTED, { dedup: 'outcome', contentDigest: 'x' }))
      .when(record(PROMOTED))
      .repeats({ contentDigest: 'x', revision: 3, n: 4, events: 1 });
  });

  it('D2: may be that there was none in time', () => {
    const { use, policies, engine } = promotedData;
    const interrupted = {
      ...interruptedVerdict('dec_1', { use, policies, engine }),
      delivery: 'ep101',
      code: 'interrupted',
      paths: [],
    } as const;
    given()
      .when(record({ type: 'promotion-refused', data: interrupted }))
      .records({ type: 'promotion-refused', data: interrupted });
    expect(interrupted).toMatchObject({ verdict: 'hold', position: null, causes: [], causeCount: 0 });
  });

  it('D1: is a verdict of the request, of a point not before it', () => {
    given()
      .when(record(promoted({ position: 2 })))
      .refuses(at('/position'));
    given()
      .when(record(promoted({ position: null })))
      .refuses(at('/position'));
    given()
      .when(record(refused({ code: 'interrupted' })))
      .refuses(at('/position'));
    given()
      .when(record(promoted({ verdict: 'hold' })))
      .refuses(at('/verdict'));
    given()
      .when(record(refused({ verdict: 'release' })))
      .refuses(at('/verdict'));
    given()
      .when(record(promoted({ delivery: 'trailer' })))
      .refuses(at('/delivery'));
    given()
      .when(record(promoted({ decision: 'dec_9' })))
      .refuses({ slug: 'not-found' });
  });

  it('D3: holds at most 1,000 causes with their paths, then a count', () => {
    const causes = Array.from({ length: 1_200 }, (_, index) => cause(`root${index}`));
    const paths = causes.map(({ root }) => ({ path: ['plate', root], edges: ['component'] }));
    given()
      .when(record(refused({ causes, paths })))
      .records(refused({ causes: causes.slice(0, 1_000), paths: paths.slice(0, 1_000), causeCount: 1_200 }));
  });

  it('names no path for a cause that came without one', () => {
    const causes = [cause('sky'), cause('sun')];
    const paths = [{ path: ['plate', 'sky'], edges: ['component'] }];
    given()
      .when(record(refused({ causes, paths })))
      .records(refused({ causes, paths: [...paths, { path: [], edges: [] }], causeCount: 2 }));
  });

  it('D3: holds fewer where what stands beside them is large', () => {
    const causes = Array.from({ length: 600 }, (_, index) => cause(`root${index}`, 'x'.repeat(1_000)));
    const paths = causes.map(() => ({ path: ['plate'], edges: [] }));
    for (const outcome of [
      refused({ causes, paths, summary: { note: 'x'.repeat(100_000) } }),
      promoted({ causes, summary: { note: 'x'.repeat(100_000) } }),
    ]) {
      const decision = record(outcome)(given().state);
      const [event] = decision.kind === 'accepted' ? decision.events : [];
      expect(jsonBytes(event!.data)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
      expect(jsonBytes(event!.data)).toBeGreaterThan(MAX_EVENT_BYTES - 20_000);
    }
  });

  it('D3: holds what fits to the last byte', () => {
    const fitting = (bytes: number) => {
      const bare = promoted({ causes: [cause('sky', ''), cause('sun', '')], causeCount: 2 });
      // A comma after each cause is reckoned in, also after the last.
      const message = 'x'.repeat(bytes - 1 - jsonBytes(bare.data));
      return promoted({ causes: [cause('sky', ''), cause('sun', message)], causeCount: 2 });
    };
    given()
      .when(record(fitting(MAX_EVENT_BYTES)))
      .records(fitting(MAX_EVENT_BYTES));
    const over = fitting(MAX_EVENT_BYTES + 1) as Extract<PromotionOutcome, { type: 'promoted-to-deliverable' }>;
    given()
      .when(record(over))
      .records({ ...over, data: { ...over.data, causes: over.data.causes.slice(0, 1) } });
  });

  it('D3: holds fewer where they would not fit one event', () => {
    const causes = Array.from({ length: 800 }, (_, index) => cause(`root${index}`, 'x'.repeat(2_000)));
    const decision = record(
      refused({ causes, paths: causes.map(() => ({ path: ['plate'], edges: [] })), causeCount: 5_000 }),
    )(given().state);
    const [event] = decision.kind === 'accepted' ? decision.events : [];
    const data = event?.data as PromotionRefusedData;
    expect(jsonBytes(data)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(data.causes.length).toBeGreaterThan(200);
    expect(data.paths).toHaveLength(data.causes.length);
    expect(data.causeCount).toBe(5_000);
  });

  it('keeps both ends of a path that is too long', () => {
    const path = Array.from({ length: 5_000 }, (_, index) => `a${index}`);
    const edges = path.slice(1).map((_, index) => `e${index}`);
    const decision = record(refused({ causes: [cause('a4999')], paths: [{ path, edges }] }))(given().state);
    const [event] = decision.kind === 'accepted' ? decision.events : [];
    const [kept] = (event!.data as PromotionRefusedData).paths;
    expect(kept?.path).toEqual([...path.slice(0, 500), '…', ...path.slice(-500)]);
    expect(kept?.edges).toEqual([...edges.slice(0, 499), '…', '…', ...edges.slice(-499)]);
  });
});

describe('withdrawing a promotion', () => {
  const withdraw =
    (change: { reason?: string; expectedRevision?: number } = {}) =>
    (state: AssetState) =>
      decideWithdraw(state, { delivery: 'ep101', reason: 'recut', ...change }, by('lead'));

  it('E3: the same withdrawal again repeats', () => {
    const known = { contentDigest: 'content of new', revision: 4, n: 5, events: 1 };
    givenPlate(...plate, REQUEST, PROMOTED, said(WITHDRAWN, { dedup: 'new', contentDigest: known.contentDigest }))
      .when(withdraw())
      .repeats(known);
  });

  it('says what became of the delivery it names, whatever came of another since', () => {
    const trailer = requestedBy('dec_2', 'trailer');
    const refusal = { ...REFUSED, data: { ...refusedData, decision: 'dec_2', delivery: 'trailer' } };
    givenPlate(...plate, REQUEST, PROMOTED, WITHDRAWN, trailer, refusal)
      .when(withdraw())
      .refuses({ slug: 'wrong-state', members: { state: 'withdrawn' } });
  });

  it('takes back what is promoted', () => {
    givenPlate(...plate, REQUEST, PROMOTED)
      .when(withdraw())
      .records(WITHDRAWN);
  });

  it('is refused where the asset is not promoted to that delivery', () => {
    const state = (name: string) => ({ slug: 'wrong-state' as const, members: { state: name } });
    givenPlate(...plate)
      .when(withdraw())
      .refuses(state('not-promoted'));
    givenPlate(...plate, REQUEST, REFUSED)
      .when(withdraw())
      .refuses(state('refused'));
    givenPlate(...plate, REQUEST, PROMOTED, WITHDRAWN)
      .when(withdraw())
      .refuses(state('withdrawn'));
    givenPlate().when(withdraw()).refuses({ slug: 'not-found' });
  });

  it('takes a reason and the expected revision, and waits for an open promotion', () => {
    const given = () => givenPlate(...plate, REQUEST, PROMOTED);
    given()
      .when(withdraw({ reason: '' }))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    given()
      .when(withdraw({ expectedRevision: 1 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 1, actual: 3 } });
    givenPlate(...plate, REQUEST, PROMOTED, requestedBy('dec_2', 'trailer'))
      .when(withdraw())
      .refuses({ slug: 'in-progress' });
  });
});
