import { accepted, duplicate, refused, type Decision } from '../../shared/decision.js';
import type { Identity } from '../../shared/envelope.js';
import type { AssetEvent, AssetFact, DigestConflictReportedData, FactType } from '../events.js';
import type { AssetState } from '../state.js';
import { bytesConflict } from './bytes-conflict.js';
import { factFaults } from './fact-faults.js';

/** Where the facts of one request come from. */
export interface FactOrigin {
  /** CloudEvents source; null for what a person says by a command. Names lists in parts (L4). */
  readonly source: string | null;
  /** JSON pointer to the data of a fact in the request; `/data`, or `/data/<member>` where one event reports several facts. */
  readonly pointerOf?: (type: FactType) => string;
}

/**
 * Takes in what was reported of one asset, all or nothing. A fact is never refused because it is bad news; only when it is
 * malformed (422), came before with other content (E3) or contradicts the bytes known (I3). A conflict of bytes is recorded
 * beside its refusal, once for every refused event.
 */
export function decideFacts(
  state: AssetState,
  facts: readonly AssetFact[],
  identity: Identity,
  origin: FactOrigin = { source: null },
): Decision<AssetEvent> {
  const known = state.known.get(identity.dedup);
  if (known !== undefined) {
    if (known.contentDigest === identity.contentDigest) return duplicate(known);
    return refused({
      slug: 'event-id-reused',
      detail:
        'An event with this source and id came before with other content. Nothing was changed; send it under a new id.',
    });
  }
  const errors = factFaults(state, facts, origin.source, origin.pointerOf ?? pointers(facts.length));
  if (errors.length > 0) {
    return refused({
      slug: 'invalid-event',
      detail: errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; '),
      errors,
    });
  }
  const conflict = bytesConflict(state, facts, origin.source);
  if (conflict === null) return accepted<AssetEvent>(...facts);
  const data: DigestConflictReportedData = { known: conflict.known, given: conflict.given, refused: identity.dedup };
  return refused<AssetEvent>(
    { slug: 'bytes-differ', detail: conflict.detail, members: { known: conflict.known, given: conflict.given } },
    ...(alreadyReported(state, data) ? [] : [{ type: 'digest-conflict-reported', data } as const]),
  );
}

function alreadyReported(state: AssetState, data: DigestConflictReportedData): boolean {
  return state.conflicts.some((conflict) => conflict.data.refused === data.refused);
}

function pointers(facts: number): (type: FactType) => string {
  return (type) =>
    facts === 1 ? '/data' : `/data/${type.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
}
