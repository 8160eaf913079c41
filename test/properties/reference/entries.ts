import type { EventMetadata } from '@clearance/domain';
import type { StoredEvent } from '@clearance/event-store';

/** An event as the reference reads it: names in lower case, times as numbers, its place in the whole log. */
export interface Entry {
  /** 1, 2, 3 … over the whole log. */
  readonly n: number;
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly category: string;
  readonly production: string;
  /** Asset, delivery, check or manifest. */
  readonly name: string;
  readonly key: string;
  readonly content: string;
  readonly by: string;
  readonly behalf: string | null;
  readonly source: string | null;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly data: unknown;
}

export function entriesOf(log: readonly StoredEvent[]): Entry[] {
  return log.map((event, index) => {
    const [, category = '', production = '', name = ''] = /^([a-z]+)-([^/]*)\/?(.*)$/s.exec(event.stream) ?? [];
    const meta = event.metadata as unknown as EventMetadata;
    return {
      n: index + 1,
      id: event.id,
      type: event.type,
      stream: event.stream,
      category,
      production,
      name,
      key: meta.dedup,
      content: meta.contentDigest,
      by: meta.actor.subject.toLowerCase(),
      behalf: meta.actor.onBehalfOf?.toLowerCase() ?? null,
      source: meta.source,
      occurredAt: Date.parse(meta.occurredAt),
      recordedAt: Date.parse(meta.recordedAt),
      data: event.data,
    };
  });
}

/** The data of an event whose type says what it is. */
export const dataOf = <T>(entry: Entry): T => entry.data as T;

const FACTS = [
  'registered',
  'bytes-identified',
  'members-identified',
  'aliased',
  'generated-by-tool',
  'derived-from',
  'facts-declared',
  'origin-detected',
  'marked-temporary',
  'superseded',
  'made-under',
];
const ACTS = [
  'digest-conflict-reported',
  'temporary-mark-lifted',
  'replacement-confirmed',
  'approval-requested',
  'approved',
  'approval-rejected',
  'approval-revoked',
  'retraction-proposed',
  'retraction-rejected',
  'fact-retracted',
  'promotion-requested',
  'promoted-to-deliverable',
  'promotion-refused',
  'withdrawn-from-deliverable',
];

/** What cannot be read says nothing and is a fault of its asset. Histories hold two kinds of it. */
export function isReadable({ type, data }: Entry): boolean {
  if (!FACTS.includes(type) && !ACTS.includes(type)) return false;
  return type !== 'marked-temporary' || typeof (data as { reason?: unknown }).reason === 'string';
}

export const isFact = (entry: Entry): boolean => FACTS.includes(entry.type) && isReadable(entry);
