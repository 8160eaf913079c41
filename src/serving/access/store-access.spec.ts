import { parseStoreUrl, Unavailable, type KurrentEventStore } from '@clearance/event-store';
import { describe, expect, it } from 'vitest';
import { StoreAccess } from './store-access.js';
import { WeakAccess } from './weak-access.js';

type Server = Pick<KurrentEventStore, 'client' | 'streamPrefix'>;
type Attempt = 'append' | 'read' | 'read-all' | 'delete' | 'tombstone' | 'metadata' | 'settings';
const NEEDED: readonly Attempt[] = ['append', 'read', 'read-all'];

/** A server that lets an account do just this; what is let fails at its revision, as on a real one. */
function serverLetting(...let_: readonly Attempt[]): Server {
  const answer = (attempt: Attempt) => {
    const type = let_.includes(attempt) ? 'wrong-expected-version' : 'access-denied';
    return Promise.reject(Object.assign(new Error(type), { type }));
  };
  async function* reading(attempt: 'read' | 'read-all') {
    if (!let_.includes(attempt)) await answer(attempt);
    yield* [];
  }
  const client = {
    append: (stream: string) =>
      answer(stream.startsWith('$$') ? 'metadata' : stream === '$settings' ? 'settings' : 'append'),
    readStream: () => reading('read'),
    readAll: () => reading('read-all'),
    delete: () => answer('delete'),
    tombstone: () => answer('tombstone'),
  };
  return { streamPrefix: 'clearance.', client: client as unknown as Server['client'] };
}

const accessOf = (account: string, accepts = false) => {
  const url = parseStoreUrl(`esdb://${account}127.0.0.1:2113?tls=false`);
  if (url === null) throw new Error('no URL');
  return new StoreAccess(url, accepts);
};

describe('whether a ledger may be run with an account', () => {
  it('may with one that was set up, and nothing is to be recorded of it', async () => {
    const access = accessOf('clearance:secret@');
    await access.admit(serverLetting(...NEEDED));
    expect(access.found).toEqual({ account: 'clearance', rights: [] });
  });

  it.each([
    ['delete', 'delete'],
    ['tombstone', 'tombstone'],
    ['metadata', 'write-metadata'],
    ['settings', 'write-settings'],
  ] as const)('may not with one that is let %s, unless that is accepted', async (attempt, right) => {
    const server = serverLetting(...NEEDED, attempt);
    await expect(accessOf('clearance:secret@').admit(server)).rejects.toThrow(WeakAccess);
    const accepting = accessOf('clearance:secret@', true);
    await accepting.admit(server);
    expect(accepting.found).toEqual({ account: 'clearance', rights: [right] });
  });

  it('says what is wrong, which command makes it right, and how it is accepted', async () => {
    await expect(accessOf('').admit(serverLetting(...NEEDED, 'delete', 'metadata'))).rejects.toThrow(
      'whoever asks without an account may delete streams and write the metadata of streams: it could delete what is recorded. Run clearance store setup and run the ledger with the account that it makes; or accept this with --accept-weak-access (CLEARANCE_ACCEPT_WEAK_ACCESS=true), which is recorded',
    );
  });

  it('waits for one that may not do its work yet, whatever is accepted', async () => {
    const waiting = accessOf('clearance:secret@', true).admit(serverLetting('append', 'read', 'delete'));
    await expect(waiting).rejects.toThrow(Unavailable);
    await expect(waiting).rejects.toThrow(
      'the event store does not let the account clearance read $all; run clearance store setup',
    );
  });

  it('takes a server that denies everything for one that does not know the account', async () => {
    await expect(accessOf('clearance:secret@', true).admit(serverLetting())).rejects.toThrow(
      'the event store does not know the account clearance by this password, or lets it do nothing; run clearance store setup',
    );
  });

  it('knows nothing before the server was asked', () => {
    expect(() => accessOf('clearance:secret@').found).toThrow('has not been asked yet');
  });
});
