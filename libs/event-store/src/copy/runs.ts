import type { NewEvent, StoredEventText } from '../port.js';

/** Consecutive events of one stream: they go in one append. */
export interface Run {
  readonly stream: string;
  /** Of the first. */
  readonly revision: bigint;
  readonly events: readonly NewEvent[];
}

/** Of one run. Characters of JSON, so that it stays within what one append may hold even where each takes two bytes. */
const MAX_EVENTS = 500;
const MAX_CHARACTERS = 400_000;

/** The events in runs, in their order. An event that is larger than a run may be stands alone, as it was appended. */
export function* runsOf(events: Iterable<StoredEventText>): Generator<Run> {
  let run: { stream: string; revision: bigint; events: NewEvent[]; size: number } | null = null;
  for (const { stream, revision, id, type, data, metadata, dataText, metadataText } of events) {
    const size = dataText.length + metadataText.length;
    const fits =
      run !== null && run.stream === stream && run.events.length < MAX_EVENTS && run.size + size <= MAX_CHARACTERS;
    if (run !== null && !fits) {
      yield run;
      run = null;
    }
    run ??= { stream, revision, events: [], size: 0 };
    run.events.push({ id, type, data, metadata });
    run.size += size;
  }
  if (run !== null) yield run;
}
