import { Inject, Injectable } from '@nestjs/common';
import { assetStream, decideFacts, factIdentity, foldAsset, type AssetFact, type Identity } from '@clearance/domain';
import { WrongExpectedRevision, type EventStore } from '@clearance/event-store';
import { appendAfter, envelop, envelopRefusal, loadStream, recordRefusal, type About } from '../ledger/appending.js';
import { refusalProblem } from '../ledger/command-runner.js';
import { KeyRegister, type RecordedKey } from '../ledger/key-register.js';
import { Clock, Problem, type Caller } from '../ledger/ports.js';
import { StreamQueue } from '../ledger/stream-queue.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import type { Envelope, FactRequest } from './fact-request.js';
import { pointerToFact } from './read-facts.js';

/** How often a lost race is run again before the emitter is asked to come back. */
const TRIES = 10;

/** What became of an event that was taken. */
export interface Taken {
  readonly status: 'accepted' | 'duplicate';
  readonly stream: string;
  /** Revision and ordinal of the last event recorded for it, and how many there are. */
  readonly revision: number;
  readonly n: number;
  readonly events: number;
}

/** Records facts: E1 to E4. An acknowledged fact is durable; a refused one changed nothing but what says so (I3). */
@Injectable()
export class FactRecorder {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly keys: KeyRegister,
    private readonly queue: StreamQueue,
  ) {}

  /** @throws Problem event-id-reused, bytes-differ, invalid-event, store-unavailable */
  async record(request: FactRequest, facts: readonly AssetFact[], caller: Caller): Promise<Taken> {
    const identity = identityOf(request);
    const known = await this.knownOrFree(identity);
    if (known !== null) return duplicateOf(known, identity);
    const release = this.keys.reserve(identity.dedup, identity.contentDigest);
    try {
      const { production, subject } = request.envelope;
      const stream = assetStream(production, subject);
      return await this.queue.run(stream, () => this.append(stream, request.envelope, facts, identity, caller));
    } finally {
      release();
    }
  }

  /** What is recorded under the key; waits while somebody is about to record something under it. */
  private async knownOrFree({ dedup }: Identity): Promise<RecordedKey | null> {
    for (let other = this.keys.inFlight(dedup); other !== null; other = this.keys.inFlight(dedup)) await other.settled;
    return this.keys.recorded(dedup);
  }

  private async append(
    stream: string,
    envelope: Envelope,
    facts: readonly AssetFact[],
    identity: Identity,
    caller: Caller,
  ): Promise<Taken> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      try {
        return await this.decideAndAppend(stream, envelope, facts, identity, caller);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    throw new Problem('store-unavailable', `Others wrote to ${stream} ${TRIES} times in a row first. Try again.`);
  }

  private async decideAndAppend(
    stream: string,
    envelope: Envelope,
    facts: readonly AssetFact[],
    identity: Identity,
    caller: Caller,
  ): Promise<Taken> {
    const recorded = await loadStream(this.store, stream);
    const state = foldAsset(envelope.production, envelope.subject, recorded);
    const decision = decideFacts(state, facts, identity, {
      source: envelope.source,
      pointerOf: (type) => pointerToFact(envelope.event, type),
    });
    if (decision.kind === 'duplicate') return { status: 'duplicate', stream, ...decision.known };
    if (decision.kind === 'refused') {
      const record = envelopRefusal(decision.events, identity, this.about(envelope, caller));
      throw refusalProblem(decision.refusal, await recordRefusal(this.store, stream, recorded, record));
    }
    const events = envelop(decision.events, identity, this.about(envelope, caller));
    const { revision, n } = (await appendAfter(this.store, stream, recorded, events)).at(-1)!;
    const key = { stream, revision, n, events: events.length };
    this.keys.acknowledge(identity.dedup, { ...key, contentDigest: identity.contentDigest });
    return { status: 'accepted', ...key };
  }

  private about(envelope: Envelope, caller: Caller): About {
    const now = this.clock.now();
    const { authid, authtype, source, id, correlationId, causationId, extensions } = envelope;
    return {
      actor: { subject: caller.subject, role: 'emitter', token: caller.token, onBehalfOf: authid, via: null },
      source,
      sourceId: id,
      ...(authtype === null ? {} : { authtype }),
      correlationId,
      causationId,
      occurredAt: envelope.time ?? now,
      recordedAt: now,
      ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    };
  }
}

function identityOf({ envelope, data }: FactRequest): Identity {
  const { production, source, id, type, subject, time, authid } = envelope;
  return factIdentity({ production, source, id, type, subject, time, authid, data });
}

function duplicateOf(known: RecordedKey, identity: Identity): Taken {
  if (known.contentDigest !== identity.contentDigest) {
    throw new Problem(
      'event-id-reused',
      'An event with this source and id came before with other content. Nothing was changed; send it under a new id.',
    );
  }
  const { stream, revision, n, events } = known;
  return { status: 'duplicate', stream, revision, n, events };
}
