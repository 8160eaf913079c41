import { openSqliteEventStore, type SqliteEventStore } from '@clearance/event-store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { movedAway } from './moved.js';

function ledger(): SqliteEventStore {
  const folder = mkdtempSync(join(tmpdir(), 'clearance-moved-'));
  const store = openSqliteEventStore({ folder });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
}

async function movedTo(to: (logId: string) => string): Promise<SqliteEventStore> {
  const store = ledger();
  const metadata = {
    schema: 1,
    dedup: 'd',
    contentDigest: 'c',
    actor: { subject: 'ledger', role: null, token: null, onBehalfOf: null, via: null },
    source: null,
    sourceId: null,
    correlationId: null,
    causationId: null,
    occurredAt: '2026-03-01T10:00:00.000Z',
    recordedAt: '2026-03-01T10:00:00.000Z',
  };
  const data = { from: 'log-a', to: to(store.logId()), store: 'esdb://db1:2113?tls=true' };
  await store.append('ledger-main', 'noStream', [
    { id: '00000000-0000-4000-8000-000000000001', type: 'store-moved', data, metadata },
  ]);
  return store;
}

describe('a ledger that moved', () => {
  it('does not start on the log it left, and says where it is', async () => {
    expect(await movedAway(await movedTo(() => 'log-b'))).toBe(
      'this ledger moved to esdb://db1:2113?tls=true (log log-b) on 2026-03-01T10:00:00.000Z: start it with --store. What is ' +
        'here is the log up to then, and nothing is recorded in it any more (docs/scaling.md).',
    );
  });

  it('starts on the log it went to, as does one that never moved', async () => {
    expect(await movedAway(await movedTo((logId) => logId))).toBeNull();
    expect(await movedAway(ledger())).toBeNull();
  });
});
