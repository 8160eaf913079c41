import { ALIAS_SCHEMES, parseNamedDigest } from '@clearance/domain';
import type { AssetFilter, LookupQuery } from '@clearance/projections';
import { parsePoint } from '../http/position.js';
import { Problem, type FieldFault } from '../ledger/ports.js';
import type { LookupDto } from './dto/acts.dto.js';
import type { AssetsQuery } from './dto/queries.js';

/** The most that one lookup may ask (bodies.md 1). */
const MAX_LOOKUP = 5_000;

/** @throws Problem invalid-request for a digest or alias that is none */
export function filterOf(query: AssetsQuery): AssetFilter {
  const { state: states, compliant, kind, vendor, tool, rule, delivery, labels, q } = query;
  return {
    states,
    compliant,
    kind,
    vendor,
    tool,
    rule,
    delivery,
    labels,
    q,
    ...(query.digest !== undefined && { digest: digestOf(query.digest, inQuery('digest')) }),
    ...(query.alias !== undefined && { alias: aliasOf(query.alias, inQuery('alias')) }),
    ...(query.changedAfter !== undefined && { changedAfter: parsePoint('changedAfter', query.changedAfter) }),
  };
}

/** Ids, digests, aliases in request order. @throws Problem invalid-request */
export function lookupsOf({ ids, digests, aliases }: LookupDto): LookupQuery[] {
  const queries: LookupQuery[] = [
    ...(ids ?? []).map((id) => ({ text: id, id })),
    ...(digests ?? []).map((text, index) => ({ text, digest: digestOf(text, inBody(`/digests/${index}`)) })),
    ...(aliases ?? []).map((text, index) => ({ text, alias: aliasOf(text, inBody(`/aliases/${index}`)) })),
  ];
  if (queries.length === 0) throw inBody('')('must name at least one id, digest or alias');
  if (queries.length > MAX_LOOKUP)
    throw inBody('')(`must name at most ${MAX_LOOKUP} assets, but names ${queries.length}`);
  return queries;
}

type Refuse = (message: string) => Problem;

function digestOf(text: string, refuse: Refuse): { algorithm: string; value: string } {
  const digest = parseNamedDigest(text);
  if (digest === null) throw refuse('must be algorithm:value, e.g. sha256: and 64 hex digits');
  return digest;
}

function aliasOf(text: string, refuse: Refuse): { scheme: string; value: string } {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(colon, 0));
  const value = text.slice(colon + 1);
  if (!(ALIAS_SCHEMES as readonly string[]).includes(scheme) || value === '') {
    throw refuse(`must be scheme:value, with a scheme of ${ALIAS_SCHEMES.join(', ')}`);
  }
  return { scheme, value };
}

function inQuery(parameter: string): Refuse {
  return (message) => problemAt(parameter, message, { parameter, in: 'query', message, code: 'form' });
}

function inBody(pointer: string): Refuse {
  return (message) => problemAt(pointer === '' ? 'The body' : pointer, message, { pointer, message, code: 'form' });
}

function problemAt(place: string, message: string, fault: FieldFault): Problem {
  return new Problem('invalid-request', `${place} ${message}.`, {}, [fault]);
}
