import { jsonProblem, JSON_LIMITS, KIB, parseJson, scanJson, utf8Text, type JsonFault } from '../../http/index.js';
import { Problem } from '../../ledger/ports.js';

export const MAX_EVENT_BYTES = 256 * KIB;
export const MAX_BATCH = 1000;

/** One event of several: its parsed form, or why it cannot be taken. `bytes`: what it took in the body. */
export interface Item {
  readonly event: unknown;
  readonly bytes: number;
  readonly problem: Problem | null;
}

/**
 * The events of a batch. What is wrong inside one of them is that one's own problem.
 * @throws Problem malformed-body where the body as a whole cannot be read, too-large past 1,000 events.
 */
export function readBatch(bytes: Uint8Array): Item[] {
  const text = utf8Text(bytes);
  const events = parseJson(text);
  if (!Array.isArray(events)) throw new Problem('malformed-body', 'A batch is a JSON array of CloudEvents.');
  if (events.length > MAX_BATCH)
    throw new Problem('too-large', `A batch may hold ${MAX_BATCH} events; this one holds ${events.length}.`);
  // The array itself is one level that an event sent alone does not have.
  const { faults, elements } = scanJson(text, { ...JSON_LIMITS, maxDepth: JSON_LIMITS.maxDepth + 1 });
  const faultsOf = Map.groupBy(faults, ({ path }) => path[0] as number);
  return events.map((event: unknown, index) => {
    const [start, end] = elements?.[index] ?? [0, 0];
    const bytes = Buffer.byteLength(text.slice(start, end).trim());
    if (bytes > MAX_EVENT_BYTES) return { event, bytes, problem: tooLarge() };
    const own = faultsOf.get(index);
    return { event, bytes, problem: own === undefined ? null : jsonProblem(own.map(insideElement), 'invalid-event') };
  });
}

export const tooLarge = () => new Problem('too-large', `An event may hold ${MAX_EVENT_BYTES} bytes.`);

/** The fault as seen from the element it is in. */
function insideElement(fault: JsonFault): JsonFault {
  return { ...fault, path: fault.path.slice(1) };
}
