import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { list, nullable, object, oneOf, optional, text } from '../shared/shape.js';
import { ROLES } from '../shared/vocabulary.js';
import type { AccessData, Grant, Restriction, TokenIssuedData } from './events.js';

/** Fold of one access stream: one token. */
export interface TokenState extends Folded {
  readonly id: string;
  readonly issued: Act<TokenIssuedData> | null;
  readonly revoked: Act<AccessData['token-revoked']> | null;
}

export function emptyToken(id: string): TokenState {
  return { id, revision: -1, known: new Map(), issued: null, revoked: null };
}

/** @throws UnreadableEvent */
export function evolveToken(state: TokenState, event: Recorded): TokenState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldToken(id: string, events: readonly Recorded[]): TokenState {
  return fold.all(emptyToken(id), events);
}

export type TokenStatus = 'active' | 'expired' | 'revoked';

/** null where no such token was issued. A token is expired from the moment it names. */
export function tokenStatus(state: TokenState, now: string): TokenStatus | null {
  if (state.issued === null) return null;
  if (state.revoked !== null) return 'revoked';
  const { expiresAt } = state.issued.data;
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

const fold = foldOf<TokenState, AccessData>(
  {
    'token-issued': object<TokenIssuedData>({
      token: text,
      name: optional(nullable(text)),
      subject: text,
      kind: oneOf(['person', 'service']),
      grants: list(object<Grant>({ role: oneOf(ROLES), productions: list(text) })),
      restrict: nullable(
        object<Restriction>({
          subjects: optional(list(text)),
          sources: optional(list(text)),
          events: optional(list(text)),
          subject: optional(text),
          source: optional(text),
          event: optional(text),
          vendor: optional(text),
        }),
      ),
      hash: text,
      expiresAt: nullable(text),
    }),
    'token-revoked': object<AccessData['token-revoked']>({ reason: text }),
  },
  {
    'token-issued': (draft, data, event) => {
      draft.issued ??= actOf(event, data);
    },
    'token-revoked': (draft, data, event) => {
      draft.revoked ??= actOf(event, data);
    },
  },
);
