import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '@clearance/event-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReadModelWriter } from './database.js';
import { Projector } from './projector.js';
import { rebuildReadModel } from './rebuild.js';
import {
  comp,
  deliveryOpened,
  marked,
  modelOf,
  ofAsset,
  plate,
  registered,
  released,
  rowsOf,
} from './testing/index.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearance-rebuild-'));
  path = join(folder, 'readmodel.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sourceOf = (log: readonly StoredEvent[]) => ({
  logId: () => 'log',
  readAllSync: (after: number, limit: number) => log.slice(after, after + Math.min(limit, 3)),
});

/** Rows of a file after a rebuild of a log, and the indexes that stand in it. */
function rebuilt(log: readonly StoredEvent[]) {
  const events = rebuildReadModel(path, sourceOf(log), () => undefined);
  const db = openReadModelWriter(path);
  try {
    return { events, rows: rowsOf(db), indexes: indexesOf(db) };
  } finally {
    db.close();
  }
}

function indexesOf(db: ReturnType<typeof openReadModelWriter>): string[] {
  const rows = db.q("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name").all() as { name: string }[];
  return rows.map(({ name }) => name);
}

describe('rebuildReadModel', () => {
  it('P1: gives the rows, and the indexes, of a read model that was fed event by event', () => {
    const model = modelOf(
      plate('plate'),
      comp('comp', ['plate']),
      deliveryOpened('ep101'),
      released('ep101', ['comp']),
      marked('plate'),
    );
    const { events, rows, indexes } = rebuilt(model.log);
    expect(events).toBe(model.log.length);
    expect(rows).toEqual(rowsOf(model.db));
    expect(indexes).toEqual(indexesOf(model.db));
  });

  it('E3: finds every reuse of an event id: of assets, with other content, the second and those after it', () => {
    const reused = { id: 'vendor-77' };
    const model = modelOf(
      plate('a'),
      plate('b'),
      plate('c'),
      plate('d'),
      registered('a', { name: 'x' }, reused),
      registered('b', { name: 'y' }, reused),
      registered('b', { name: 'z' }, reused),
      ofAsset('c', 'not-an-event', {}, reused),
      registered('d', { name: 'first' }, { id: 'vendor-78' }),
    );
    const { rows } = rebuilt(model.log);
    expect(rows['fault']).toHaveLength(3);
    expect(rows).toEqual(rowsOf(model.db));
    expect(model.states()).toEqual({ a: 'clear', b: 'unknown', c: 'unknown', d: 'clear' });
  });

  it('leaves a file that the projector goes on with', () => {
    const model = modelOf(plate('plate'), comp('comp', ['plate']));
    rebuilt(model.log);
    model.tell(marked('plate'));
    const db = openReadModelWriter(path);
    const projector = new Projector(db);
    projector.apply(model.log.slice(projector.factsAt));
    while (projector.settle().more);
    expect(rowsOf(db)).toEqual(rowsOf(model.db));
    db.close();
  });

  it('changes nothing where it is cut off', () => {
    const model = modelOf(plate('plate'));
    const before = rebuilt(model.log);
    const broken = {
      logId: () => 'log',
      readAllSync: (after: number) => {
        if (after > 0) throw new Error('the disk is gone');
        return model.log.slice(0, 1);
      },
    };
    expect(() => rebuildReadModel(path, broken, () => undefined)).toThrow('the disk is gone');
    const db = openReadModelWriter(path);
    expect(rowsOf(db)).toEqual(before.rows);
    db.close();
    expect(rebuilt(model.log).rows).toEqual(before.rows);
  });
});
