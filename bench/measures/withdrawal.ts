import { assetStream, consentStream, productionStream } from '@clearance/domain';
import { openSqliteEventReader, openSqliteEventStore } from '@clearance/event-store';
import { BUNDLED_PACKS, documentDigest } from '@clearance/policy';
import { openReadModelWriter, Projector, type ReadModelDatabase } from '@clearance/projections';
import type { BenchContext } from '../context.js';
import type { Figure } from '../report/figure.js';
import { timed } from '../support/timing.js';
import { performed, saidOf, type Append } from '../world/facts.js';
import { buildReadModel, readModelOf } from '../world/project.js';
import { descendantsOf } from '../world/world.js';
import { writeLog } from '../world/write.js';

const PRODUCTION = 'nightfall';
const ROOT = 'lead';
const CONSENT = 'con_lead';

/**
 * A consent behind many descendants is withdrawn under the whole Netflix pack, beside a temporary mark that runs through the
 * same ones; and the pack is adopted over all of them. From the event in the log until nothing is left to evaluate.
 */
export async function measureWithdrawal({ scale, scratch, tell }: BenchContext): Promise<Figure[]> {
  const folder = scratch.folder('withdrawal');
  const { descendants } = scale;
  tell(`a consent behind ${descendants} descendants`);
  await writeLog(folder, world(descendants));
  await buildReadModel(folder);
  const db = openReadModelWriter(readModelOf(folder));
  try {
    const projector = new Projector(db);
    const adoption = await settled(folder, projector, adopted());
    const withdrawal = await settled(folder, projector, withdrawn());
    refuseUnless(db, descendants, 'denied', 'NFX-T1');
    const mark = await settled(folder, projector, marked());
    refuseUnless(db, descendants, 'denied', 'base-temporary-mark');
    const beside = { value: mark, what: 'a temporary mark on the same root, through the same descendants' };
    return [
      {
        name: 'consent withdrawn',
        unit: 's',
        measured: withdrawal,
        yardstick: beside,
        goal: { kind: 'at-most', value: 5, onlyAt: 'full' },
        note: `${descendants} descendants, the whole Netflix pack; once.`,
      },
      {
        name: 'pack adopted',
        unit: 's',
        measured: adoption,
        yardstick: beside,
        goal: null,
        note: `Every one of ${descendants + 1} assets is distilled and evaluated anew; once.`,
      },
    ];
  } finally {
    db.close();
  }
}

function* world(descendants: number): Generator<Append> {
  yield saidOf(productionStream(PRODUCTION), 'opened', { title: null, packs: [] });
  yield saidOf(consentStream(PRODUCTION, CONSENT), 'recorded', {
    kind: 'consent',
    party: 'per_lead',
    purpose: 'de-ageing',
    uses: ['de-ageing'],
    territories: ['*'],
    languages: ['*'],
    mediums: ['*'],
    window: { from: null, until: null },
    document: { ref: 'dms://legal/consent' },
    guildOk: 'yes',
    group: null,
  });
  yield* descendantsOf(PRODUCTION, ROOT, descendants, performed(CONSENT));
}

function adopted(): Append {
  const pack = BUNDLED_PACKS.find(({ id }) => id === 'netflix-genai');
  if (pack === undefined) throw new Error('the Netflix pack is not there');
  const pinned = { id: pack.id, version: pack.version, digest: documentDigest(pack), switches: {} };
  return saidOf(productionStream(PRODUCTION), 'policy-adopted', { packs: [pinned], reason: 'as agreed' });
}

function withdrawn(): Append {
  const data = { reason: 'withdrawn in writing', effectiveAt: '2026-01-01T00:00:00.000Z', evidence: [] };
  return saidOf(consentStream(PRODUCTION, CONSENT), 'withdrawn', data);
}

function marked(): Append {
  return saidOf(assetStream(PRODUCTION, ROOT), 'marked-temporary', { reason: 'a placeholder after all' });
}

/** Seconds from the append until the projector has nothing left to do. */
async function settled(folder: string, projector: Projector, { stream, events }: Append): Promise<number> {
  const store = openSqliteEventStore({ folder });
  const revision = (await store.readStream(stream)).at(-1)?.revision ?? -1n;
  await store.append(stream, revision < 0n ? 'noStream' : revision, events);
  await store.close();
  const reader = openSqliteEventReader({ folder });
  try {
    const { seconds } = await timed(async () => {
      projector.apply(reader.readAllSync(projector.factsAt, 1_000));
      while (projector.settle(400, false).more);
    });
    return seconds;
  } finally {
    await reader.close();
  }
}

/** What was measured has to have happened. */
function refuseUnless(db: ReadModelDatabase, descendants: number, state: string, rule: string): void {
  const { n } = db
    .q('SELECT count(*) AS n FROM content WHERE production = ? AND state = ? AND instr(rules, ?) > 0')
    .get(PRODUCTION, state, `|${rule}|`) as { n: number };
  if (n !== descendants + 1) throw new Error(`${n} of ${descendants + 1} assets are ${state} by ${rule}`);
}
