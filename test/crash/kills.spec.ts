import { join } from 'node:path';
import type { StoredEvent } from '@clearance/event-store';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, openStage, startLedger, type Ledger, type Stage, movedTo } from '../harness/index.js';
import { openIn, rebuiltRows, remainsOf, settled } from './support/folder.js';
import { work, type Acknowledged } from './support/load.js';
import { blowOf, dyingAt, Tally, type Blow, type Window } from './support/windows.js';

/** Ten in the ordinary run; `npm run test:crash` does 200. */
const KILLS = Number(process.env['CLEARANCE_KILLS'] ?? '10');
/** After so many the ledger begins anew, so that looking at the whole log stays quick. */
const KILLS_A_FOLDER = 20;
const ROUND_MS = 600_000;

/** A ledger that is killed again and again, and what it has promised so far. */
interface Victim {
  ledger: Ledger;
  stage: Stage;
  acknowledged: Acknowledged;
  /** Ids of the log as it was seen last. */
  ids: readonly string[];
}

let victim: Victim | null = null;
const tally = new Tally();
afterAll(async () => {
  console.log(tally.toString());
  await victim?.ledger.dispose();
});

describe('kill -9, at random and on purpose', () => {
  const rounds = Array.from({ length: KILLS }, (_, round) => {
    const { kind, at } = blowOf(round);
    return { round: round + 1, name: `${kind} ${at ?? 'at random'}` };
  });
  it.each(rounds)('loses and doubles nothing: kill $round, $name', { timeout: ROUND_MS }, async ({ round }) => {
    if (round % KILLS_A_FOLDER === 1) await begin(round);
    const now = victim;
    if (now === null) throw new Error('an earlier kill has ended this run');
    victim = null;
    try {
      await strike(now, round, blowOf(round - 1));
      await comeBack(now, blowOf(round));
      await expectWhole(now);
      victim = now;
    } finally {
      if (victim === null) await now.ledger.dispose();
    }
  });

  it('has hit every window', () => {
    expect(tally.missed).toEqual([]);
  });
});

async function begin(round: number): Promise<void> {
  await victim?.ledger.dispose();
  const ledger = await startLedger({ env: dyingAt(pointOf(blowOf(round - 1))) });
  const stage = await openStage(`crash_${round}`, ledger);
  victim = { ledger, stage, acknowledged: { facts: new Map(), releases: new Map() }, ids: [] };
}

/** A ledger under load is started with the point at which it will die. */
const pointOf = ({ kind, at }: Blow) => (kind === 'load' ? at : null);

async function strike(now: Victim, round: number, blow: Blow): Promise<void> {
  if (blow.kind === 'load') await strikeUnderLoad(now, round, blow);
  else await strikeWhileBuilding(now, blow);
}

async function strikeUnderLoad(now: Victim, round: number, { at }: Blow): Promise<void> {
  const { ledger, stage, acknowledged } = now;
  // Anywhere from the first answers to the last ones.
  const patience = at === null ? 1 + Math.floor(Math.random() * 55) : Number.POSITIVE_INFINITY;
  const answered = (count: number) => void (count === patience && ledger.kill());
  await work(stage, `r${round}`, { acknowledged, answered });
  if (at === null) await ledger.kill();
  await ledger.gone();
  const { events, openRequests, unannounced } = await remainsOf(ledger.data);
  expectKept(now, events);
  const windows: Window[] = ['under load'];
  if (openRequests.length > 0) windows.push('between request and outcome');
  if (unannounced > 0) windows.push('between breach and compromised');
  tally.add(windows);
}

async function strikeWhileBuilding({ ledger }: Victim, { kind, at }: Blow): Promise<void> {
  expect(await ledger.stop()).toBe(0);
  if (kind === 'rebuild') {
    const { code, stderr } = await cli(['rebuild', '--data', ledger.data], { env: dyingAt(at) });
    expect([code, stderr]).toEqual([null, '']);
  } else {
    // What an older program would have left behind.
    const model = new Database(join(ledger.data, 'readmodel.db'));
    model.exec("UPDATE meta SET value = '0' WHERE key = 'engine'");
    model.close();
    await expect(ledger.restart({ env: dyingAt(at) })).rejects.toThrow('SIGKILL');
  }
  tally.add([kind === 'rebuild' ? 'during rebuild' : 'during migration']);
}

async function comeBack(now: Victim, next: Blow): Promise<void> {
  now.ledger = await now.ledger.restart({ env: dyingAt(pointOf(next)) });
  now.stage = movedTo(now.ledger, now.stage);
}

/** Everything that was promised holds of the ledger that stands again. */
async function expectWhole(now: Victim): Promise<void> {
  const { events, rows } = await settled(now.ledger.data);
  expectKept(now, events);
  expect(openIn(events)).toEqual([]);
  expectDecided(now, events);
  expect(rows).toEqual(await rebuiltRows(now.ledger.data));
  now.ids = events.map(({ id }) => id);
}

/** Every acknowledged event is there, once, at its place; nothing that was there before has gone or moved. */
function expectKept({ acknowledged, ids }: Victim, events: readonly StoredEvent[]): void {
  expect(events.slice(0, ids.length).map(({ id }) => id)).toEqual(ids);
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => String(index + 1)));
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const gaps = [...Map.groupBy(events, ({ stream }) => stream)].filter(([, of]) =>
    of.some(({ revision }, index) => Number(revision) !== index),
  );
  expect(gaps).toEqual([]);
  const lost = [...acknowledged.facts].filter(([, { stream, revision, position }]) => {
    const event = events[Number(position) - 1];
    return event?.stream !== stream || Number(event.revision) !== revision;
  });
  expect(lost).toEqual([]);
}

/** A release that was answered is there; one that was not is there or was interrupted; a breach is announced once. */
function expectDecided({ acknowledged, stage }: Victim, events: readonly StoredEvent[]): void {
  const wrong = [...Map.groupBy(events, ({ stream }) => stream)].flatMap(([stream, of]) => {
    if (!stream.startsWith('delivery-')) return [];
    const round = stream.slice(`delivery-${stage.production}/`.length);
    const released = of.find(({ type }) => type === 'released');
    const refused = of.filter(({ type, data }) => type === 'release-refused' && data['code'] !== 'interrupted');
    const bare = of.filter(({ type, data }) => type === 'release-refused' && isBare(data));
    const marked = events.some(
      ({ stream: asset, type }) => asset === `asset-${stage.production}/${round}_item_0` && type === 'marked-temporary',
    );
    const compromised = of.filter(({ type }) => type === 'compromised').length;
    return [
      ...(bare.length > 0 ? [`an interruption of ${round} does not say what it was about`] : []),
      ...(refused.length > 0 ? [`${round} was refused`] : []),
      ...(acknowledged.releases.get(round) === 200 && released === undefined
        ? [`the release of ${round} is lost`]
        : []),
      ...(compromised === (released !== undefined && marked ? 1 : 0)
        ? []
        : [`${round} was compromised ${compromised} times`]),
    ];
  });
  expect(wrong).toEqual([]);
}

/** D2: also an interruption says which use, policies and engine it was about. */
function isBare(data: Readonly<Record<string, unknown>>): boolean {
  const { use, policies, engine } = data as { use: { class: string }; policies: unknown[]; engine: number };
  return use.class !== 'final' || policies.length === 0 || engine === 0;
}
