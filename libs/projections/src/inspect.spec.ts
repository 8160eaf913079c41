import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '@clearance/event-store';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openReadModelWriter } from './database.js';
import { noteDamage } from './files.js';
import { inspectReadModel, type LogWitness } from './inspect.js';
import { LogMismatch } from './projector.js';
import { rebuildReadModel } from './rebuild.js';

let path: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'clearance-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  path = join(folder, 'readmodel.db');
});

describe('what a start finds of a read model', () => {
  it('is usable where it was built from this log by this program', () => {
    build(logOf(3));
    expect(inspectReadModel(path, logOf(3))).toEqual({ kind: 'usable' });
    expect(inspectReadModel(path, logOf(9))).toEqual({ kind: 'usable' });
  });

  it('is missing where there is none, where it is empty, and where a first start was cut off', () => {
    expect(inspectReadModel(path, logOf(3))).toEqual({ kind: 'missing' });
    writeFileSync(path, '');
    expect(inspectReadModel(path, logOf(3))).toEqual({ kind: 'missing' });
    const raw = new Database(path);
    raw.pragma('journal_mode = WAL');
    raw.close();
    expect(inspectReadModel(path, logOf(3))).toEqual({ kind: 'missing' });
  });

  it.each([
    ['schema', 'it has schema 0, engine 1'],
    ['engine', 'engine 0; this program needs'],
  ])('is outdated where another %s wrote it', (key, reason) => {
    build(logOf(3));
    tamper(`UPDATE meta SET value = '0' WHERE key = '${key}'`);
    expect(inspectReadModel(path, logOf(3))).toEqual({
      kind: 'outdated',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('is no reason to build it anew where it is outdated but remembers more of the log than is there', () => {
    build(logOf(3));
    tamper("UPDATE meta SET value = '0' WHERE key = 'engine'");
    expect(() => inspectReadModel(path, logOf(2))).toThrow(LogMismatch);
    expect(() => inspectReadModel(path, logOf(3, 'other'))).toThrow(
      'was built from log log-1, but the log here is other',
    );
  });

  it.each([
    ['it is no database', () => writeFileSync(path, 'x'.repeat(9_000))],
    ['its pages are gone', () => writeFileSync(path, readFileSync(path).subarray(0, 9_000))],
    [
      'a page is overwritten',
      () =>
        writeFileSync(
          path,
          Buffer.concat([readFileSync(path).subarray(0, 8192), Buffer.alloc(readFileSync(path).length - 8192, 0xff)]),
        ),
    ],
    ['a table is missing', () => tamper('DROP TABLE meta')],
    ['it was found so while it was in use', () => noteDamage(path, 'database disk image is malformed')],
  ])('is damaged where %s, and can be built anew', (_, damage) => {
    build(logOf(3));
    damage();
    expect(inspectReadModel(path, logOf(3)).kind).toBe('damaged');
    build(logOf(3));
    expect(inspectReadModel(path, logOf(3))).toEqual({ kind: 'usable' });
    expect(readdirSync(join(path, '..'))).toEqual(['readmodel.db']);
  });
});

describe('what a cut-off build leaves behind', () => {
  it.each([
    ['a half-built file', ['.next', '.next-journal', '.next-wal']],
    ['the file that was replaced', ['.old', '.old-wal']],
  ])('is cleared away: %s', (_, suffixes) => {
    build(logOf(3));
    for (const suffix of suffixes) writeFileSync(`${path}${suffix}`, 'half');
    expect(inspectReadModel(path, logOf(3))).toEqual({ kind: 'usable' });
    expect(readdirSync(join(path, '..'))).toEqual(['readmodel.db']);
  });

  it('is a write-ahead log without its file, which the next file must never be read with', () => {
    build(logOf(3));
    const writer = openReadModelWriter(path);
    writer.setMeta('factsAt', '99');
    copyFileSync(`${path}-wal`, `${path}-kept`);
    writer.close();
    rmSync(path);
    copyFileSync(`${path}-kept`, `${path}-wal`);
    expect(inspectReadModel(path, logOf(3))).toEqual({ kind: 'missing' });
    expect(existsSync(`${path}-wal`)).toBe(false);
  });
});

function build(log: ReturnType<typeof logOf>): void {
  rebuildReadModel(path, log, () => undefined);
}

/** A log of so many events that nothing but their places is about. */
function logOf(
  length: number,
  id = 'log-1',
): LogWitness & { readAllSync(after: number, limit: number): StoredEvent[] } {
  const events = Array.from({ length }, (_, index): StoredEvent => ({
    id: `00000000-0000-4000-8000-00000000000${index}`,
    type: 'noted',
    data: {},
    metadata: { dedup: `d${index}`, contentDigest: 'c', recordedAt: '2026-03-01T00:00:00.000Z' },
    stream: 'ledger-x',
    revision: BigInt(index),
    position: String(index + 1),
  }));
  return { logId: () => id, readAllSync: (after, limit) => events.slice(after, after + limit) };
}

function tamper(statement: string): void {
  const raw = new Database(path);
  raw.exec(statement);
  raw.pragma('journal_mode = DELETE');
  raw.close();
}
