import { foldDelivery, type ConcernKind, type DomainEvent, type EventMetadata } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { newestGranted, standingOf } from './receipt-status.js';

const NOON = '2026-03-02T12:00:00.000Z';
const UNTIL = '2026-03-02T00:00:00.000Z';
const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 0, 0, second)).toISOString();

const VERDICT = {
  verdict: 'release',
  position: 7,
  use: { class: 'final', territories: ['*'], languages: ['*'], medium: 'svod' },
  policies: [],
  engine: 1,
  summary: { total: 1 },
  causes: [],
  causeCount: 0,
};
const OPENED: DomainEvent = {
  type: 'opened',
  data: {
    name: 'Episode 101',
    class: 'final',
    recipient: 'Streamer',
    territories: ['*'],
    languages: ['*'],
    medium: 'svod',
    eidr: null,
    dueAt: null,
    labels: {},
  },
};
const requested = (decision: string, validUntil: string | null): DomainEvent => ({
  type: 'release-requested',
  data: { decision, check: 'chk', validUntil },
});
const granted = (decision: string, validUntil: string | null = null): DomainEvent[] => [
  requested(decision, validUntil),
  {
    type: 'released',
    data: { ...VERDICT, decision, check: 'chk', validUntil, manifests: [], verdictDigest: 'd' },
  },
];
const refused = (decision: string): DomainEvent[] => [
  requested(decision, null),
  {
    type: 'release-refused',
    data: { ...VERDICT, verdict: 'hold', decision, check: 'chk', code: 'held', verdictDigest: 'd' },
  },
];
const KEY = { rule: 'base-temporary-mark', root: 'sky', element: null };
const raised = (kind: ConcernKind, release = 'dec_1'): DomainEvent => ({
  type: kind,
  data: {
    release,
    causes: [{ key: KEY, message: 'sky', outcome: 'deny', evidence: [], paths: [] }],
    position: 9,
  },
});
const closed = (kind: ConcernKind): DomainEvent => ({
  type: 'concern-closed',
  data: { release: 'dec_1', kind, keys: [KEY], position: 10 },
});
const RECALLED: DomainEvent = { type: 'recalled', data: { release: 'dec_1', reason: 'wrong', cause: null, paths: [] } };
const REPLACED: DomainEvent = { type: 'replaced', data: { release: 'dec_1', by: 'ep101-v2' } };

/** Events a second apart, from `at(0)`. */
function stateOf(...events: readonly DomainEvent[]) {
  return foldDelivery(
    'nightfall',
    'ep101',
    events.map((event, revision) => {
      const meta = {
        schema: 1,
        dedup: `d${revision}`,
        contentDigest: 'c',
        actor: { subject: 'lead', role: null, token: null, onBehalfOf: null, via: null },
        source: null,
        sourceId: null,
        correlationId: null,
        causationId: null,
        occurredAt: at(revision),
        recordedAt: at(revision),
      } satisfies EventMetadata;
      return { id: `e${revision}`, ...event, meta, stream: 'delivery-nightfall/ep101', revision, n: revision + 1 };
    }),
  );
}
function standing(...events: readonly DomainEvent[]) {
  const state = stateOf(...events);
  return standingOf(state, newestGranted(state)!, NOON);
}

describe('a receipt', () => {
  it('is valid from its release on', () => {
    expect(standing(OPENED, ...granted('dec_1'))).toEqual({ state: 'valid', since: at(2) });
    expect(standing(OPENED, ...granted('dec_1', '2026-03-02T12:00:00.001Z'))).toEqual({ state: 'valid', since: at(2) });
  });

  it('is expired from the very moment it was valid until', () => {
    expect(standing(OPENED, ...granted('dec_1', NOON))).toEqual({ state: 'expired', since: NOON });
  });

  it.each(['affected', 'questioned', 'compromised'] as const)('D5: is %s while such a concern is open', (kind) => {
    expect(standing(OPENED, ...granted('dec_1'), raised(kind))).toEqual({ state: kind, since: at(3) });
  });

  it('D5: is valid again once a question about it is closed', () => {
    const events = [OPENED, ...granted('dec_1'), raised('questioned'), closed('questioned')];
    expect(standing(...events)).toEqual({ state: 'valid', since: at(2) });
  });

  it('D4: is recalled or replaced whatever else it is', () => {
    const events = [OPENED, ...granted('dec_1', UNTIL), raised('compromised')];
    expect(standing(...events, RECALLED)).toEqual({ state: 'recalled', since: at(4) });
    expect(standing(...events, REPLACED)).toEqual({ state: 'replaced', since: at(4) });
  });

  it('is told at its worst: compromised before expired, expired before affected, affected before questioned', () => {
    const out = [OPENED, ...granted('dec_1', UNTIL), raised('questioned'), raised('affected')];
    expect(standing(...out, raised('compromised'))).toEqual({ state: 'compromised', since: at(5) });
    expect(standing(...out)).toEqual({ state: 'expired', since: UNTIL });
    const endless = [OPENED, ...granted('dec_1'), raised('questioned'), raised('affected')];
    expect(standing(...endless)).toEqual({ state: 'affected', since: at(4) });
  });

  it('D4: is that of the newest granted release; a compromise of the one before is none of it', () => {
    const events = [OPENED, ...granted('dec_1'), raised('compromised'), ...granted('dec_2')];
    expect(newestGranted(stateOf(...events))!.decision).toBe('dec_2');
    expect(standing(...events)).toEqual({ state: 'valid', since: at(5) });
    expect(newestGranted(stateOf(...events, ...refused('dec_3')))!.decision).toBe('dec_2');
  });

  it('D6: is unknown where an event of the delivery cannot be read: it may be the recall', () => {
    const events = [OPENED, ...granted('dec_1'), { type: 'recalled', data: {} }];
    expect(standing(...events)).toEqual({ state: 'unknown', since: at(2) });
  });

  it('is not there where nothing was granted', () => {
    expect(newestGranted(stateOf(OPENED))).toBeNull();
    expect(newestGranted(stateOf(OPENED, requested('dec_1', null)))).toBeNull();
    expect(newestGranted(stateOf(OPENED, ...refused('dec_1')))).toBeNull();
  });
});
