import { Injectable } from '@nestjs/common';
import { canonicalJson } from '@clearance/canonical';
import {
  LEDGER_STREAM,
  logTime,
  statusOf,
  type DeliveryState,
  type EventMetadata,
  type SigningKeyData,
} from '@clearance/domain';
import {
  checkItems,
  deliveryState,
  isMissing,
  logTimeOf,
  positionOf,
  seesItem,
  type ReadModelDatabase,
  type Visible,
} from '@clearance/projections';
import {
  ConflictingSubject,
  IN_TOTO_PAYLOAD,
  releaseStatement,
  signEnvelope,
  type DsseEnvelope,
  type ReleaseStatement,
  type SubjectFile,
} from '@clearance/transparency';
import { Clock, Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import type { KeyBody, KeysPage, ReceiptStatus } from './receipts.dto.js';
import { newestGranted, standingOf, type Granted } from './receipt-status.js';
import { SigningKey } from './signing-key.js';

interface Found {
  readonly state: DeliveryState;
  readonly release: Granted;
}

/** Receipts of releases: built from what was recorded, so that one release always gives the same bytes. */
@Injectable()
export class Receipts {
  constructor(
    private readonly connection: ReadModelConnection,
    private readonly key: SigningKey,
    private readonly clock: Clock,
  ) {}

  /**
   * The signed receipt of the newest release. @throws Problem not-found where nothing was released; wrong-state where what it says cannot be read; restricted where the
   * caller may not read about each of its files: a part of it could not be signed as the whole.
   */
  receipt(production: string, delivery: string, visible: Visible): DsseEnvelope {
    const { keyId, privateKey } = this.key.current;
    const { db } = this.connection;
    const statement = db.snapshot(() => statementOf(db, found(db, production, delivery), keyId, visible));
    return signEnvelope(IN_TOTO_PAYLOAD, Buffer.from(canonicalJson(statement), 'utf8'), privateKey);
  }

  /** How that receipt stands now. @throws Problem not-found where nothing was released. */
  status(production: string, delivery: string): ReceiptStatus {
    const { db } = this.connection;
    return db.snapshot(() => {
      const { state, release } = found(db, production, delivery);
      // A clock that was set back does not make an expired receipt valid again.
      const now = logTime(logTimeOf(db), this.clock.now());
      return { ...standingOf(state, release, now), decision: release.decision, position: positionOf(db) };
    });
  }

  /** Every key that was published, oldest first. */
  keys(): KeysPage {
    const { db } = this.connection;
    return db.snapshot(() => {
      const rows = db
        .q(
          `SELECT e.data AS data, e.meta AS meta FROM stream s JOIN event e ON e.sid = s.sid
           WHERE s.name = ? AND e.type = 'signing-key-published' ORDER BY e.n`,
        )
        .all(LEDGER_STREAM) as { data: string; meta: string }[];
      return { items: rows.map(keyBody), next: null, position: positionOf(db) };
    });
  }
}

function found(db: ReadModelDatabase, production: string, delivery: string): Found {
  const state = deliveryState(db, production, delivery);
  if (state === null || isMissing(state))
    throw new Problem('not-found', `There is no delivery ${delivery} in ${production}.`);
  const release = newestGranted(state);
  if (release === null) throw new Problem('not-found', `Nothing of the delivery ${delivery} was released.`);
  return { state, release };
}

function statementOf(
  db: ReadModelDatabase,
  { state, release }: Found,
  keyId: string,
  visible: Visible,
): ReleaseStatement {
  const { act } = release.outcome;
  const { data } = act;
  const { position } = data;
  const { opened } = state;
  if (opened === null)
    throw new Problem(
      'wrong-state',
      `It cannot be read for whom ${state.id} was opened, so its receipt cannot be made.`,
      {
        state: statusOf(state),
      },
    );
  if (position === null) throw new Error(`the release ${release.decision} does not say at which point it was judged`);
  const said = {
    production: state.production,
    delivery: state.id,
    recipient: opened.data.recipient,
    use: data.use as ReleaseStatement['predicate']['use'],
    decision: release.decision,
    position: String(position),
    policies: data.policies,
    engine: data.engine,
    manifests: data.manifests.map(({ name, format, sha256, items }) => ({ name, format, sha256, items })),
    releasedAt: act.recordedAt,
    validUntil: data.validUntil,
    keyId,
    ...(data.overrides === undefined || data.overrides.length === 0 ? {} : { overrides: data.overrides }),
  };
  try {
    return releaseStatement(said, filesOf(db, state.production, release, visible));
  } catch (error) {
    if (error instanceof ConflictingSubject) throw new Problem('digest-mismatch', `${error.message}.`);
    throw error;
  }
}

/**
 * Every item of the check, as judged: a release is granted only where all of them were cleared, whatever the check itself
 * had still held.
 */
function filesOf(db: ReadModelDatabase, production: string, release: Granted, visible: Visible): SubjectFile[] {
  const items = [...checkItems(db, production, release.check)].map(({ view }) => view);
  if (!items.every((item) => seesItem(db, production, item, visible)))
    throw new Problem('restricted', 'The token may not read about every file of this release; ask for its status.');
  const files = items.map(({ path, digests }) => ({ path, digests }));
  const { total } = release.outcome.act.data.summary;
  if (files.length !== total) {
    throw new Error(
      `the release ${release.decision} is of ${String(total)} items, but its check lists ${files.length}`,
    );
  }
  return files;
}

function keyBody(row: { readonly data: string; readonly meta: string }): KeyBody {
  const { keyId, algorithm, publicKey } = JSON.parse(row.data) as SigningKeyData;
  const { recordedAt } = JSON.parse(row.meta) as EventMetadata;
  return { keyId, algorithm, publicKey, publishedAt: recordedAt, retiredAt: null };
}
