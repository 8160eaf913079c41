import { LEDGER_STREAM } from '@clearance/domain';
import {
  probeAccess,
  Unavailable,
  type AccessReport,
  type KurrentEventStore,
  type StoreUrl,
  type WeakeningRight,
} from '@clearance/event-store';
import { WeakAccess } from './weak-access.js';
import { doing, named, tooStrong, type Weakness } from './words.js';

/** Whether a ledger may be run with the account that its store is named with. Asked at each start, before anything is written. */
export class StoreAccess {
  /** What the account may do and should not; null before the store was asked. */
  private excess: readonly WeakeningRight[] | null = null;

  /** @param accepts a weak account, because whoever starts the ledger said so. */
  constructor(
    private readonly url: StoreUrl,
    private readonly accepts: boolean,
  ) {}

  get account(): string | null {
    return this.url.credentials?.username ?? null;
  }

  /** What was found to be too much, once the account was admitted. */
  get found(): Weakness {
    if (this.excess === null) throw new Error('the event store has not been asked yet what the account may do');
    return { account: this.account, rights: this.excess };
  }

  /** @throws WeakAccess; Unavailable where the server does not answer, or the account cannot do its work yet. */
  async admit(server: Pick<KurrentEventStore, 'client' | 'streamPrefix'>): Promise<void> {
    this.excess = judged(await probeAccess(server, { streams: [LEDGER_STREAM] }), this.account, this.accepts);
  }
}

function judged(
  { verdict, excess, lacking }: AccessReport,
  account: string | null,
  accepts: boolean,
): readonly WeakeningRight[] {
  if (verdict === 'stranger')
    throw new Unavailable(
      `the event store does not know ${named(account)} by this password, or lets it do nothing; ${SET_UP}`,
      false,
    );
  if (excess.length > 0 && !accepts)
    throw new WeakAccess(
      `${tooStrong({ account, rights: excess })}: it could delete what is recorded. Run clearance store setup and run the ledger ` +
        'with the account that it makes; or accept this with --accept-weak-access (CLEARANCE_ACCEPT_WEAK_ACCESS=true), which is recorded',
    );
  if (lacking.length > 0)
    throw new Unavailable(`the event store does not let ${named(account)} ${doing(lacking, 'or')}; ${SET_UP}`, false);
  return excess;
}

const SET_UP = 'run clearance store setup';
