import { issueToken, openStage, type Answer, type Caller, type Stage } from '../harness/index.js';

/** A production with somebody who keeps the registers of the whole ledger. */
export interface RegisterStage {
  readonly stage: Stage;
  /** Reviewer of every production. */
  readonly keeper: Caller;
  /** Posts to a path below /v1 and remembers how far that went. */
  readonly post: <Body>(
    path: string,
    body: unknown,
    by?: Caller,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  /** Reads what has seen every write of this stage. */
  readonly read: <Body>(path: string, query?: Record<string, string>, by?: Caller) => Promise<Body>;
}

export async function openRegisters(production: string): Promise<RegisterStage> {
  const stage = await openStage(production);
  const keeper = await issueToken(stage.root, {
    subject: `keeper@${production}.example`,
    kind: 'person',
    grants: [{ role: 'reviewer', productions: ['*'] }],
  });
  return {
    stage,
    keeper,
    post: async <Body>(path: string, body: unknown, by: Caller = keeper, headers: Record<string, string> = {}) =>
      stage.noted(await by.post<Body>(`/v1${path}`, body, headers)),
    read: <Body>(path: string, query: Record<string, string> = {}, by: Caller = keeper) =>
      stage.read<Body>(`/v1${path}`, query, by),
  };
}

export const TERMS = {
  reviewedAt: '2026-02-01T00:00:00Z',
  from: '2026-01-01T00:00:00Z',
  tier: 'enterprise',
  processing: 'vendor',
  enterpriseAgreement: 'yes',
  storesIO: 'no',
  trainsOnIO: 'no',
  evidence: [{ ref: 'dms://terms/1' }],
};

export const CONSENT = {
  performer: 'performer_7',
  purpose: 'de-ageing in the flashbacks',
  uses: ['face, episodes 1 to 3'],
  languages: ['*'],
  territories: ['*'],
  mediums: ['*'],
  window: {},
  document: { ref: 'dms://consents/7', digest: { sha256: 'a'.repeat(64) } },
  guildOk: 'yes',
};
