import { REACHES, type TriState } from '@clearance/domain';
import * as fc from 'fast-check';
import { DELIVERIES, edgeKind, MOST, REVIEWERS, SCOPES, VENDOR, type ScopeName } from './world.js';

export const place = fc.nat(MOST - 1);
const which = fc.nat(40);
const often = fc.constantFrom(true, true, true, false);
export const reviewer = fc.constantFrom(...REVIEWERS);
const seldom = <T>(arbitrary: fc.Arbitrary<T>, times = 4): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: times, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
const delivery = fc.constantFrom('ep101', 'ep101', ...Object.keys(DELIVERIES));

/** Mostly the vendor; sometimes one of those who review, in their own name or behind a service. */
const maker = fc.record({
  by: fc.oneof({ weight: 8, arbitrary: fc.constant(VENDOR) }, { weight: 1, arbitrary: reviewer }),
  authid: seldom(fc.constantFrom('K.Ito@studio.example', 'N.OKAFOR@studio.example'), 7),
  source: fc.constantFrom('/hook', '/hook', '/hook', '/ingest'),
  /** When it is said to have been so, in seconds. */
  time: seldom(fc.integer({ min: -100, max: 100 })),
});

const input = fc.record({
  to: fc.oneof({ weight: 15, arbitrary: place }, { weight: 1, arbitrary: fc.constantFrom('ghost', 'wraith') }),
  kind: edgeKind,
  named: fc.oneof(
    { weight: 16, arbitrary: fc.constant('asset') },
    { weight: 5, arbitrary: fc.constantFrom('sha256', 'md5', 'both', 'xxh64', 'elsewhere') },
  ),
  /** From an earlier place: what is made of what is made of it is a cycle. */
  back: often,
});
export type DrawnInput = typeof input extends fc.Arbitrary<infer T> ? T : never;
const lineage = {
  complete: fc.oneof(
    { weight: 9, arbitrary: fc.constant<TriState | null>('yes') },
    { weight: 2, arbitrary: fc.constantFrom<TriState | null>('no', 'unknown', null) },
  ),
  part: seldom(fc.record({ part: fc.integer({ min: 1, max: 2 }), list: fc.constantFrom(null, 'inputs') }), 8),
};

const DECLARED: readonly Readonly<Record<string, unknown>>[] = [
  { 'asset.digitalSourceType': 'digitalCapture' },
  { 'asset.digitalSourceType': 'digitalCapture' },
  { 'asset.digitalSourceType': 'trainedAlgorithmicMedia' },
  { 'asset.digitalSourceType': 'composite' },
  { 'asset.digitalSourceType': 'humanEdits' },
  { 'asset.digitalSourceType': 'negativeFilm', 'asset.stage': 'candidate' },
  { 'asset.genai': 'partial' },
  { 'asset.genai': 'none' },
  { 'asset.genai': 'perhaps' },
  { 'asset.stage': 'temporary' },
  { 'asset.stage': 'ideation' },
  { 'asset.stage': 'deliverable' },
  { 'asset.stage': 'deliverable' },
  { 'asset.stage': 7 },
];

const told = <K extends string, T extends object>(
  weight: number,
  say: K,
  members: { [N in keyof T]: fc.Arbitrary<T[N]> },
) => ({
  weight,
  arbitrary: fc.record({ say: fc.constant(say), ...members }) as unknown as fc.Arbitrary<
    { readonly say: K } & Readonly<T>
  >,
});

/** What tools report. */
export const fact = fc.oneof(
  told(2, 'registered', { at: place, maker }),
  told(4, 'bytes', {
    at: place,
    which: fc.constantFrom('all', 'all', 'sha256', 'md5', 'sha1', 'xxh64', 'other'),
    maker,
  }),
  told(3, 'plate', { at: place, maker }),
  told(5, 'derived', { at: place, inputs: fc.array(input, { minLength: 1, maxLength: 3 }), ...lineage, maker }),
  told(3, 'version', { at: place, of: place, using: place, maker }),
  told(3, 'generated', { at: place, inputs: fc.array(input, { maxLength: 2 }), ...lineage, maker }),
  told(5, 'declared', { at: place, facts: fc.constantFrom(...DECLARED), maker }),
  told(1, 'detected', {
    at: place,
    verdict: fc.constantFrom('ai', 'ai-composite', 'tampered', 'none', 'claims-capture'),
    maker,
  }),
  told(2, 'marked', { at: place, maker }),
  told(2, 'members', { at: place, part: fc.constantFrom(1, 2), maker }),
  told(1, 'aliased', { at: place, maker }),
  told(1, 'superseded', { at: place, maker }),
);
export type Fact = typeof fact extends fc.Arbitrary<infer T> ? T : never;

const item = fc.record({
  at: place,
  by: fc.constantFrom('all', 'all', 'sha256', 'md5', 'sha1', 'member', 'xxh64', 'nobody'),
});
export type DrawnItem = typeof item extends fc.Arbitrary<infer T> ? T : never;

/** What people and pipelines decide. `needy`: at the next place where there is something of the kind to decide. */
const promotion = { at: place, clean: often, delivery };
const listed = {
  delivery,
  items: fc.array(item, { minLength: 1, maxLength: 4 }),
  clean: often,
  stubborn: fc.boolean(),
};
export const act = fc.oneof(
  told(14, 'approve', {
    at: place,
    needy: often,
    by: reviewer,
    reach: fc.constantFrom(...REACHES, 'contained'),
    scope: fc.oneof(
      { weight: 3, arbitrary: fc.constant<ScopeName>('anywhere') },
      { weight: 2, arbitrary: fc.constantFrom(...(Object.keys(SCOPES) as ScopeName[])) },
    ),
    /** All that is open, by that word or by name, or some of it. */
    names: fc.constantFrom('open', 'all', 'all', 'first'),
    expires: seldom(fc.integer({ min: 15, max: 90 }), 1),
    from: seldom(fc.integer({ min: 5, max: 60 }), 6),
    until: seldom(fc.integer({ min: 61, max: 150 }), 6),
    fault: seldom(fc.constantFrom('other bytes', 'a mark', 'a ruling'), 12),
  }),
  told(5, 'revoke', {
    which,
    effect: fc.constantFrom('ab-initio', 'from', 'from'),
    from: seldom(fc.integer({ min: -5, max: 60 }), 2),
  }),
  told(3, 'lift', { at: place, needy: often, by: reviewer, all: often }),
  told(4, 'retract', {
    at: place,
    which,
    proposer: reviewer,
    by: reviewer,
    end: fc.constantFrom('accept', 'accept', 'accept', 'reject', 'open'),
  }),
  told(9, 'confirm', { at: place, needy: often, by: reviewer, which }),
  told(5, 'promote', promotion),
  told(1, 'withdraw', { at: place, delivery, needy: often }),
  told(12, 'deliver', listed),
  /** Approved for a while, released on it; then some time passes. */
  told(3, 'license', { at: place, by: reviewer, delivery, after: fc.integer({ min: 10, max: 120 }) }),
  told(1, 'recall', { delivery }),
  told(2, 'replace', { delivery, by: delivery }),
);
export type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** What goes on besides: retries, other writers, time. */
const event = fc.oneof(
  told(5, 'again', { which }),
  told(1, 'reuse', { which, at: place }),
  told(2, 'foreign', {
    at: place,
    what: fc.constantFrom(
      'approval by its maker',
      'approval of other bytes',
      'lift by its maker',
      'acceptance by a maker',
      'unknown',
      'misshapen',
    ),
  }),
  told(3, 'restart', {
    /** What was going on, through the one or the other replica. */
    during: fc.oneof(told(1, 'promote', promotion), told(1, 'deliver', listed), {
      weight: 1,
      arbitrary: fc.constant(null),
    }),
    other: fc.boolean(),
    steps: fc.array(fc.nat(255), { maxLength: 12 }),
  }),
  told(3, 'tick', { after: fc.integer({ min: 0, max: 40 }) }),
  told(3, 'jump', { seconds: fc.integer({ min: -20, max: 60 }) }),
);
export type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;
export type Deed = Fact | Act | Event;

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fact },
  { weight: 10, arbitrary: act },
  { weight: 3, arbitrary: event },
);
