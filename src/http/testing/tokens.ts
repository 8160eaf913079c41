import { randomUUID } from 'node:crypto';
import {
  accessStream,
  ledgerIdentity,
  productionStream,
  type DomainEvent,
  type Grant,
  type Restriction,
} from '@clearance/domain';
import { hashOfSecret } from '../../auth/secret.js';
import { appendAfter, envelop } from '../../ledger/appending.js';
import type { TestLedger } from './test-ledger.js';

export interface TokenWish {
  readonly subject?: string;
  readonly kind?: 'person' | 'service';
  readonly grants: readonly Grant[];
  readonly restrict?: Restriction | null;
  readonly expiresAt?: string | null;
}

/** Puts a token into the log and gives its secret. */
export async function grantToken(ledger: TestLedger, wish: TokenWish): Promise<{ secret: string; id: string }> {
  const secret = `clr_${randomUUID()}`;
  const id = `tok_${randomUUID().replaceAll('-', '')}`;
  const { subject = 'hook@studio.example', kind = 'service', grants, restrict = null, expiresAt = null } = wish;
  const data = { token: id, subject, kind, grants, restrict, hash: hashOfSecret(secret), expiresAt };
  await say(ledger, accessStream(id), { type: 'token-issued', data });
  return { secret, id };
}

/** Opens productions. */
export async function openProductions(ledger: TestLedger, ...productions: string[]): Promise<void> {
  for (const production of productions) {
    await say(ledger, productionStream(production), { type: 'opened', data: { title: null, packs: [] } });
  }
}

async function say(ledger: TestLedger, stream: string, event: DomainEvent): Promise<void> {
  const now = ledger.clock.now();
  const about = {
    actor: { subject: 'test', role: null, token: null, onBehalfOf: null, via: null },
    source: null,
    sourceId: null,
    correlationId: null,
    causationId: null,
    occurredAt: now,
    recordedAt: now,
  };
  await appendAfter(ledger.store, stream, [], envelop([event], ledgerIdentity(stream, event.type, event.data), about));
  await ledger.watermarks.catchUp();
}
