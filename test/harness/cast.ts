import { caller, demand, type Caller } from './caller.js';

export type Role = 'emitter' | 'reviewer' | 'delivery' | 'auditor' | 'admin' | 'break-glass';

/** The people (and one hook) of a production; each holds exactly one role. */
export interface Cast {
  admin: Caller;
  hook: Caller;
  ito: Caller;
  okafor: Caller;
  lead: Caller;
  auditor: Caller;
}

export interface TokenWish {
  subject: string;
  kind: 'person' | 'service';
  grants: { role: Role; productions: string[] }[];
  restrict?: Record<string, unknown>;
  expiresAt?: string;
}

/** Issues a token and gives its voice. */
export async function issueToken(by: Caller, wish: TokenWish): Promise<Caller & { tokenId: string }> {
  const answer = await by.post<{ id: string; token: string }>('/v1/tokens', wish);
  demand(answer, 201, `a token for ${wish.subject}`);
  return { ...caller(by.url, answer.body.token, wish.subject), tokenId: answer.body.id };
}
