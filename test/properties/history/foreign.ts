import { canonicalJson, sha256Hex } from '@clearance/canonical';
import { assetStream, eventIdOf, ledgerIdentity, type ActData, type EventMetadata } from '@clearance/domain';
import type { RacingStore } from '../ledger/racing-store.js';
import { timeAt } from '../ledger/clock.js';
import type { Event } from './deeds.js';
import { SCOPES, VENDOR, digestOfText } from './world.js';

type Foreign = Extract<Event, { say: 'foreign' }>['what'];

/**
 * What another version of the program, or a hand in the database, may have left in the log: acts that no decider would have
 * taken, and events that cannot be read. Evaluation has to see through them (F6), or to block.
 * @returns whether there is an asset to say it of.
 */
export function writeForeign(
  store: RacingStore,
  production: string,
  asset: string,
  what: Foreign,
  seconds: number,
): boolean {
  const stream = assetStream(production, asset);
  const own = store.log.filter((event) => event.stream === stream);
  const said = own.filter(({ type }) => type === 'registered' || type === 'bytes-identified');
  if (said.length === 0) return false;
  const sha256 = own.flatMap(({ data }) => (data['digests'] as { sha256?: string } | undefined)?.sha256 ?? [])[0];
  const eventsOf = (...types: readonly string[]) => own.filter(({ type }) => types.includes(type)).map(({ id }) => id);
  const digest = { sha256: sha256 ?? digestOfText('sha256', 'unknown') };
  const id = String(store.log.length);
  const approval: ActData['approved'] = {
    approval: `apr_${sha256Hex(id).slice(0, 32)}`,
    kind: 'written',
    digest,
    reach: 'contained',
    findings: [{ rule: 'base-generated', root: asset, element: null }],
    seenAt: null,
    scope: SCOPES.anywhere,
    evidence: [],
    grantedBy: null,
    expiresAt: null,
    request: null,
    note: null,
    policy: { id: 'base', version: '1', digest: '0'.repeat(64) },
  };
  const retraction = {
    retraction: `ret_${sha256Hex(id).slice(0, 32)}`,
    events: eventsOf('facts-declared', 'derived-from').slice(-1),
    reason: 'r',
    evidence: [],
  };
  const sayings: Readonly<Record<Foreign, readonly (readonly [by: string, type: string, data: object])[]>> = {
    'approval by its maker': [[VENDOR, 'approved', approval]],
    'approval of other bytes': [
      ['n.okafor@studio.example', 'approved', { ...approval, digest: { sha256: digestOfText('sha256', 'other') } }],
    ],
    'lift by its maker': [
      [VENDOR, 'temporary-mark-lifted', { marks: eventsOf('marked-temporary'), reason: 'r', digest, evidence: [] }],
    ],
    'acceptance by a maker': [
      ['n.okafor@studio.example', 'retraction-proposed', retraction],
      [VENDOR, 'fact-retracted', retraction],
    ],
    unknown: [[VENDOR, 'not-an-event', { any: 'thing' }]],
    misshapen: [[VENDOR, 'marked-temporary', { reasons: 7 }]],
  };
  const now = timeAt(seconds);
  for (const [by, type, data] of sayings[what]) {
    const identity = ledgerIdentity(`foreign ${id} ${canonicalJson(data)}`, type, data);
    const metadata: EventMetadata = {
      schema: 1,
      ...identity,
      actor: { subject: by, role: null, token: null, onBehalfOf: null, via: null },
      source: null,
      sourceId: null,
      correlationId: null,
      causationId: null,
      occurredAt: now,
      recordedAt: now,
    };
    const event = { id: eventIdOf(identity, type), type, data: { ...data }, metadata: { ...metadata } };
    const revision = store.log.findLast((each) => each.stream === stream)!.revision;
    store.add(stream, revision, [event]);
  }
  return true;
}
