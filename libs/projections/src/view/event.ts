import { parseStream, type Actor, type EventMetadata, type Recorded } from '@clearance/domain';
import type { EventRow } from '../evaluate/dossiers.js';

/** An event as readers see it (bodies.md 5). */
export interface EventView {
  readonly id: string;
  /** null for what belongs to the whole ledger. */
  readonly production: string | null;
  readonly stream: string;
  readonly revision: number;
  /** Bare, e.g. `marked-temporary`. */
  readonly type: string;
  readonly schema: number;
  readonly position: string;
  readonly recordedAt: string;
  readonly occurredAt: string;
  readonly actor: Actor;
  readonly source: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly data: unknown;
}

export function eventView(event: Recorded): EventView {
  const { meta } = event;
  return {
    id: event.id,
    production: parseStream(event.stream)?.production ?? null,
    stream: event.stream,
    revision: event.revision,
    type: event.type,
    schema: meta.schema,
    position: String(event.n),
    recordedAt: meta.recordedAt,
    occurredAt: meta.occurredAt,
    actor: meta.actor,
    source: meta.source,
    correlationId: meta.correlationId,
    causationId: meta.causationId,
    data: event.data,
  };
}

/** Whether an event of a stream is asked for by one of the patterns `<category>-<event>`, in which `*` stands for any text. */
export function matchesType(patterns: readonly string[], stream: string, type: string): boolean {
  const name = `${stream.slice(0, Math.max(stream.indexOf('-'), 0))}-${type}`;
  return patterns.some((pattern) => matches(pattern, name));
}

export const EVENT_COLUMNS =
  'e.n AS n, e.sid AS sid, e.revision AS revision, e.id AS id, e.type AS type, e.data AS data, e.meta AS meta, s.name AS stream';
export type StreamedRow = EventRow & { readonly stream: string };

export function metaOf(row: Pick<EventRow, 'meta'>): EventMetadata {
  return JSON.parse(row.meta) as EventMetadata;
}

/**
 * `*` stands for any text. Callers choose the patterns, so this is no regular expression: those take their time over many
 * stars, and everybody waits. This looks at each part once.
 */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
