/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import type { HeldItem } from '../../check/events.js';
import { derivedId } from '../../shared/envelope.js';
import { jsonBytes, MAX_EVENT_BYTES } from '../../shared/size.js';
import { cause, verdict } from '../../testing/asset.js';
import {
  concernCause,
  givenDelivery,
  LIVE,
  OPENED,
  openedData,
  raised,
  released,
  requested,
} from '../../testing/delivery.js';
import { by, NOW, said } from '../../testing/given.js';
import type { DeliveryOpenedData, ReleaseRefusedData } from '../events.js';
import type { DeliveryState } from '../state.js';
import { decideDeclareUse } from './declare-use.js';
import { decideOpenDelivery } from './open.js';
import { decideRecall } from './recall.js';
import { decideRecordRelease, type InterruptedRelease, type ReleaseVerdict } from './record-release.js';
import { decideReplace } from './replace.js';
import { decideRequestRelease, type ReleaseCommand, type ReleaseSituation } from './request-release.js';

const RECALLED = { type: 'recalled', data: { release: 'dec_1', reason: 'r', cause: null, paths: [] } };
const state = (name: string) => ({ slug: 'wrong-state' as const, members: { state: name } });
const at = (pointer: string) => ({ slug: 'invalid-request' as const, pointers: [pointer] });
const repeated = (revision: number) => ({ contentDigest: 'content of new', revision, n: revision + 1, events: 1 });
const mine = (event: { type: string; data: object }) => said(event, { dedup: 'new', contentDigest: 'content of new' });

describe('opening a delivery', () => {
  const open =
    (change: Partial<DeliveryOpenedData> = {}) =>
    (given: DeliveryState) =>
      decideOpenDelivery(given, { ...openedData, ...change }, by('lead'));

  it('records what it asks for, times in UTC', () => {
    givenDelivery().when(open()).records(OPENED);
    givenDelivery()
      .when(open({ dueAt: '2026-04-01T00:00:00+02:00' }))
      .records({ type: 'opened', data: { ...openedData, dueAt: '2026-03-31T22:00:00.000Z' } });
  });

  it('happens once; the same request again repeats', () => {
    givenDelivery(OPENED)
      .when(open())
      .refuses({ slug: 'already-exists', members: { id: 'ep101' } });
    givenDelivery(mine(OPENED)).when(open()).repeats(repeated(0));
  });

  it('names where it may go', () => {
    givenDelivery()
      .when(open({ territories: [] }))
      .refuses(at('/territories'));
    givenDelivery()
      .when(open({ languages: [] }))
      .refuses(at('/languages'));
    givenDelivery()
      .when(open({ dueAt: '2026-04-01' }))
      .refuses(at('/dueAt'));
    givenDelivery()
      .when((given) => decideOpenDelivery({ ...given, id: 'EP 101' }, openedData, by('lead')))
      .refuses(at('/id'));
  });
});

describe('a delivery with an event that cannot be read', () => {
  const unreadable = { type: 'blessed', data: {} };

  it('D6: is not released, replaced or given a use, but may be recalled', () => {
    const command = { check: 'chk_2', validUntil: null };
    const situation = { checked: true, newestCheck: 'chk_2', productionClosed: false };
    const use = { asset: 'sky', prominence: 'incidental', onScreen: 'yes', humanInput: 'some' } as const;
    givenDelivery(...LIVE, unreadable)
      .when((given) => decideRequestRelease(given, command, situation, by('lead')))
      .refuses(state('unknown'));
    givenDelivery(...LIVE, unreadable)
      .when((given) => decideReplace(given, { by: 'ep102' }, { byReleased: true }, by('lead')))
      .refuses(state('unknown'));
    givenDelivery(OPENED, unreadable)
      .when((given) => decideDeclareUse(given, use, by('lead')))
      .refuses(state('unknown'));
    givenDelivery(...LIVE, unreadable)
      .when((given) => decideRecall(given, { reason: 'r', cause: null, paths: [] }, by('lead')))
      .records(RECALLED);
  });

  it('is not missing where that is the one that opened it, and is not opened again', () => {
    const { state: given } = givenDelivery({ type: 'opened', data: { name: 7 } });
    const refusals = [
      decideOpenDelivery({ ...given }, openedData, by('lead')),
      decideRequestRelease(
        given,
        { check: 'chk_1', validUntil: null },
        { checked: true, newestCheck: 'chk_1', productionClosed: false },
        by('lead'),
      ),
    ];
    for (const decision of refusals)
      expect(decision).toMatchObject({
        kind: 'refused',
        refusal: { slug: 'wrong-state', members: { state: 'unknown' } },
      });
    givenDelivery({ type: 'opened', data: { name: 7 } }, ...LIVE.slice(1))
      .when((lost) => decideRecall(lost, { reason: 'r', cause: null, paths: [] }, by('lead')))
      .records(RECALLED);
  });

  it('D2: closes a release that was being decided as interrupted, even where all is clear', () => {
    const outcome = { verdict: { ...verdict('dec_1', 99, 'release'), verdictDigest: 'v1' }, held: [], manifests: [] };
    const { state: given } = givenDelivery(OPENED, requested('dec_1', 'chk_1'), unreadable);
    expect(decideRecordRelease(given, 'dec_1', outcome)).toMatchObject({
      kind: 'accepted',
      events: [{ type: 'release-refused', data: { code: 'interrupted' } }],
    });
    expect(decideRecordRelease({ ...given, unread: 0 }, 'dec_1', outcome)).toMatchObject({
      kind: 'accepted',
      events: [{ type: 'released' }],
    });
  });
});

describe('asking for a release', () => {
  const ask =
    (change: Partial<ReleaseCommand> = {}, other: Partial<ReleaseSituation> = {}) =>
    (given: DeliveryState) =>
      decideRequestRelease(
        given,
        { check: 'chk_2', validUntil: null, ...change },
        { checked: true, newestCheck: 'chk_2', productionClosed: false, ...other },
        by('lead'),
      );
  const asked = (validUntil: string | null = null) => ({
    type: 'release-requested',
    data: { decision: derivedId('dec', 'new'), check: 'chk_2', validUntil },
  });

  it('D1: is recorded before it is judged', () => {
    givenDelivery(OPENED).when(ask()).records(asked());
    givenDelivery(OPENED)
      .when(ask({ validUntil: '2027-01-01T00:00:00+01:00' }))
      .records(asked('2026-12-31T23:00:00.000Z'));
  });

  it('a compromised delivery may be released again by a newer check, not by the same', () => {
    const compromised = [...LIVE, raised('compromised', 'dec_1', concernCause('sky'))];
    givenDelivery(...compromised)
      .when(ask())
      .records(asked());
    givenDelivery(...compromised)
      .when(ask({ check: 'chk_1' }, { newestCheck: 'chk_1' }))
      .refuses(state('compromised'));
    givenDelivery(...LIVE)
      .when(ask({ check: 'chk_1' }, { newestCheck: 'chk_1' }))
      .refuses(state('released'));
  });

  it('a recalled or replaced delivery is never released again', () => {
    givenDelivery(...LIVE, RECALLED)
      .when(ask())
      .refuses(state('recalled'));
    givenDelivery(...LIVE, { type: 'replaced', data: { release: 'dec_1', by: 'x' } })
      .when(ask())
      .refuses(state('replaced'));
  });

  it('rests on the newest check', () => {
    givenDelivery(OPENED)
      .when(ask({ check: 'chk_1' }))
      .refuses({ slug: 'stale-check', members: { newest: 'chk_2' } });
    givenDelivery(OPENED)
      .when(ask({}, { checked: false }))
      .refuses({ slug: 'not-found' });
  });

  it('D2: one at a time', () => {
    givenDelivery(OPENED, requested('dec_1', 'chk_1')).when(ask()).refuses({ slug: 'in-progress' });
  });

  it('E6: not found before body before state', () => {
    const late = { validUntil: NOW, expectedRevision: 7 };
    givenDelivery().when(ask(late)).refuses({ slug: 'not-found' });
    givenDelivery(OPENED)
      .when(ask(late, { productionClosed: true }))
      .refuses(at('/validUntil'));
    givenDelivery(OPENED)
      .when(ask({ expectedRevision: 7 }, { productionClosed: true }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 7, actual: 0 } });
    givenDelivery(OPENED)
      .when(ask({}, { productionClosed: true }))
      .refuses(state('closed'));
  });

  it('E3: the same request again repeats', () => {
    givenDelivery(OPENED, mine(asked())).when(ask()).repeats(repeated(1));
  });
});

describe('the outcome of a release', () => {
  const given = () => givenDelivery(OPENED, requested('dec_1', 'chk_1'));
  const { decision: _, ...judged } = verdict('dec_1', 99, 'release');
  const { manifests } = released('dec_1', 'chk_1').data;
  const outcome: ReleaseVerdict = { verdict: { ...judged, verdictDigest: 'v1' }, held: [], manifests };
  const hold = (change: Partial<ReleaseVerdict['verdict']> = {}, held: readonly HeldItem[] = []): ReleaseVerdict => ({
    ...outcome,
    verdict: { ...outcome.verdict, verdict: 'hold', ...change },
    held,
  });
  const record = (end: ReleaseVerdict | InterruptedRelease) => (before: DeliveryState) =>
    decideRecordRelease(before, 'dec_1', end);
  const refused = (change: Partial<ReleaseRefusedData> = {}) => ({
    type: 'release-refused',
    data: { ...verdict('dec_1', 99, 'hold'), check: 'chk_1', code: 'held', verdictDigest: 'v1', held: [], ...change },
  });
  const interrupted = (basis: object) =>
    refused({ position: null, code: 'interrupted', verdictDigest: null, summary: {}, held: undefined, ...basis });
  const item = (index: number, causes: readonly number[] = []): HeldItem => ({
    manifest: 0,
    item: index,
    path: `${index}.exr`,
    code: 'unregistered',
    causes: causes.map((place) => ({ cause: place, path: [], edges: [] })),
  });

  it('D1: is recorded in the same stream, a refusal with its first held items', () => {
    given().when(record(outcome)).records(released('dec_1', 'chk_1'));
    given()
      .when(record(hold({}, [item(0)])))
      .records(refused({ held: [item(0)] }));
  });

  it('names the items that went out under a broken glass, and never takes a held one for it', () => {
    const causes = [{ ...cause('sky'), overriddenBy: ['apr_1'] }];
    const overrides = [
      {
        approval: 'apr_1',
        asset: 'sky',
        by: 'noor',
        justification: 'it airs tonight',
        grantedAt: '2026-03-10T12:00:00.000Z',
        expiresAt: '2026-03-12T12:00:00.000Z',
        findings: [{ rule: 'base-generated', root: 'sky', element: null }],
        findingCount: 1,
        items: 1,
      },
    ];
    // What it attests ends with the glass.
    const recordedAs = { causes, causeCount: 1, overrides, validUntil: '2026-03-12T12:00:00.000Z' };
    const overridden: HeldItem = { ...item(0, [0]), code: '', overridden: true };
    const broken = {
      ...outcome,
      verdict: { ...outcome.verdict, causes, causeCount: 1, overrides },
      held: [overridden],
    };
    given()
      .when(record(broken))
      .records({
        ...released('dec_1', 'chk_1'),
        data: { ...released('dec_1', 'chk_1').data, ...recordedAs, overridden: [overridden] },
      });
    for (const [asked, until] of [
      ['2026-03-11T12:00:00.000Z', '2026-03-11T12:00:00.000Z'],
      ['2027-01-01T00:00:00.000Z', '2026-03-12T12:00:00.000Z'],
    ] as const) {
      const request = {
        ...requested('dec_1', 'chk_1'),
        data: { decision: 'dec_1', check: 'chk_1', validUntil: asked },
      };
      givenDelivery(OPENED, request)
        .when(record(broken))
        .records({
          ...released('dec_1', 'chk_1'),
          data: { ...released('dec_1', 'chk_1').data, ...recordedAs, overridden: [overridden], validUntil: until },
        });
    }
    given()
      .when(record({ ...broken, held: [overridden, item(1)] }))
      .refuses({ slug: 'invalid-request', pointers: ['/held'] });
  });

  it('D2: is recorded once: whoever comes second has nothing to append', () => {
    givenDelivery(...LIVE)
      .when(record(hold()))
      .recordsNothing();
    givenDelivery(OPENED, requested('dec_1', 'chk_1'), refused()).when(record(outcome)).recordsNothing();
    givenDelivery(OPENED).when(record(outcome)).refuses({ slug: 'not-found' });
  });

  it('D2: may be that there was none in time', () => {
    const { use, policies, engine } = judged;
    const basis = { use: { ...use, medium: 'theatrical' }, policies, engine: engine + 1 };
    given()
      .when(record({ interrupted: basis }))
      .records(interrupted(basis));
  });

  it('a delivery that was recalled since is not released', () => {
    const again = [...LIVE, requested('dec_2', 'chk_2'), RECALLED];
    givenDelivery(...again)
      .when((before) => decideRecordRelease(before, 'dec_2', outcome))
      .records(interrupted({ decision: 'dec_2', check: 'chk_2' }));
    const replaced = { type: 'replaced', data: { release: 'dec_1', by: 'ep101-v2' } };
    givenDelivery(...LIVE, requested('dec_2', 'chk_2'), replaced)
      .when((before) => decideRecordRelease(before, 'dec_2', outcome))
      .records(interrupted({ decision: 'dec_2', check: 'chk_2' }));
  });

  it('D1: is of a point not before the request', () => {
    const of = (position: number | null) => ({ ...outcome, verdict: { ...outcome.verdict, position } });
    given()
      .when(record(of(1)))
      .refuses(at('/position'));
    given()
      .when(record(of(null)))
      .refuses(at('/position'));
    given()
      .when(record(of(2)))
      .records(released('dec_1', 'chk_1', 2));
  });

  it('D3: holds at most 1,000 held items and causes, and fits one event', () => {
    const causes = Array.from({ length: 1_500 }, (__, index) => cause(`root${index}`, 'x'.repeat(400)));
    const held = Array.from({ length: 1_500 }, (__, index) => item(index, [index]));
    const decision = record(hold({ causes }, held))(given().state);
    const data = (decision.kind === 'accepted' ? decision.events[0]?.data : null) as ReleaseRefusedData;
    expect(jsonBytes(data)).toBeLessThanOrEqual(MAX_EVENT_BYTES + 1_000 * 4);
    expect(data.held).toHaveLength(1_000);
    expect(data.causeCount).toBe(1_500);
    expect(data.causes.length).toBeLessThanOrEqual(1_000);
    const places = data.held!.flatMap((entry) => entry.causes.map((reference) => reference.cause));
    expect(places).toEqual(held.slice(0, 1_000).map((__, index) => (index < data.causes.length ? index : -1)));
  });
});

describe('recalling a delivery', () => {
  const recall =
    (change: { reason?: string; expectedRevision?: number } = {}) =>
    (given: DeliveryState) =>
      decideRecall(given, { reason: 'AI sky', cause: { asset: 'sky' }, paths: ['a.exr'], ...change }, by('lead'));
  const recalled = {
    type: 'recalled',
    data: { release: 'dec_1', reason: 'AI sky', cause: { asset: 'sky' }, paths: ['a.exr'] },
  };

  it.each(['compromised', 'affected', 'questioned'] as const)('D5: is possible while %s', (kind) => {
    givenDelivery(...LIVE, raised(kind, 'dec_1', concernCause('sky')))
      .when(recall())
      .records(recalled);
  });

  it('D2, D5: is possible while released and while another release is decided', () => {
    givenDelivery(...LIVE)
      .when(recall())
      .records(recalled);
    givenDelivery(...LIVE, requested('dec_2', 'chk_2'))
      .when(recall())
      .records(recalled);
  });

  it('takes something that is out', () => {
    givenDelivery().when(recall()).refuses({ slug: 'not-found' });
    givenDelivery(OPENED).when(recall()).refuses(state('open'));
    givenDelivery(...LIVE, RECALLED)
      .when(recall())
      .refuses(state('recalled'));
  });

  it('takes a reason and the expected revision; the same request again repeats', () => {
    givenDelivery(...LIVE)
      .when(recall({ reason: '' }))
      .refuses(at('/reason'));
    givenDelivery(...LIVE)
      .when(recall({ expectedRevision: 1 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 1, actual: 2 } });
    givenDelivery(...LIVE, mine(recalled))
      .when(recall())
      .repeats(repeated(3));
  });
});

describe('replacing a delivery', () => {
  const replace =
    (change: { by?: string; expectedRevision?: number } = {}, byReleased = true) =>
    (given: DeliveryState) =>
      decideReplace(given, { by: 'ep101-v2', ...change }, { byReleased }, by('lead'));
  const replaced = { type: 'replaced', data: { release: 'dec_1', by: 'ep101-v2' } };

  it('takes another delivery that is released', () => {
    givenDelivery(...LIVE)
      .when(replace())
      .records(replaced);
    givenDelivery(...LIVE)
      .when(replace({}, false))
      .refuses(state('not-released'));
    givenDelivery(...LIVE)
      .when(replace({ by: 'ep101' }))
      .refuses(at('/by'));
  });

  it('takes something that is out and not being decided', () => {
    givenDelivery().when(replace()).refuses({ slug: 'not-found' });
    givenDelivery(OPENED).when(replace()).refuses(state('open'));
    givenDelivery(...LIVE, RECALLED)
      .when(replace())
      .refuses(state('recalled'));
    givenDelivery(...LIVE, requested('dec_2', 'chk_2'))
      .when(replace())
      .refuses({ slug: 'in-progress' });
    givenDelivery(...LIVE)
      .when(replace({ expectedRevision: 1 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 1, actual: 2 } });
    givenDelivery(...LIVE, mine(replaced))
      .when(replace())
      .repeats(repeated(3));
  });
});
