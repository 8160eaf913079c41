import type { Restriction, TokenState } from '@clearance/domain';
import type { TokenRow } from '@clearance/projections';
import { prefixesOf } from '../auth/index.js';
import type { Plain } from '../http/plain.js';
import type { IssueTokenDto, RestrictBody, TokenBody } from './tokens.dto.js';

/** A token as its fold has it, in the shape the read model has it in. */
export function rowOfState({ id, issued, revoked }: TokenState): TokenRow {
  if (issued === null) throw new Error(`the token ${id} has not been issued`);
  const { subject, kind, grants, restrict, expiresAt } = issued.data;
  return {
    id,
    name: issued.data.name ?? null,
    subject,
    kind,
    grants,
    restrict,
    issuedAt: issued.recordedAt,
    issuedBy: issued.by,
    expiresAt,
    revokedAt: revoked?.recordedAt ?? null,
    n: issued.n,
  };
}

/** `now`: the ledger's clock. */
export function tokenBody(row: TokenRow, now: string, lastUsedAt: string | null): Plain<TokenBody> {
  return {
    id: row.id,
    name: row.name,
    subject: row.subject,
    kind: row.kind,
    grants: row.grants.map(({ role, productions }) => ({ role, productions })),
    vendor: row.restrict?.vendor ?? null,
    restrict: restrictBody(row.restrict),
    state: stateOf(row, now),
    issuedBy: row.issuedBy,
    issuedAt: row.issuedAt,
    expiresAt: row.expiresAt,
    lastUsedAt,
  };
}

export function stateOf({ revokedAt, expiresAt }: TokenRow, now: string): TokenBody['state'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

/** What a request restricts the token to, as it is stored; null where it restricts nothing. */
export function restrictionOf({ restrict = {}, vendor }: IssueTokenDto): Restriction | null {
  const stored: Restriction = {
    ...stated('subject', 'subjects', restrict.subject, restrict.subjects),
    ...stated('source', 'sources', restrict.source, restrict.sources),
    ...stated('event', 'events', restrict.event, restrict.events),
    ...((vendor ?? restrict.vendor) && { vendor: vendor ?? restrict.vendor }),
  };
  return Object.keys(stored).length === 0 ? null : stored;
}

/** One prefix is kept under the singular name, several as a list. */
function stated(
  single: keyof Restriction,
  list: keyof Restriction,
  one: string | null | undefined,
  several: readonly string[] | null | undefined,
): Restriction {
  const all = [...new Set([...(one ? [one] : []), ...(several ?? [])])];
  if (all.length === 0) return {};
  return all.length === 1 ? { [single]: all[0] } : { [list]: all };
}

function restrictBody(restrict: Restriction | null): RestrictBody | null {
  const body = {
    subjects: prefixesOf(restrict, 'subject'),
    sources: prefixesOf(restrict, 'source'),
    events: prefixesOf(restrict, 'event'),
  };
  return Object.values(body).every((prefixes) => prefixes === null) ? null : body;
}
