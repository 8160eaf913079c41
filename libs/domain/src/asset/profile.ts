import type { AssetKind } from '../shared/vocabulary.js';
import type { FactType } from './events.js';
import { membersOf } from './members.js';
import type { AssetState, FactRecord } from './state.js';

/** What an asset is called and looks like. null where nobody said. */
export interface AssetProfile {
  readonly name: string | null;
  readonly kind: AssetKind | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly vendor: string | null;
  /** Bytes; of a sequence the sum of its members. */
  readonly size: number | null;
  readonly mediaType: string | null;
  readonly fileName: string | null;
  /** `bytes` where anybody hashed the bytes themselves. */
  readonly seen: 'bytes' | 'manifest' | null;
}

/** I5: of several values the one with the greatest (occurredAt, event id) stands, label by label. */
export function profileOf(state: AssetState): AssetProfile {
  const registrations = latestLast(state, 'registered');
  const identifications = latestLast(state, 'bytes-identified');
  return {
    name: latest(registrations, 'name'),
    kind: latest(registrations, 'kind'),
    labels: Object.assign({}, ...registrations.map((fact) => fact.data.labels ?? {})) as Record<string, string>,
    vendor: latest(registrations, 'vendor'),
    size: latest(identifications, 'size') ?? sizeOfMembers(state),
    mediaType: latest(identifications, 'mediaType'),
    fileName: latest(identifications, 'fileName'),
    seen: identifications.some((fact) => fact.data.seen === 'bytes') ? 'bytes' : latest(identifications, 'seen'),
  };
}

/** By when a fact is said to have been so, then by event id: an order that does not depend on the order of arrival. */
export function compareOccurrence(
  a: Pick<FactRecord, 'occurredAt' | 'event'>,
  b: Pick<FactRecord, 'occurredAt' | 'event'>,
): number {
  return compare(a.occurredAt, b.occurredAt) || compare(a.event, b.event);
}

/** The value of the last fact that has one. */
function latest<K extends string, D extends { readonly [key in K]?: unknown }>(
  facts: readonly { readonly data: D }[],
  key: K,
): NonNullable<D[K]> | null {
  return facts.findLast((fact) => fact.data[key] !== undefined)?.data[key] ?? null;
}

function latestLast<T extends FactType>(state: AssetState, type: T): FactRecord<T>[] {
  const facts = state.facts.filter((fact) => fact.type === type) as unknown as FactRecord<T>[];
  return facts.sort(compareOccurrence);
}

function sizeOfMembers(state: AssetState): number | null {
  const list = membersOf(state);
  return list?.complete === true ? list.members.reduce((sum, member) => sum + member.size, 0) : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
