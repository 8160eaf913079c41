import { canonicalJson, sha256Hex, uuidFrom } from '@clearance/canonical';
import {
  assetStream,
  eventIdOf,
  factIdentity,
  parseStream,
  type Actor,
  type Digests,
  type EventMetadata,
  type Identity,
} from '@clearance/domain';
import type { StoredEvent } from '@clearance/event-store';

/** An event before it has a place in a log. The same saying has the same id wherever it stands. */
export interface Saying {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly actor: Actor;
  readonly occurredAt: string | null;
  readonly recordedAt: string | null;
  readonly identity: Identity;
}
export interface About {
  /** Token subject. */
  readonly by?: string;
  /** The person a service spoke for. */
  readonly authid?: string;
  /** When it is said to have been so; the time of recording unless told otherwise. */
  readonly at?: string;
  /** When the ledger recorded it; a second after the event before unless told otherwise. */
  readonly recordedAt?: string;
  /** What makes it another event with the same content. */
  readonly id?: string;
}

export const PRODUCTION = 'nightfall';
export const HOOK = 'publish-hook@studio.example';
export const ITO = 'k.ito@studio.example';
export const OKAFOR = 'n.okafor@studio.example';
const START = Date.parse('2026-03-01T10:00:00.000Z');

/** An event of any stream. Facts and acts of an asset have shorter ways to be said: see facts.ts and acts.ts. */
export function saying(stream: string, type: string, data: object, about: About = {}): Saying {
  const by = about.by ?? HOOK;
  const id = about.id ?? sha256Hex(canonicalJson([stream, type, data, by, about.authid ?? null, about.at ?? null]));
  const name = parseStream(stream);
  const identity = factIdentity({
    production: name?.production ?? '',
    source: '/test',
    id,
    type,
    subject: name?.id ?? '',
    time: about.at ?? null,
    authid: about.authid ?? null,
    data,
  });
  const actor = { subject: by, role: null, token: 'tok_test', onBehalfOf: about.authid ?? null, via: null };
  return { stream, type, data, actor, occurredAt: about.at ?? null, recordedAt: about.recordedAt ?? null, identity };
}

/** An event of an asset of the production that specs speak of. */
export function ofAsset(asset: string, type: string, data: object, about?: About): Saying {
  return saying(assetStream(PRODUCTION, asset), type, data, about);
}

/** Id that the event of a saying has in every log. */
export function eventIdFor({ identity, type }: Saying): string {
  return eventIdOf(identity, type);
}

/** Sayings as a log, one second apart: revisions by stream, positions 1, 2, 3 … `after`: the log they go on after. */
export function logOf(sayings: readonly Saying[], after: readonly StoredEvent[] = []): StoredEvent[] {
  const revisions = new Map<string, bigint>();
  for (const event of after) revisions.set(event.stream, event.revision);
  return sayings.map((each, index) => {
    const n = after.length + index + 1;
    const revision = (revisions.get(each.stream) ?? -1n) + 1n;
    revisions.set(each.stream, revision);
    const recordedAt = each.recordedAt ?? new Date(START + n * 1_000).toISOString();
    const metadata: EventMetadata = {
      schema: 1,
      dedup: each.identity.dedup,
      contentDigest: each.identity.contentDigest,
      actor: each.actor,
      source: '/test',
      sourceId: null,
      correlationId: null,
      causationId: null,
      occurredAt: each.occurredAt ?? recordedAt,
      recordedAt,
    };
    return {
      id: eventIdFor(each),
      type: each.type,
      data: each.data as Readonly<Record<string, unknown>>,
      metadata: metadata as unknown as Readonly<Record<string, unknown>>,
      stream: each.stream,
      revision,
      position: String(n),
    };
  });
}

/** Digests of made-up bytes. */
export function digestsOfBytes(bytes: string): Required<Pick<Digests, 'sha256' | 'md5'>> {
  return { sha256: sha256Hex(bytes), md5: sha256Hex(`md5 of ${bytes}`).slice(0, 32) };
}

/** A stable id for something that specs make up. */
export const inventedId = (prefix: string, ...parts: readonly string[]) =>
  `${prefix}_${uuidFrom(...parts).replaceAll('-', '')}`;
