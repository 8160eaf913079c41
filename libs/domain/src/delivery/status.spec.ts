import { describe, expect, it } from 'vitest';
import { concernCause, givenDelivery, LIVE, OPENED, raised, released, requested } from '../testing/delivery.js';
import { verdict } from '../testing/asset.js';
import { recorded, said, type Entry } from '../testing/given.js';
import { emptyDelivery, evolveDelivery, foldDelivery, sameKey } from './fold.js';
import { liveRelease, openConcerns, openRelease, statusOf } from './status.js';

const RECALLED = { type: 'recalled', data: { release: 'dec_1', reason: 'r', cause: null, paths: [] } };
const REPLACED = { type: 'replaced', data: { release: 'dec_1', by: 'ep101-v2' } };
const closed = (kind: string, root: string) => ({
  type: 'concern-closed',
  data: { release: 'dec_1', kind, keys: [concernCause(root).key], position: 130 },
});
const status = (...entries: readonly Entry[]) => statusOf(givenDelivery(...entries).state);

describe('what a delivery is', () => {
  it('is open until something is released', () => {
    expect(status(OPENED)).toBe('open');
    expect(status(OPENED, requested('dec_1', 'chk_1'))).toBe('open');
    expect(status(...LIVE)).toBe('released');
  });

  it('D5: is as bad as its worst open concern', () => {
    expect(status(...LIVE, raised('questioned', 'dec_1', concernCause('sky')))).toBe('questioned');
    expect(
      status(
        ...LIVE,
        raised('questioned', 'dec_1', concernCause('sky')),
        raised('affected', 'dec_1', concernCause('sun')),
      ),
    ).toBe('affected');
    expect(
      status(
        ...LIVE,
        raised('compromised', 'dec_1', concernCause('sky')),
        raised('affected', 'dec_1', concernCause('sun')),
      ),
    ).toBe('compromised');
  });

  it('D5: is released again once its questions are closed', () => {
    const questioned = raised('questioned', 'dec_1', concernCause('sky'), concernCause('sun'));
    expect(status(...LIVE, questioned, closed('questioned', 'sky'))).toBe('questioned');
    expect(status(...LIVE, questioned, closed('questioned', 'sky'), closed('questioned', 'sun'))).toBe('released');
    expect(status(...LIVE, questioned, closed('affected', 'sky'), closed('affected', 'sun'))).toBe('questioned');
  });

  it('D6: is unknown because of an event that cannot be read, whatever comes after it but an end', () => {
    const unreadable = { type: 'released', data: { decision: 7 } };
    expect(status(OPENED, unreadable)).toBe('unknown');
    expect(status(...LIVE, { type: 'blessed', data: {} }, raised('compromised', 'dec_1', concernCause('sky')))).toBe(
      'unknown',
    );
    expect(status(...LIVE, unreadable, RECALLED)).toBe('recalled');
    const { state } = givenDelivery(...LIVE, unreadable);
    expect([state.unread, state.revision, liveRelease(state)?.decision]).toEqual([1, 3, 'dec_1']);
  });

  it('D4: a newer release takes the place of a compromised one', () => {
    const again = [requested('dec_2', 'chk_2'), released('dec_2', 'chk_2')];
    const { state } = givenDelivery(...LIVE, raised('compromised', 'dec_1', concernCause('sky')), ...again);
    expect(liveRelease(state)?.decision).toBe('dec_2');
    expect(statusOf(state)).toBe('released');
    expect(openConcerns(state.releases[0]!)).toHaveLength(1);
  });

  it('D4: is not live once recalled or replaced, whatever came before', () => {
    for (const [end, name] of [
      [RECALLED, 'recalled'],
      [REPLACED, 'replaced'],
    ] as const) {
      const { state } = givenDelivery(...LIVE, raised('compromised', 'dec_1', concernCause('sky')), end);
      expect(liveRelease(state)).toBeNull();
      expect(statusOf(state)).toBe(name);
    }
  });

  it('D2: knows a release that is being decided, while the last one stays live', () => {
    const { state } = givenDelivery(...LIVE, requested('dec_2', 'chk_2'));
    expect(openRelease(state)?.decision).toBe('dec_2');
    expect(liveRelease(state)?.decision).toBe('dec_1');
    expect(openRelease(givenDelivery(...LIVE).state)).toBeNull();
  });

  it('a refused release is not live', () => {
    const { verdictDigest: _, manifests: __, validUntil: ___, ...rest } = released('dec_1', 'chk_1').data;
    const refused = { type: 'release-refused', data: { ...rest, verdict: 'hold', code: 'held', verdictDigest: null } };
    expect(status(OPENED, requested('dec_1', 'chk_1'), refused)).toBe('open');
  });

  it('joins each outcome and each concern to the release it is of', () => {
    const refused = {
      type: 'release-refused',
      data: { ...verdict('dec_1', 99, 'hold'), check: 'chk_1', code: 'held', verdictDigest: null },
    };
    const { state } = givenDelivery(
      OPENED,
      requested('dec_1', 'chk_1'),
      requested('dec_2', 'chk_2'),
      refused,
      released('dec_1', 'chk_1'),
      raised('questioned', 'dec_1', concernCause('sky')),
    );
    expect(
      state.releases.map(({ decision, outcome, concerns }) => [
        decision,
        outcome?.kind,
        outcome?.act.event,
        concerns.length,
      ]),
    ).toEqual([
      ['dec_1', 'refused', 'e3', 1],
      ['dec_2', undefined, undefined, 0],
    ]);
  });

  it('D5: keeps of a closed concern what it was, and by what it was closed first', () => {
    const { state } = givenDelivery(
      ...LIVE,
      raised('questioned', 'dec_1', concernCause('sky')),
      closed('questioned', 'sky'),
      raised('questioned', 'dec_1', concernCause('sky')),
      closed('questioned', 'sky'),
    );
    expect(
      state.releases[0]?.concerns.map(({ kind, cause, raisedBy, closed: end }) => [
        kind,
        cause.key.root,
        raisedBy.revision,
        end?.revision,
      ]),
    ).toEqual([
      ['questioned', 'sky', 3, 4],
      ['questioned', 'sky', 5, 6],
    ]);
  });

  it('evolves as it folds', () => {
    const events = recorded('delivery-nightfall/ep101', [...LIVE, raised('affected', 'dec_1', concernCause('sky'))]);
    expect(events.reduce(evolveDelivery, emptyDelivery('nightfall', 'ep101'))).toEqual(
      foldDelivery('nightfall', 'ep101', events),
    );
  });

  it('F1: two keys name one finding where rule, root and element are the same', () => {
    const { key } = concernCause('sky');
    expect(sameKey(key, { ...key })).toBe(true);
    for (const change of [{ rule: 'x' }, { root: 'x' }, { element: 'x' }]) {
      expect(sameKey(key, { ...key, ...change })).toBe(false);
    }
  });

  it('keeps of a concern since when and by what it was raised', () => {
    const { state } = givenDelivery(
      ...LIVE,
      said(raised('affected', 'dec_1', concernCause('sky')), { recordedAt: '2026-03-05T00:00:00.000Z' }),
    );
    expect(state.releases[0]?.concerns).toEqual([
      {
        kind: 'affected',
        cause: concernCause('sky'),
        since: '2026-03-05T00:00:00.000Z',
        raisedBy: { stream: 'delivery-nightfall/ep101', revision: 3, n: 4 },
        closed: null,
      },
    ]);
  });
});
