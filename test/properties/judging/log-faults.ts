import type { FactData } from '@clearance/domain';
import { dataOf, isReadable, type Entry } from '../reference/index.js';

/** What must never stand in a log, whatever is made of it, in words; nothing where all is well. */
export function logFaults(log: readonly Entry[]): string[] {
  return [...recordedTwice(log), ...reusedInOneStream(log), ...answeredTwice(log), ...changedBytes(log)];
}

/** E3. */
function recordedTwice(log: readonly Entry[]): string[] {
  return log
    .filter((entry) => log.some(({ id, n }) => id === entry.id && n < entry.n))
    .map(({ id, n }) => `event ${id} stands there again at ${n}`);
}

/** E2, E3: across streams what others say may do so (a race of two replicas), and is a fault of the later one. */
function reusedInOneStream(log: readonly Entry[]): string[] {
  return log
    .filter(({ category }) => category === 'asset' || category === 'delivery')
    .filter((entry) =>
      log.some(
        ({ stream, key, content, n }) =>
          stream === entry.stream && key === entry.key && content !== entry.content && n < entry.n,
      ),
    )
    .map(({ n }) => `the key of ${n} was used before in its stream, with other content`);
}

const OUTCOMES: readonly string[] = [
  'promoted-to-deliverable',
  'promotion-refused',
  'checked',
  'interrupted',
  'released',
  'release-refused',
];

/** D1, D2: one outcome a request. */
function answeredTwice(log: readonly Entry[]): string[] {
  const about = ({ stream, data }: Entry) => `${stream} ${(data as { decision?: string }).decision ?? ''}`;
  const requests = log.filter(({ type }) => type === 'promotion-requested' || type === 'release-requested');
  const checks = log.filter(({ type }) => type === 'check-requested');
  const outcomes = log.filter(({ type }) => OUTCOMES.includes(type));
  return [
    ...requests.map((request) => [request, outcomes.filter((each) => about(each) === about(request))] as const),
    ...checks.map((check) => [check, outcomes.filter(({ stream }) => stream === check.stream)] as const),
  ].flatMap(([{ n, type, stream }, found]) => {
    const stuck = log.some((entry) => entry.stream === stream && entry.category === 'asset' && !isReadable(entry));
    return found.length === 1 || (found.length === 0 && stuck) ? [] : [`${type} at ${n} has ${found.length} outcomes`];
  });
}

/** I3. */
function changedBytes(log: readonly Entry[]): string[] {
  const said = log
    .filter(({ type }) => type === 'bytes-identified')
    .flatMap(({ stream, n, ...entry }) =>
      Object.entries(dataOf<FactData['bytes-identified']>(entry as Entry).digests).map(([algorithm, value]) => ({
        stream,
        n,
        algorithm,
        value,
      })),
    );
  return said
    .filter((one) =>
      said.some(
        (other) =>
          other.stream === one.stream &&
          other.algorithm === one.algorithm &&
          other.value !== one.value &&
          other.n < one.n,
      ),
    )
    .map(({ stream, algorithm, n }) => `the ${algorithm} of ${stream} is another one at ${n}`);
}
