/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, givenStream, NOW, recorded, said } from '../testing/given.js';
import { decideIssueToken, decideRevokeToken, tokenIdOf, type IssueTokenCommand } from './decide.js';
import type { TokenIssuedData } from './events.js';
import { evolveToken, foldToken, tokenStatus, type TokenState } from './fold.js';

const givenToken = givenStream('access-tok_1', (events) => foldToken('tok_1', events));
const command: IssueTokenCommand = {
  subject: 'pipeline@acme.example',
  kind: 'service',
  grants: [{ role: 'emitter', productions: ['nightfall'] }],
  hash: 'a'.repeat(64),
};
const issuedData: TokenIssuedData = {
  ...command,
  token: 'tok_1',
  restrict: null,
  expiresAt: '2026-06-08T12:00:00.000Z',
};
const ISSUED = { type: 'token-issued', data: issuedData };
const REVOKED = { type: 'token-revoked', data: { reason: 'lost' } };

describe('issuing a token', () => {
  const issue =
    (change: Partial<IssueTokenCommand> = {}, first = false) =>
    (state: TokenState) =>
      decideIssueToken(state, { ...command, ...change }, { first }, by('admin'));
  const issued = (change: Partial<TokenIssuedData> = {}) => ({
    type: 'token-issued',
    data: { ...issuedData, ...change },
  });

  it('lasts 90 days unless told otherwise, 400 at most', () => {
    givenToken().when(issue()).records(ISSUED);
    givenToken()
      .when(issue({ expiresAt: '2027-01-31T01:00:00+01:00' }))
      .records(issued({ expiresAt: '2027-01-31T00:00:00.000Z' }));
    givenToken()
      .when(issue({ expiresAt: '2027-04-14T12:00:00Z' }))
      .records(issued({ expiresAt: '2027-04-14T12:00:00.000Z' }));
  });

  it('only the first token of the ledger never expires', () => {
    givenToken()
      .when(issue({}, true))
      .records(issued({ expiresAt: null }));
  });

  it('keeps what it is for, where that is said', () => {
    givenToken()
      .when(issue({ name: 'farm' }))
      .records(issued({ name: 'farm' }));
    givenToken()
      .when(issue({ name: null }))
      .records(ISSUED);
  });

  it('keeps what narrows it', () => {
    givenToken()
      .when(issue({ restrict: { subject: 'acme/' } }))
      .records(issued({ restrict: { subject: 'acme/' } }));
  });

  it.each<[string, Partial<IssueTokenCommand>, string]>([
    ['an expiry beyond 400 days', { expiresAt: '2027-04-14T12:00:00.001Z' }, '/expiresAt'],
    ['an expiry that has passed', { expiresAt: NOW }, '/expiresAt'],
    ['an expiry that is a date', { expiresAt: '2027-01-01' }, '/expiresAt'],
    ['no subject', { subject: ' ' }, '/subject'],
    ['no grant', { grants: [] }, '/grants'],
    ['a grant for nothing', { grants: [{ role: 'emitter', productions: [] }] }, '/grants/0/productions'],
    [
      'a grant for no production id',
      { grants: [{ role: 'emitter', productions: ['*', 'A'] }] },
      '/grants/0/productions/1',
    ],
    [
      'a grant that begins with no production id',
      { grants: [{ role: 'emitter', productions: ['A', '*'] }] },
      '/grants/0/productions/0',
    ],
    ['a secret in place of its hash', { hash: 'clr_secret' }, '/hash'],
    ['something before the hash', { hash: `sha256:${'a'.repeat(64)}` }, '/hash'],
    ['something after the hash', { hash: 'a'.repeat(65) }, '/hash'],
  ])('%s is malformed', (_, change, pointer) => {
    givenToken()
      .when(issue(change))
      .refuses({ slug: 'invalid-request', pointers: [pointer] });
  });

  it('E5: a replay is told the id, never a second secret', () => {
    const before = (contentDigest: string) => givenToken(said(ISSUED, { dedup: 'new', contentDigest }));
    before('content of new')
      .when(issue())
      .refuses({ slug: 'already-exists', members: { id: 'tok_1' } });
    before('other').when(issue()).refuses({ slug: 'idempotency-key-reused' });
    givenToken(ISSUED)
      .when(issue())
      .refuses({ slug: 'already-exists', members: { id: 'tok_1' } });
  });

  it('E2: its id follows from the request', () => {
    expect(tokenIdOf('key')).toBe(tokenIdOf('key'));
    expect(tokenIdOf('key')).toMatch(/^tok_[0-9a-f]{32}$/);
  });
});

describe('revoking a token', () => {
  const revoke =
    (reason = 'lost', expectedRevision?: number) =>
    (state: TokenState) =>
      decideRevokeToken(state, { reason, expectedRevision }, by('admin'));

  it('is done once, with a reason', () => {
    givenToken(ISSUED).when(revoke()).records(REVOKED);
    givenToken(ISSUED, REVOKED)
      .when(revoke())
      .refuses({ slug: 'wrong-state', members: { state: 'revoked' } });
    givenToken().when(revoke()).refuses({ slug: 'not-found' });
    givenToken(ISSUED)
      .when(revoke(''))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    givenToken(ISSUED)
      .when(revoke('lost', 3))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 3, actual: 0 } });
    givenToken(ISSUED, said(REVOKED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(revoke())
      .repeats({ contentDigest: 'content of new', revision: 1, n: 2, events: 1 });
  });
});

describe('what a token is', () => {
  it('is expired from the very moment it names, and revoked above all', () => {
    const { state } = givenToken(ISSUED);
    expect(tokenStatus(state, '2026-06-08T11:59:59.999Z')).toBe('active');
    expect(tokenStatus(state, '2026-06-08T12:00:00.000Z')).toBe('expired');
    expect(tokenStatus(givenToken(ISSUED, REVOKED).state, NOW)).toBe('revoked');
    expect(tokenStatus(givenToken().state, NOW)).toBeNull();
  });

  it('evolves as it folds', () => {
    const events = recorded('access-tok_1', [ISSUED, REVOKED]);
    expect(events.reduce(evolveToken, foldToken('tok_1', []))).toEqual(foldToken('tok_1', events));
  });

  it('is not read with a role that nobody knows', () => {
    const grants = [{ role: 'owner', productions: ['*'] }];
    expect(() => givenToken({ type: 'token-issued', data: { ...issuedData, grants } })).toThrow(
      '/data/grants/0/role must be one of',
    );
  });
});
