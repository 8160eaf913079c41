import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableEvent } from '../shared/unreadable.js';
import { bytes, derived, EVERYWHERE, givenPlate, marked, registered, SHA, verdict } from '../testing/asset.js';
import { recorded, said, type Entry } from '../testing/given.js';
import type { ApprovedData, AssetFact } from './events.js';
import { emptyAsset, evolveAsset, foldAsset, retractedEvents } from './fold.js';
import { digestsOf } from './members.js';
import { profileOf } from './profile.js';

const STREAM = 'asset-nightfall/plate';
const fold = (...events: Parameters<typeof recorded>[1]) => foldAsset('nightfall', 'plate', recorded(STREAM, events));

const approval: ApprovedData = {
  approval: 'apr_1',
  kind: 'written',
  digest: { sha256: SHA },
  reach: 'contained',
  findings: [{ rule: 'base-generated', root: 'plate', element: null }],
  seenAt: null,
  scope: EVERYWHERE,
  evidence: [],
  grantedBy: null,
  expiresAt: null,
  request: null,
  note: null,
  policy: { id: 'base', version: '1', digest: 'x' },
};
const revocation = { approval: 'apr_1', reason: 'r', effect: 'ab-initio', effectiveAt: null, evidence: [] };
const proposal = { retraction: 'ret_1', events: ['e0'], reason: 'r', evidence: [] };

describe('fold of an asset', () => {
  it('keeps of a fact what the rules need of its envelope', () => {
    const state = fold(
      said(registered(), { by: 'hook', behalf: 'maya', source: '/s', occurredAt: '2026-01-01T00:00:00.000Z' }),
    );
    expect(state.facts).toEqual([
      {
        event: 'e0',
        stream: STREAM,
        revision: 0,
        n: 1,
        type: 'registered',
        data: { name: 'Plate', kind: 'image' },
        subject: 'hook',
        authid: 'maya',
        source: '/s',
        occurredAt: '2026-01-01T00:00:00.000Z',
        recordedAt: '2026-03-01T00:00:00.000Z',
      },
    ]);
    expect(state.revision).toBe(0);
  });

  it('E3: knows each key with the last event recorded under it and their number', () => {
    const state = fold(
      said(registered(), { dedup: 'a', contentDigest: 'x' }),
      said(bytes(), { dedup: 'a', contentDigest: 'x' }),
      said(marked, { dedup: 'b', contentDigest: 'y' }),
    );
    expect([...state.known]).toEqual([
      ['a', { contentDigest: 'x', revision: 1, n: 2, events: 2 }],
      ['b', { contentDigest: 'y', revision: 2, n: 3, events: 1 }],
    ]);
  });

  it('E3: keeps the content that came first under a key', () => {
    const state = fold(
      said(registered(), { dedup: 'a', contentDigest: 'x' }),
      said(marked, { dedup: 'a', contentDigest: 'y' }),
    );
    expect(state.known.get('a')).toEqual({ contentDigest: 'x', revision: 1, n: 2, events: 2 });
  });

  it('holds nothing of an asset about which nothing was said', () => {
    expect(emptyAsset('nightfall', 'plate')).toEqual({
      production: 'nightfall',
      id: 'plate',
      revision: -1,
      known: new Map(),
      facts: [],
      conflicts: [],
      lifts: [],
      confirmations: [],
      requests: [],
      approvals: [],
      rejections: [],
      retractions: [],
      promotions: [],
    });
  });

  it('joins a revocation to the approval it names', () => {
    const state = fold(
      { type: 'approved', data: approval },
      { type: 'approved', data: { ...approval, approval: 'apr_2' } },
      { type: 'approval-revoked', data: revocation },
    );
    expect(state.approvals.map(({ data, revoked }) => [data.approval, revoked?.event])).toEqual([
      ['apr_1', 'e2'],
      ['apr_2', undefined],
    ]);
  });

  it('joins an approval and its revocation, the first of them', () => {
    const state = fold(
      { type: 'approved', data: approval },
      said({ type: 'approval-revoked', data: revocation }, { by: 'noor' }),
      { type: 'approval-revoked', data: { ...revocation, reason: 'again' } },
    );
    expect(state.approvals).toHaveLength(1);
    expect(state.approvals[0]).toMatchObject({ event: 'e0', revoked: { by: 'noor', data: revocation } });
  });

  it('follows a retraction from proposal to acceptance or rejection', () => {
    const proposed = { type: 'retraction-proposed', data: proposal };
    expect(fold(proposed).retractions[0]).toMatchObject({ state: 'proposed', closed: null });
    const accepted = fold(proposed, { type: 'fact-retracted', data: proposal });
    expect(accepted.retractions[0]).toMatchObject({ state: 'accepted', closed: { event: 'e1' } });
    expect([...retractedEvents(accepted)]).toEqual(['e0']);
    const { events: _, ...rejection } = proposal;
    const rejected = fold(
      proposed,
      { type: 'retraction-rejected', data: rejection },
      { type: 'fact-retracted', data: proposal },
    );
    expect(rejected.retractions[0]).toMatchObject({ state: 'rejected', closed: { event: 'e1' } });
    expect([...retractedEvents(rejected)]).toEqual([]);
  });

  it('joins an acceptance to the proposal it names; neither a proposal nor a rejection retracts anything', () => {
    const proposed = (retraction: string) => ({ type: 'retraction-proposed', data: { ...proposal, retraction } });
    const both = [proposed('ret_1'), proposed('ret_2')];
    const accepted = fold(...both, { type: 'fact-retracted', data: proposal });
    expect(accepted.retractions.map(({ state, closed }) => [state, closed?.event])).toEqual([
      ['accepted', 'e2'],
      ['proposed', undefined],
    ]);
    expect([...retractedEvents(fold(...both))]).toEqual([]);
    // Events may gain members: one that a rejection happens to have does not make it an acceptance.
    expect([...retractedEvents(fold(...both, { type: 'retraction-rejected', data: proposal }))]).toEqual([]);
  });

  it('joins outcomes and withdrawals to the promotion they are of', () => {
    const requested = (decision: string, delivery = 'ep101') => ({
      type: 'promotion-requested',
      data: { decision, delivery },
    });
    const promoted = (decision: string, delivery = 'ep101') => ({
      type: 'promoted-to-deliverable',
      data: { ...verdict(decision, 1, 'release'), delivery, digest: { sha256: SHA } },
    });
    const refused = (decision: string) => ({
      type: 'promotion-refused',
      data: { ...verdict(decision, 1, 'hold'), delivery: 'ep101', code: 'held', paths: [] },
    });
    const withdrawn = { type: 'withdrawn-from-deliverable', data: { delivery: 'ep101', reason: 'r' } };
    const records = (...events: readonly Entry[]) =>
      fold(...events).promotions.map(({ outcome, promoted: is, withdrawn: back }) => [
        outcome?.event ?? null,
        is,
        back?.event ?? null,
      ]);
    expect(records(requested('a'), requested('b'), promoted('a'))).toEqual([
      ['e2', true, null],
      [null, false, null],
    ]);
    expect(records(requested('a'), promoted('a'), refused('a'))).toEqual([['e1', true, null]]);
    expect(
      records(requested('a'), promoted('a'), requested('b', 'trailer'), promoted('b', 'trailer'), withdrawn),
    ).toEqual([
      ['e1', true, 'e4'],
      ['e3', true, null],
    ]);
    expect(records(requested('a'), promoted('a'), requested('b'), refused('b'), withdrawn)).toEqual([
      ['e1', true, 'e4'],
      ['e3', false, null],
    ]);
    expect(records(requested('a'), promoted('a'), withdrawn, withdrawn)).toEqual([['e1', true, 'e2']]);
  });

  it('follows a promotion from request to outcome to withdrawal', () => {
    const requested = { type: 'promotion-requested', data: { decision: 'dec_1', delivery: 'ep101' } };
    const promoted = {
      type: 'promoted-to-deliverable',
      data: { ...verdict('dec_1', 1, 'release'), delivery: 'ep101', digest: { sha256: SHA } },
    };
    const withdrawn = { type: 'withdrawn-from-deliverable', data: { delivery: 'ep101', reason: 'r' } };
    expect(fold(requested).promotions[0]).toMatchObject({ outcome: null, promoted: false, withdrawn: null });
    expect(fold(requested, promoted).promotions[0]).toMatchObject({
      outcome: { event: 'e1' },
      promoted: true,
      withdrawn: null,
    });
    expect(fold(requested, promoted, withdrawn).promotions[0]).toMatchObject({
      promoted: true,
      withdrawn: { event: 'e2' },
    });
  });

  it('changes nothing where an event speaks of what the stream does not hold', () => {
    const state = fold({ type: 'approval-revoked', data: revocation }, { type: 'fact-retracted', data: proposal });
    expect(state).toMatchObject({ approvals: [], retractions: [], revision: 1 });
    expect(state.known.size).toBe(2);
  });

  it('lets members through that it does not know: events may gain optional ones', () => {
    const later = { type: 'registered', data: { name: 'Plate', kind: 'image', colourSpace: 'ACEScg' } };
    expect(fold(later).facts[0]?.data).toEqual(later.data);
  });

  it.each([
    ['an unknown type', { type: 'repainted', data: {} }, 'this event type is not known'],
    ['a type that objects happen to have', { type: 'constructor', data: {} }, 'this event type is not known'],
    ['no data', { type: 'registered', data: null }, '/data must be an object'],
    ['a missing member', { type: 'registered', data: { kind: 'image' } }, '/data/name must be a string'],
    [
      'an unknown word',
      { type: 'derived-from', data: { inputs: [{ asset: 'a', kind: 'inspiration' }] } },
      '/data/inputs/0/kind must be one of component, representation, derivation, revision, variant, reference',
    ],
    [
      'a digest of the wrong length',
      { type: 'bytes-identified', data: { digests: { sha256: 'abc' } } },
      "/data/digests/sha256 must be a sha256 digest in the ledger's form",
    ],
    [
      'a mark list that is none',
      { type: 'temporary-mark-lifted', data: { marks: 'all' } },
      '/data/marks must be a list',
    ],
  ])('does not read %s', (_, event, reason) => {
    expect(() => fold(event)).toThrow(new UnreadableEvent(STREAM, 0, event.type, reason));
  });

  it('does not read an event without its envelope', () => {
    const [event] = recorded(STREAM, [registered()]);
    const broken = { ...event!, meta: { ...event!.meta, dedup: undefined as never } };
    expect(() => evolveAsset(emptyAsset('nightfall', 'plate'), broken)).toThrow('/metadata/dedup must be a string');
  });

  it('leaves the state it was given as it was', () => {
    const before = fold(registered());
    const copy = structuredClone(before);
    evolveAsset(before, recorded(STREAM, [bytes()], 1)[0]!);
    expect(before).toEqual(copy);
  });

  it('is a plain value, the same one by one and all at once', () => {
    const events = recorded(STREAM, [
      registered(),
      bytes(),
      { type: 'approved', data: approval },
      { type: 'approval-revoked', data: revocation },
    ]);
    const all = foldAsset('nightfall', 'plate', events);
    expect(events.reduce(evolveAsset, emptyAsset('nightfall', 'plate'))).toEqual(all);
    expect(structuredClone(all)).toEqual(all);
  });

  it('folds a stream of twenty thousand facts', () => {
    const many = Array.from({ length: 20_000 }, () => marked);
    expect(fold(...many).facts).toHaveLength(20_000);
  });
});

const sorted = (state: ReturnType<typeof foldAsset>) =>
  state.facts
    .map(({ event, type, data, occurredAt }) => ({ event, type, data, occurredAt }))
    .sort((a, b) => (a.event < b.event ? -1 : 1));

describe('facts are a set', () => {
  const pool: readonly AssetFact[] = [
    registered(),
    registered({ name: 'Sky', labels: { shot: 'sh010' } }),
    registered({ kind: 'video', labels: { shot: 'sh020', sequence: 'sq1' } }),
    bytes({ sha256: SHA }, { size: 4 }),
    bytes({ md5: '1'.repeat(32) }, { size: 4, seen: 'bytes' }),
    derived(),
    derived({ inputsComplete: 'no', list: 'l', part: 1, parts: 2 }),
    { type: 'facts-declared', data: { facts: { 'asset.genai': 'full' } } },
    { type: 'facts-declared', data: { facts: { 'asset.genai': 'none' } } },
    marked,
  ];
  const timed = pool.map((fact, index) =>
    said(fact, {
      id: `id${index}`,
      dedup: `k${index}`,
      contentDigest: `k${index}`,
      occurredAt: `2026-01-0${1 + (index % 3)}T00:00:00.000Z`,
    }),
  );
  it('whatever the order in which timed facts arrive, the sets, the digests and the profile are the same', () => {
    const inOrder = givenPlate(...timed).state;
    fc.assert(
      fc.property(fc.shuffledSubarray(timed, { minLength: timed.length }), (shuffled) => {
        const { state } = givenPlate(...shuffled);
        expect(sorted(state)).toEqual(sorted(inOrder));
        expect(digestsOf(state)).toEqual(digestsOf(inOrder));
        expect(profileOf(state)).toEqual(profileOf(inOrder));
        expect(new Set(state.known.keys())).toEqual(new Set(inOrder.known.keys()));
      }),
    );
  });
});
