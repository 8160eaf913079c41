import type { CheckData, DeliveryData, FindingKey, Use } from '@clearance/domain';
import { dataOf, type Entry } from './entries.js';
import { keyOf, type ConcernKind } from './judging.js';

/** A release that was granted. */
export interface Release {
  readonly decision: string;
  readonly production: string;
  readonly delivery: string;
  readonly n: number;
  readonly at: number;
  readonly use: Use;
  /** The request of the check it rests on. */
  readonly check: Entry;
  /** D4: newest of its delivery, neither recalled nor replaced. */
  readonly live: boolean;
  /** Everything that was announced, in order. */
  readonly concerns: readonly Concern[];
}
export interface Concern {
  readonly kind: ConcernKind;
  readonly key: string;
  /** Where it was announced, and which point it says it was seen at. */
  readonly n: number;
  readonly position: number;
  /** Where it was closed; null while it is open. */
  readonly closed: number | null;
}

export function releasesIn(log: readonly Entry[]): Release[] {
  const granted = log.filter(({ category, type }) => category === 'delivery' && type === 'released');
  return granted.map((entry): Release => {
    const data = dataOf<DeliveryData['released']>(entry);
    const after = log.filter(({ stream, n }) => stream === entry.stream && n > entry.n);
    const ended = log.some(
      ({ stream, type }) => stream === entry.stream && (type === 'recalled' || type === 'replaced'),
    );
    return {
      decision: data.decision,
      production: entry.production,
      delivery: entry.name,
      n: entry.n,
      at: entry.recordedAt,
      use: data.use as Use,
      check: log.find(
        (each) =>
          each.type === 'check-requested' &&
          each.production === entry.production &&
          dataOf<CheckData['check-requested']>(each).check === data.check,
      )!,
      live: !ended && !after.some(({ type }) => type === 'released'),
      concerns: concernsOf(data.decision, after),
    };
  });
}

const KINDS: readonly string[] = ['compromised', 'affected', 'questioned'];

function concernsOf(release: string, entries: readonly Entry[]): Concern[] {
  return entries
    .filter(({ type }) => KINDS.includes(type))
    .flatMap((entry) => {
      const data = dataOf<DeliveryData['compromised']>(entry);
      return data.release === release ? data.causes.map((cause) => ({ entry, data, key: cause.key })) : [];
    })
    .map(({ entry, data, key }): Concern => ({
      kind: entry.type as ConcernKind,
      key: keyOf(key),
      n: entry.n,
      position: data.position,
      closed: closingOf(
        release,
        entry.type,
        key,
        entries.filter(({ n }) => n > entry.n),
      ),
    }));
}

function closingOf(release: string, kind: string, key: FindingKey, later: readonly Entry[]): number | null {
  const closing = later.find((entry) => {
    if (entry.type !== 'concern-closed') return false;
    const data = dataOf<DeliveryData['concern-closed']>(entry);
    return data.release === release && data.kind === kind && data.keys.some((each) => keyOf(each) === keyOf(key));
  });
  return closing?.n ?? null;
}

/** D5: what a delivery is, from its own stream alone. */
export function statusOf(delivery: string, production: string, log: readonly Entry[]): string {
  const own = log.filter(
    (entry) => entry.category === 'delivery' && entry.production === production && entry.name === delivery,
  );
  for (const end of ['recalled', 'replaced']) if (own.some(({ type }) => type === end)) return end;
  const live = releasesIn(own.concat(log.filter(({ type }) => type === 'check-requested'))).find(
    (release) => release.live && release.delivery === delivery,
  );
  if (live === undefined) return 'open';
  const open = live.concerns.filter(({ closed }) => closed === null).map(({ kind }) => kind);
  return KINDS.find((kind) => open.includes(kind as ConcernKind)) ?? 'released';
}
