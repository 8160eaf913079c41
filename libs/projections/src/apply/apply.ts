import { parseStream, type Recorded, type StreamName } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import type { Distiller } from '../evaluate/distiller.js';
import { applyAsset, doubtAsset, quarantine, reportReuse } from './asset.js';
import { applyCheck } from './check.js';
import type { Applied, ApplyContext, EventText } from './context.js';
import { applyDelivery, writeStatus } from './delivery.js';
import { applyAccess, applyLedger, applyProduction, endToken, loseProduction } from './ledgerwide.js';
import { applyManifest } from './manifest.js';
import {
  applyConsent,
  applyGroup,
  applyPolicy,
  applyTool,
  applyVendor,
  reconsiderConsent,
  reconsiderGroup,
  reconsiderTool,
  reconsiderVendor,
} from './registers.js';
import { applyUsage, distrustUsage } from './usages.js';
import { ReuseLookup, type WhenReuse } from './reuse.js';

/** What each category does with its events. A category of later releases is stored and otherwise passed over. */
const BY_CATEGORY: Readonly<Record<string, (context: ApplyContext, applied: Applied) => void>> = {
  asset: applyAsset,
  delivery: applyDelivery,
  check: applyCheck,
  manifest: applyManifest,
  production: applyProduction,
  access: applyAccess,
  ledger: applyLedger,
  tool: applyTool,
  vendor: applyVendor,
  consent: applyConsent,
  group: applyGroup,
  policy: applyPolicy,
  usage: applyUsage,
};

/** What each category makes of an event that cannot be read: nobody is to rely on the rest of what it belongs to. */
const SET_ASIDE: Readonly<Record<string, (context: ApplyContext, applied: Applied, reason: string) => void>> = {
  asset: doubtAsset,
  delivery: writeStatus,
  production: loseProduction,
  access: endToken,
  tool: reconsiderTool,
  vendor: reconsiderVendor,
  consent: reconsiderConsent,
  group: reconsiderGroup,
  usage: distrustUsage,
};

/** Writes events into the base tables, in log order, inside the caller's transaction. */
export class Applier {
  private readonly context: ApplyContext;
  private named: { readonly stream: string; readonly name: StreamName | null } | null = null;

  constructor(
    private readonly db: ReadModelDatabase,
    distiller: Distiller,
    reuse: WhenReuse,
  ) {
    const lookup = reuse === 'found-at-once' ? new ReuseLookup(db) : null;
    this.context = { db, claims: distiller.claims, distiller, reuse: lookup };
  }

  /** The events of one request come one after the other. */
  private nameOf(stream: string): StreamName | null {
    if (this.named?.stream !== stream) this.named = { stream, name: parseStream(stream) };
    return this.named.name;
  }

  /** E3: event `n` of an asset says something else under a key that was used before. */
  reused(production: string, id: string, n: number): void {
    reportReuse(this.context, this.context.claims.claim(production, id), n);
  }

  apply(event: Recorded, { data, meta }: EventText): void {
    const sid = this.context.claims.sidOf(event.stream, event.revision === 0);
    const name = this.nameOf(event.stream);
    const body = event.type === 'chunk' ? null : data;
    const [dedup, contentDigest] = [event.meta.dedup, event.meta.contentDigest].map(textOrNone);
    this.db
      .q(
        'INSERT INTO event (n, sid, revision, id, type, dedup, content_digest, data, meta) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(event.n, sid, event.revision, event.id, event.type, dedup, contentDigest, body, meta);
    if (name === null) return;
    const text = (body?.length ?? 0) + meta.length;
    const applied: Applied = { event, sid, production: name.production ?? '', id: name.id, text };
    const handler = BY_CATEGORY[name.category];
    if (handler === undefined) return;
    try {
      handler(this.context, applied);
    } catch (error) {
      // What SQLite says is about the disk or a defect of ours: it stops the projector. The rest is about this event.
      if (isDefect(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      quarantine(this.context, applied, reason);
      SET_ASIDE[name.category]?.(this.context, applied, reason);
    }
  }
}

/** The envelope of an event that another program wrote may lack it; whatever reads the envelope sets the event aside. */
function textOrNone(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** better-sqlite3 throws RangeError where a statement is bound wrongly. */
function isDefect(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.name === 'SqliteError');
}
