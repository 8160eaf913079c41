import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOOK, sha, SmallLedger } from './testing/ledger.js';
import type { ComplianceState } from './types.js';

type Saying = (ledger: SmallLedger) => void;
const IDS = ['p', 'q', 'r', 's'] as const;
const id = fc.constantFrom(...IDS);
const later = fc.constantFrom(1, 2, 3);
const oneBefore = (place: 1 | 2 | 3): string => IDS[place - 1] ?? IDS[0];
const time = fc.integer({ min: 1, max: 9 }).map((day) => `2026-02-0${day}T00:00:00.000Z`);

/** Facts that may turn up anywhere. Edges lead from later ids to earlier ones, so that the order alone is random. */
const facts: fc.Arbitrary<Saying> = fc.oneof(
  fc.tuple(id, time, fc.constantFrom('ideation', 'temporary', 'candidate', 'deliverable', 'unknown'), fc.uuid()).map(
    ([asset, occurredAt, stage, event]): Saying =>
      (ledger) =>
        void ledger.declare(asset, { 'asset.stage': stage }, { occurredAt, id: event }),
  ),
  fc.tuple(id, fc.constantFrom('digitalCapture', 'humanEdits', 'composite', 'trainedAlgorithmicMedia')).map(
    ([asset, type]): Saying =>
      (ledger) =>
        void ledger.declare(asset, { 'asset.digitalSourceType': type }),
  ),
  fc.tuple(id, fc.constantFrom('none', 'partial', 'unknown')).map(
    ([asset, genai]): Saying =>
      (ledger) =>
        void ledger.declare(asset, { 'asset.genai': genai }),
  ),
  fc.tuple(id, fc.uuid()).map(
    ([asset, event]): Saying =>
      (ledger) =>
        void ledger.mark(asset, 'temp', { id: event }),
  ),
  fc.tuple(id, fc.constantFrom(HOOK, 'maya@vendor.example')).map(
    ([asset, behalf]): Saying =>
      (ledger) =>
        void ledger.say(
          asset,
          'bytes-identified',
          { digests: { sha256: sha(asset === 's' ? 'r' : asset) } },
          { behalf },
        ),
  ),
  fc
    .tuple(
      later,
      fc.constantFrom(0, 1, 2),
      fc.constantFrom('component', 'derivation', 'revision', 'reference'),
      fc.constantFrom('yes', 'no', 'unknown'),
    )
    .map(
      ([from, to, kind, complete]): Saying =>
        (ledger) =>
          void ledger.derive(IDS[from], { [to < from ? IDS[to] : 'ghost']: kind }, complete),
    ),
);

/** What the order of saying may not change: no message, no revision. */
function view(ledger: SmallLedger) {
  return IDS.map((asset) => {
    const { own, state } = ledger.evaluate(asset);
    const display = ledger.judge(asset);
    return {
      open: display.open.map(({ rule, outcome }) => `${rule} ${outcome}`),
      state: display.state,
      rules: own.findings.map(({ rule }) => rule),
      edges: own.edges.map(({ kind, passes }) => `${kind} ${passes}`).sort(),
      completeness: own.completeness,
      submitters: own.submitters,
      classes: state.classes.length,
    };
  });
}

describe('facts are a set', () => {
  it('late, doubled and shuffled facts end in the same state', () => {
    fc.assert(
      fc.property(
        fc
          .array(facts, { minLength: 1, maxLength: 12 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([said, shuffled]) => {
          const [one, other] = [new SmallLedger(), new SmallLedger()];
          for (const asset of IDS)
            for (const ledger of [one, other]) ledger.say(asset, 'registered', { name: asset, kind: 'image' });
          for (const saying of said) saying(one);
          for (const saying of shuffled) saying(other);
          expect(view(other)).toEqual(view(one));
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** F2, worst first. */
const SEVERITY: readonly ComplianceState[] = [
  'denied',
  'unknown',
  'temporary',
  'needs-approval',
  'escalated',
  'approved',
  'clear',
];

/** Bad news that says nothing good beside it: no tool and no source type, which would state an origin. */
const adverse: fc.Arbitrary<Saying> = fc.oneof(
  id.map(
    (asset): Saying =>
      (ledger) =>
        void ledger.mark(asset),
  ),
  fc.tuple(id, fc.constantFrom('partial', 'full', 'unknown')).map(
    ([asset, genai]): Saying =>
      (ledger) =>
        void ledger.declare(asset, { 'asset.genai': genai }),
  ),
  fc.tuple(id, fc.constantFrom('composite', 'nonsense')).map(
    ([asset, type]): Saying =>
      (ledger) =>
        void ledger.declare(asset, { 'asset.digitalSourceType': type }),
  ),
  fc.tuple(id, fc.constantFrom('ai', 'ai-composite', 'tampered')).map(
    ([asset, verdict]): Saying =>
      (ledger) =>
        void ledger.say(asset, 'origin-detected', {
          signals: [
            {
              kind: 'c2pa',
              where: 'w',
              value: 'v',
              verdict,
              trust: 'none',
              detector: 'd',
              detectorVersion: '1',
            },
          ],
        }),
  ),
  fc.tuple(later, fc.constantFrom('component', 'derivation', 'revision', 'reference')).map(
    ([from, kind]): Saying =>
      (ledger) =>
        void ledger.derive(IDS[from], { [oneBefore(from)]: kind }, 'no'),
  ),
  fc.tuple(id, fc.constantFrom('rita@studio.example', 'sam@studio.example')).map(
    ([asset, behalf]): Saying =>
      (ledger) =>
        void ledger.declare(asset, { 'asset.media': 'image' }, { behalf }),
  ),
);

/** Good news: what people do to clear. */
const acts: fc.Arbitrary<Saying> = fc.oneof(
  fc.tuple(id, id).map(
    ([asset, root]): Saying =>
      (ledger) =>
        void ledger.approve(asset, [['base-generated', root]]),
  ),
  id.map(
    (asset): Saying =>
      (ledger) =>
        void ledger.lift(
          asset,
          ledger.dossier(asset).marks.map(({ fact }) => fact.event),
        ),
  ),
  fc.tuple(id, id, id).map(
    ([asset, of, root]): Saying =>
      (ledger) =>
        void ledger.confirm(asset, of, [root]),
  ),
);

describe('bad news', () => {
  it('never makes any asset better', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: facts }, acts), { maxLength: 14 }),
        adverse,
        (said, news) => {
          const ledger = new SmallLedger();
          for (const asset of IDS) ledger.asset(asset);
          for (const saying of said) saying(ledger);
          const before = IDS.map((asset) => SEVERITY.indexOf(ledger.judge(asset).state));
          news(ledger);
          const after = IDS.map((asset) => SEVERITY.indexOf(ledger.judge(asset).state));
          for (const [i, severity] of after.entries()) expect(severity).toBeLessThanOrEqual(before[i]!);
        },
      ),
      { numRuns: 400 },
    );
  });
});
