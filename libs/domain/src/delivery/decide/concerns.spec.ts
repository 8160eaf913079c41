/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { jsonBytes, MAX_EVENT_BYTES } from '../../shared/size.js';
import { concernCause, givenDelivery, LIVE, OPENED, raised, released, requested } from '../../testing/delivery.js';
import type { ConcernCause, ConcernKind } from '../events.js';
import type { DeliveryState } from '../state.js';
import { decideCloseConcerns, decideRaiseConcerns } from './concerns.js';

const [sky, sun] = [concernCause('sky'), concernCause('sun')];
const raise =
  (kind: ConcernKind, ...causes: readonly ConcernCause[]) =>
  (state: DeliveryState) =>
    decideRaiseConcerns(state, 'dec_1', kind, causes, { position: 120, evaluated: 120 });
const many = (length: number) => Array.from({ length }, (_, index) => concernCause(`root${index}`));

describe('D4: raising concerns', () => {
  it('announces each key once while its concern is open', () => {
    givenDelivery(...LIVE)
      .when(raise('compromised', sky, sky, sun))
      .records(raised('compromised', 'dec_1', sky, sun));
    givenDelivery(...LIVE, raised('compromised', 'dec_1', sky))
      .when(raise('compromised', sky, sun))
      .records(raised('compromised', 'dec_1', sun));
    givenDelivery(...LIVE, raised('compromised', 'dec_1', sky))
      .when(raise('compromised', sky))
      .recordsNothing();
  });

  it('F1: the element is part of the key', () => {
    const element = concernCause('sky', { key: { ...sky.key, element: 'performer_1' } });
    givenDelivery(...LIVE, raised('compromised', 'dec_1', sky))
      .when(raise('compromised', element))
      .records(raised('compromised', 'dec_1', element));
  });

  it('a doubt that turns out to be a breach is announced; a breach is not taken back to a doubt', () => {
    givenDelivery(...LIVE, raised('questioned', 'dec_1', sky))
      .when(raise('compromised', sky))
      .records(raised('compromised', 'dec_1', sky));
    givenDelivery(...LIVE, raised('compromised', 'dec_1', sky))
      .when(raise('questioned', sky))
      .recordsNothing();
  });

  it('announces again what was closed since', () => {
    const closed = {
      type: 'concern-closed',
      data: { release: 'dec_1', kind: 'questioned', keys: [sky.key], position: 1 },
    };
    givenDelivery(...LIVE, raised('questioned', 'dec_1', sky), closed)
      .when(raise('questioned', sky))
      .records(raised('questioned', 'dec_1', sky));
  });

  it('does not contradict who has seen more', () => {
    const closed = {
      type: 'concern-closed',
      data: { release: 'dec_1', kind: 'questioned', keys: [sky.key], position: 1 },
    };
    const given = givenDelivery(...LIVE, raised('questioned', 'dec_1', sky), closed);
    // The last event is the one that closed it.
    const closedAt = given.state.releases[0]!.concerns[0]!.closed!.n;
    const seen = (kind: ConcernKind, evaluated: number) => (state: DeliveryState) =>
      decideRaiseConcerns(state, 'dec_1', kind, [sky, sun], { position: 120, evaluated });
    given.when(seen('questioned', closedAt - 1)).records(raised('questioned', 'dec_1', sun));
    given.when(seen('questioned', closedAt)).records(raised('questioned', 'dec_1', sky, sun));
    given.when(seen('compromised', closedAt - 1)).records(raised('compromised', 'dec_1', sky, sun));
  });

  it('says nothing of a release that is not live', () => {
    const recalled = { type: 'recalled', data: { release: 'dec_1', reason: 'r', cause: null, paths: [] } };
    givenDelivery(...LIVE, recalled)
      .when(raise('compromised', sky))
      .recordsNothing();
    givenDelivery(...LIVE, requested('dec_2', 'chk_2'), released('dec_2', 'chk_2'))
      .when(raise('compromised', sky))
      .recordsNothing();
    givenDelivery(OPENED, requested('dec_1', 'chk_1')).when(raise('compromised', sky)).recordsNothing();
  });

  it('holds at most 500 causes an event', () => {
    const causes = many(1_001);
    givenDelivery(...LIVE)
      .when(raise('compromised', ...causes))
      .records(
        raised('compromised', 'dec_1', ...causes.slice(0, 500)),
        raised('compromised', 'dec_1', ...causes.slice(500, 1_000)),
        raised('compromised', 'dec_1', ...causes.slice(1_000)),
      );
  });

  it('keeps at most 100 references to events of each cause', () => {
    const evidence = Array.from({ length: 101 }, (_, revision) => ({ stream: 'asset-nightfall/sky', revision }));
    givenDelivery(...LIVE)
      .when(raise('compromised', { ...sky, evidence }))
      .records(raised('compromised', 'dec_1', { ...sky, evidence: evidence.slice(0, 100) }));
  });

  it('fills an event to the last byte', () => {
    // The release's own id takes room too; a comma goes after each cause.
    const release = 'dec_'.padEnd(400, '1');
    const live = givenDelivery(OPENED, requested(release, 'chk_1'), released(release, 'chk_1'));
    const room = MAX_EVENT_BYTES - jsonBytes({ release, causes: [], position: 120 });
    const large = concernCause('large', { message: '' });
    const filling = { ...large, message: 'x'.repeat(room - jsonBytes(large) - 1) };
    const told = (causes: readonly ConcernCause[]) => raised('compromised', release, ...causes);
    live
      .when((state) =>
        decideRaiseConcerns(state, release, 'compromised', [filling, sky], { position: 120, evaluated: 120 }),
      )
      .records(told([filling]), told([sky]));
  });

  it('tells a cause that is too large for an event alone', () => {
    const giant = concernCause('giant', { message: 'x'.repeat(MAX_EVENT_BYTES) });
    givenDelivery(...LIVE)
      .when(raise('compromised', sky, giant, sun))
      .records(
        raised('compromised', 'dec_1', sky),
        raised('compromised', 'dec_1', giant),
        raised('compromised', 'dec_1', sun),
      );
  });

  it('holds fewer where they would not fit one event, and loses none', () => {
    const causes = many(600).map((cause) => ({
      ...cause,
      paths: Array.from({ length: 150 }, (_, index) => `reel/${index}.exr`),
    }));
    const decision = raise('compromised', ...causes)(givenDelivery(...LIVE).state);
    const events = decision.kind === 'accepted' ? decision.events : [];
    for (const event of events) expect(jsonBytes(event.data)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    const told = events.flatMap((event) => (event.type === 'compromised' ? event.data.causes : []));
    expect(told.map((cause) => cause.key.root)).toEqual(causes.map((cause) => cause.key.root));
    expect(told.every((cause) => cause.paths.length === 100)).toBe(true);
  });
});

describe('D5: closing concerns', () => {
  const close =
    (kind: 'questioned' | 'affected', ...causes: readonly ConcernCause[]) =>
    (state: DeliveryState) =>
      decideCloseConcerns(
        state,
        'dec_1',
        kind,
        causes.map((cause) => cause.key),
        { position: 130, evaluated: 130 },
      );
  const closed = (kind: string, ...causes: readonly ConcernCause[]) => ({
    type: 'concern-closed',
    data: { release: 'dec_1', kind, keys: causes.map((cause) => cause.key), position: 130 },
  });

  it('closes what is open, once', () => {
    const given = [...LIVE, raised('questioned', 'dec_1', sky, sun)];
    givenDelivery(...given)
      .when(close('questioned', sky, sky))
      .records(closed('questioned', sky));
    givenDelivery(...given, closed('questioned', sky))
      .when(close('questioned', sky, sun))
      .records(closed('questioned', sun));
    givenDelivery(...given, closed('questioned', sky))
      .when(close('questioned', sky))
      .recordsNothing();
  });

  it('leaves open what somebody who has seen more has raised', () => {
    const given = givenDelivery(...LIVE, raised('questioned', 'dec_1', sky));
    const raisedAt = given.state.releases[0]!.concerns[0]!.raisedBy.n;
    const seen = (evaluated: number) => (state: DeliveryState) =>
      decideCloseConcerns(state, 'dec_1', 'questioned', [sky.key], { position: 130, evaluated });
    given.when(seen(raisedAt - 1)).recordsNothing();
    given.when(seen(raisedAt)).records(closed('questioned', sky));
  });

  it('closes only the kind it names; a compromise never', () => {
    givenDelivery(...LIVE, raised('affected', 'dec_1', sky))
      .when(close('questioned', sky))
      .recordsNothing();
    givenDelivery(...LIVE, raised('compromised', 'dec_1', sky))
      .when(close('questioned', sky))
      .recordsNothing();
    givenDelivery(...LIVE, raised('affected', 'dec_1', sky))
      .when(close('affected', sky))
      .records(closed('affected', sky));
  });

  it('says nothing of a release that is not live', () => {
    const again = [requested('dec_2', 'chk_2'), released('dec_2', 'chk_2')];
    givenDelivery(...LIVE, raised('questioned', 'dec_1', sky), ...again)
      .when(close('questioned', sky))
      .recordsNothing();
    givenDelivery(...LIVE, ...again, raised('questioned', 'dec_2', sky))
      .when(close('questioned', sky))
      .recordsNothing();
    const recalled = { type: 'recalled', data: { release: 'dec_1', reason: 'r', cause: null, paths: [] } };
    givenDelivery(...LIVE, raised('questioned', 'dec_1', sky), recalled)
      .when(close('questioned', sky))
      .recordsNothing();
  });

  it('holds at most 500 keys an event', () => {
    const causes = many(501);
    const given = [
      raised('questioned', 'dec_1', ...causes.slice(0, 500)),
      raised('questioned', 'dec_1', ...causes.slice(500)),
    ];
    givenDelivery(...LIVE, ...given)
      .when(close('questioned', ...causes))
      .records(closed('questioned', ...causes.slice(0, 500)), closed('questioned', ...causes.slice(500)));
  });
});
