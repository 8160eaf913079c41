import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { logTime as laterOf } from '@clearance/domain';
import type { TokenRow } from '@clearance/projections';
import type { Subscription } from 'rxjs';
import { Clock, Problem, Watermarks, type Caller } from '../ledger/ports.js';
import { ReadModel } from '../ledger/read-model.js';
import { callerOf } from './caller.js';
import { tokenIn } from './credentials.js';
import { hashOfSecret } from './secret.js';

/** Tokens kept at hand between two changes of the read model. */
const CACHED_TOKENS = 10_000;

interface Known {
  readonly row: TokenRow;
  readonly caller: Caller;
}

/** Finds out who calls. */
@Injectable()
export class Authenticator implements OnModuleDestroy {
  private readonly known = new Map<string, Known>();
  /** Revoked through this process: they end at once, not when the read model has caught up. */
  private readonly revoked = new Set<string>();
  private readonly lastUsed = new Map<string, string>();
  private readonly forgetting: Subscription;

  constructor(
    private readonly readModel: ReadModel,
    private readonly clock: Clock,
    private readonly watermarks: Watermarks,
  ) {
    this.forgetting = watermarks.changes.subscribe(() => this.known.clear());
  }

  /**
   * Whoever the header's token belongs to. The same work is done whether or not there is such a token: hash, look up,
   * compare times.
   * @throws Problem unauthorized
   */
  authenticate(authorization: string | undefined, method: string): Caller {
    const secret = tokenIn(authorization, method) ?? '';
    const known = this.lookUp(hashOfSecret(secret));
    const now = this.clock.now();
    if (known === null || !this.isActive(known.row)) {
      throw new Problem(
        'unauthorized',
        secret === '' ? 'Send a token: Authorization: Bearer clr_….' : 'The token is unknown, expired or revoked.',
      );
    }
    this.lastUsed.set(known.row.id, now);
    return known.caller;
  }

  /** Whether a token may still be used; for streams that outlive the request that opened them. */
  stillValid(token: string): boolean {
    const row = this.readModel.token(token);
    return row !== null && this.isActive(row);
  }

  /** Makes a revocation felt before the read model has it. */
  revokedNow(token: string): void {
    this.revoked.add(token);
  }

  /** When a token was last used here since the ledger started; null where it was not. Kept in memory only. */
  lastUseOf(token: string): string | null {
    return this.lastUsed.get(token) ?? null;
  }

  onModuleDestroy(): void {
    this.forgetting.unsubscribe();
  }

  private isActive(row: TokenRow): boolean {
    const now = laterOf(this.watermarks.logTime, this.clock.now());
    const ended = this.revoked.has(row.id) || this.watermarks.hasEnded(row.id);
    return row.revokedAt === null && !ended && (row.expiresAt === null || row.expiresAt > now);
  }

  private lookUp(hash: string): Known | null {
    const cached = this.known.get(hash);
    if (cached !== undefined) return cached;
    const row = this.readModel.tokenByHash(hash);
    if (row === null) return null;
    const known = { row, caller: callerOf(row) };
    if (this.known.size >= CACHED_TOKENS) this.known.clear();
    this.known.set(hash, known);
    return known;
  }
}
