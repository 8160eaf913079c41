import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventReader, openSqliteEventStore } from '@clearance/event-store';
import { ENGINE } from '@clearance/policy';
import { inspectReadModel, rebuildReadModel, SCHEMA_VERSION } from '@clearance/projections';
import { describe, expect, it, onTestFinished } from 'vitest';
import { putSnapshot, SnapshotRefused, takeSnapshot } from './index.js';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'clearance-snapshot-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

/** The data folder of a replica: a log with so many events as copied, and a read model of it. */
async function replica(events: number): Promise<{ readonly data: string; readonly logId: string }> {
  const data = folder();
  const log = openSqliteEventStore({ folder: join(data, 'log-copy') });
  const metadata = { schema: 1, recordedAt: '2026-03-01T10:00:00.000Z' };
  for (let n = 0; n < events; n += 1) {
    const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    await log.append(`asset-nightfall/a${n}`, 'noStream', [{ id, type: 'registered', data: {}, metadata }]);
  }
  const logId = log.logId();
  await log.close();
  const reader = openSqliteEventReader({ folder: join(data, 'log-copy') });
  rebuildReadModel(join(data, 'readmodel.db'), reader, () => undefined);
  await reader.close();
  return { data, logId };
}

async function snapshotOf(events: number) {
  const { data, logId } = await replica(events);
  const to = join(folder(), 'snapshot');
  return { data, logId, to, manifest: takeSnapshot(data, to, () => undefined) };
}

describe('a snapshot of a replica', () => {
  it('is what another replica of the log can begin with', async () => {
    const { logId, to, manifest } = await snapshotOf(3);
    expect(manifest).toMatchObject({ format: 1, schema: SCHEMA_VERSION, engine: ENGINE, logId, events: 3, factsAt: 3 });
    const data = folder();
    expect(putSnapshot(to, data, logId)).toBe(3);
    expect(new Set(readdirSync(data, { recursive: true, encoding: 'utf8' }))).toEqual(
      new Set(['log-copy', join('log-copy', 'events.db'), 'readmodel.db']),
    );
    const reader = openSqliteEventReader({ folder: join(data, 'log-copy') });
    expect(reader.headSync()).toBe(3);
    expect(inspectReadModel(join(data, 'readmodel.db'), reader)).toEqual({ kind: 'usable' });
    await reader.close();
  });

  it('is left alone where the folder has data already', async () => {
    const { data, logId, to } = await snapshotOf(1);
    expect(putSnapshot(to, data, logId)).toBeNull();
  });

  it.each<[string, (to: string) => void, RegExp]>([
    ['of another schema', (to) => edited(to, { schema: SCHEMA_VERSION - 1 }), /cannot be gone on with: it has schema/],
    [
      'of another engine',
      (to) => edited(to, { engine: ENGINE + 1 }),
      /cannot be gone on with: it has schema .*, engine/,
    ],
    [
      'with another file than was written',
      (to) => writeFileSync(join(to, 'readmodel.db'), 'x'),
      /readmodel\.db is not what was/,
    ],
    [
      'that was cut off',
      (to) => rmSync(join(to, 'snapshot.json')),
      /there is no snapshot in .* \(snapshot\.json: ENOENT\)/,
    ],
    [
      'whose list nobody can read',
      (to) => writeFileSync(join(to, 'snapshot.json'), '{'),
      /is not one that this program can read/,
    ],
    ['of another format', (to) => edited(to, { format: 2 }), /is not one that this program can read/],
  ])('%s is refused, and puts nothing anywhere', async (_, spoil, reason) => {
    const { logId, to } = await snapshotOf(1);
    spoil(to);
    const data = folder();
    expect(() => putSnapshot(to, data, logId)).toThrow(reason);
    expect(readdirSync(data)).toEqual([]);
  });

  it('of another log is refused, and puts nothing anywhere', async () => {
    const { logId, to } = await snapshotOf(1);
    const data = folder();
    expect(() => putSnapshot(to, data, 'another')).toThrow(
      new SnapshotRefused(`the snapshot in ${to} is of the log ${logId}; the server holds another`),
    );
    expect(readdirSync(data)).toEqual([]);
  });

  it('is taken into a new folder only, and of replicas only', async () => {
    const { data } = await replica(1);
    const used = folder();
    writeFileSync(join(used, 'notes'), '');
    expect(() => takeSnapshot(data, used, () => undefined)).toThrow(`${used} is not empty: name a new folder`);
    expect(() => takeSnapshot(join(data, 'log-copy'), join(used, 'new'), () => undefined)).toThrow(
      /is no replica of a server's log/,
    );
    expect(existsSync(join(used, 'new'))).toBe(false);
  });
});

function edited(to: string, more: object): void {
  const path = join(to, 'snapshot.json');
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...more }));
}
