import { Inject, Injectable } from '@nestjs/common';
import {
  accessStream,
  decideCreateLedger,
  decideIssueToken,
  foldLedger,
  foldToken,
  LEDGER_STREAM,
  ledgerIdentity,
  tokenIdOf,
  type EventMetadata,
  type Recorded,
} from '@clearance/domain';
import { ENGINE } from '@clearance/policy';
import { WrongExpectedRevision, type EventStore } from '@clearance/event-store';
import { hashOfSecret, newSecret } from '../auth/index.js';
import { appendAfter, envelop, loadStream, type About } from '../ledger/appending.js';
import { Clock } from '../ledger/ports.js';
import { EVENT_STORE } from '../ledger/tokens.js';

const ACTOR = { subject: 'ledger', role: null, token: null, onBehalfOf: null, via: null } as const;
/** Whom the first token belongs to: whoever starts the ledger. */
export const FIRST_ADMIN = 'first-admin';

/** So many events of the ledger's own are more than a few cut-off starts leave behind. */
const FOUNDING_EVENTS = 100;

/** Founds an empty ledger. */
@Injectable()
export class FirstAdmin {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Records that the ledger was created and issues its first token, admin of everything and without expiry. A process
   * that was cut off before it could show the secret has left a ledger that nobody can enter: as long as nobody but the
   * ledger itself has recorded anything, each start issues another.
   * @returns the secret, this once; null where the ledger has been entered.
   */
  async ensure(): Promise<string | null> {
    const created = await this.ensureCreated();
    const earlier = (await this.hasFirstToken(created)) ? await this.issuedByFounding() : 0;
    if (earlier === null) return null;
    const followed = earlier === 0 ? created.id : `${created.id}#${earlier}`;
    const asked = ledgerIdentity(followed, 'token-issued', null);
    const token = tokenIdOf(asked.dedup);
    const stream = accessStream(token);
    const secret = newSecret();
    const decision = decideIssueToken(
      foldToken(token, []),
      {
        subject: FIRST_ADMIN,
        kind: 'service',
        grants: [{ role: 'admin', productions: ['*'] }],
        hash: hashOfSecret(secret),
      },
      { first: true },
      { identity: asked, now: this.clock.now(), actor: ACTOR },
    );
    if (decision.kind !== 'accepted') throw new Error('the first token could not be issued');
    // E1: the content holds the hash of this very secret, so two starts at once cannot take each other's event for theirs.
    const identity = ledgerIdentity(followed, 'token-issued', decision.events[0]?.data);
    try {
      await appendAfter(this.store, stream, [], envelop(decision.events, identity, this.about()));
    } catch (error) {
      // Another process was first, and showed its secret.
      if (error instanceof WrongExpectedRevision) return null;
      throw error;
    }
    return secret;
  }

  /** Whether any first token was issued; without one nobody can have entered, whatever the log holds. */
  private async hasFirstToken(created: Recorded): Promise<boolean> {
    const first = tokenIdOf(ledgerIdentity(created.id, 'token-issued', null).dedup);
    return (await loadStream(this.store, accessStream(first))).length > 0;
  }

  /** How many first tokens there are; null where somebody else has recorded something. */
  private async issuedByFounding(): Promise<number | null> {
    const first = await this.store.readAll(null, { limit: FOUNDING_EVENTS });
    const byLedger = first.every(
      ({ metadata }) => (metadata as unknown as EventMetadata).actor.subject === ACTOR.subject,
    );
    if (!byLedger || first.length === FOUNDING_EVENTS) return null;
    return first.filter(({ type }) => type === 'token-issued').length;
  }

  private async ensureCreated(): Promise<Recorded> {
    const recorded = await loadStream(this.store, LEDGER_STREAM);
    const decision = decideCreateLedger(foldLedger(recorded), ENGINE);
    if (decision.kind === 'accepted' && decision.events.length > 0) {
      const [event] = decision.events;
      const identity = ledgerIdentity(LEDGER_STREAM, 'created', event!.data);
      try {
        return (
          await appendAfter(this.store, LEDGER_STREAM, recorded, envelop(decision.events, identity, this.about()))
        )[0]!;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    const first = (await loadStream(this.store, LEDGER_STREAM)).find(({ type }) => type === 'created');
    if (first === undefined) throw new Error(`the stream ${LEDGER_STREAM} does not say that the ledger was created`);
    return first;
  }

  private about(): About {
    const now = this.clock.now();
    return {
      actor: ACTOR,
      source: null,
      sourceId: null,
      correlationId: null,
      causationId: null,
      occurredAt: now,
      recordedAt: now,
    };
  }
}
