import { recordedTime } from '../shared/body.js';
import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../shared/decision.js';
import { derivedId } from '../shared/envelope.js';
import { changedMeanwhile, invalidRequest, notFound, reasonMissing, replayed, wrongState } from '../shared/guards.js';
import { PRODUCTION_ID } from '../shared/ids.js';
import { daysAfter, utcTime } from '../shared/time.js';
import type { AccessEvent, Grant, Restriction } from './events.js';
import type { TokenState } from './fold.js';

export const DEFAULT_TOKEN_DAYS = 90;
export const MAX_TOKEN_DAYS = 400;

export interface IssueTokenCommand {
  readonly name?: string | null;
  readonly subject: string;
  readonly kind: 'person' | 'service';
  readonly grants: readonly Grant[];
  readonly restrict?: Restriction | null;
  /** SHA-256 of the whole secret, lower hex. */
  readonly hash: string;
  /** Without it 90 days from now. */
  readonly expiresAt?: string | null;
}
export interface IssueTokenSituation {
  /** The first token of the ledger: the only one that never expires. */
  readonly first: boolean;
}
export interface RevokeTokenCommand extends Expecting {
  readonly reason: string;
}

/** E2: what a token is called follows from the request; so does its stream. */
export const tokenIdOf = (dedup: string): string => derivedId('tok', dedup);

/** The secret is shown once: a replay is answered `already-exists` with the id, never with a second secret. */
export function decideIssueToken(
  state: TokenState,
  command: IssueTokenCommand,
  situation: IssueTokenSituation,
  context: DecisionContext,
): Decision<AccessEvent> {
  const before = replayed<AccessEvent>(state, context.identity);
  if (before?.kind === 'refused') return before;
  const refusal = bodyFault(command, context.now) ?? alreadyIssued(state);
  if (refusal !== null) return refused(refusal);
  const { subject, kind, grants, hash } = command;
  const expiresAt = situation.first
    ? null
    : (recordedTime(command.expiresAt) ?? daysAfter(context.now, DEFAULT_TOKEN_DAYS));
  return accepted({
    type: 'token-issued',
    data: {
      token: state.id,
      ...(command.name == null ? {} : { name: command.name }),
      subject,
      kind,
      grants,
      restrict: command.restrict ?? null,
      hash,
      expiresAt,
    },
  });
}

/** Takes a token back, once. */
export function decideRevokeToken(
  state: TokenState,
  command: RevokeTokenCommand,
  context: DecisionContext,
): Decision<AccessEvent> {
  const before = replayed<AccessEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    (state.issued === null ? notFound(`The token ${state.id}`) : null) ??
    reasonMissing(command.reason) ??
    changedMeanwhile(state, command) ??
    (state.revoked === null ? null : wrongState('revoked', 'This token was revoked before.'));
  if (refusal !== null) return refused(refusal);
  return accepted({ type: 'token-revoked', data: { reason: command.reason } });
}

function bodyFault(command: IssueTokenCommand, now: string): Refusal | null {
  if (command.subject.trim() === '') return invalidRequest('/subject', 'must name who uses the token');
  if (!/^[0-9a-f]{64}$/.test(command.hash)) return invalidRequest('/hash', 'must be a SHA-256 in lower hex');
  return grantsFault(command.grants) ?? expiryFault(command.expiresAt ?? null, now);
}

function grantsFault(grants: readonly Grant[]): Refusal | null {
  if (grants.length === 0) return invalidRequest('/grants', 'must hold at least one grant');
  for (const [index, { productions }] of grants.entries()) {
    const at = `/grants/${index}/productions`;
    if (productions.length === 0) return invalidRequest(at, 'must not be empty; ["*"] means every production');
    const wrong = productions.findIndex((production) => production !== '*' && !PRODUCTION_ID.test(production));
    if (wrong >= 0) return invalidRequest(`${at}/${wrong}`, 'is no production id');
  }
  return null;
}

function expiryFault(expiresAt: string | null, now: string): Refusal | null {
  if (expiresAt === null) return null;
  const at = utcTime(expiresAt);
  if (at === null) return invalidRequest('/expiresAt', 'must be a time with offset (RFC 3339)');
  if (at <= now) return invalidRequest('/expiresAt', 'must be in the future');
  return at > daysAfter(now, MAX_TOKEN_DAYS)
    ? invalidRequest('/expiresAt', `must be at most ${MAX_TOKEN_DAYS} days ahead`)
    : null;
}

function alreadyIssued(state: TokenState): Refusal | null {
  if (state.issued === null) return null;
  return {
    slug: 'already-exists',
    detail: `The token ${state.id} was issued before; its secret was shown then and is kept nowhere.`,
    members: { id: state.id },
  };
}
