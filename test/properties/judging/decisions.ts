import type { ActData, CheckData, DeliveryData, HeldItem, Use, VerdictData } from '@clearance/domain';
import { dataOf, Reference, type Entry, type PackageVerdict } from '../reference/index.js';

/** A recorded decision beside the verdict that the reference comes to at its point. */
export interface JudgedDecision {
  readonly what: string;
  readonly told: PackageVerdict & { readonly afterItsRequest: boolean };
  readonly expected: JudgedDecision['told'];
}

/** D1: every decision of a log that came to a verdict. */
export function decisionsIn(log: readonly Entry[], at: (n: number) => Reference): JudgedDecision[] {
  return log.flatMap((entry): JudgedDecision[] => {
    const read = readersByType[entry.type]?.(entry, log);
    if (read === undefined || read.data.position === null) return [];
    const { data, held, request } = read;
    const reference = at(data.position!);
    const use = data.use as Use;
    const expected =
      read.check === null ? reference.promotion(entry.production, entry.name, use) : reference.package(read.check, use);
    const told: PackageVerdict = {
      verdict: data.verdict,
      held: Object.fromEntries(held.map(({ path, code }) => [path, code])),
      causes: [
        ...new Set(data.causes.filter(({ rule }) => rule !== 'identity').map(({ rule, root }) => `${rule} ${root}`)),
      ].sort(),
    };
    return [
      {
        what: `${entry.type} at ${entry.n}, judged at ${data.position}`,
        told: { ...told, afterItsRequest: data.position! >= request && data.position! < entry.n },
        expected: { ...expected, afterItsRequest: true },
      },
    ];
  });
}

interface Read {
  readonly data: VerdictData;
  readonly held: readonly Pick<HeldItem, 'path' | 'code'>[];
  /** Where it was asked for. */
  readonly request: number;
  /** The request of the check whose items were judged; null for a promotion. */
  readonly check: Entry | null;
}

const readersByType: Readonly<Record<string, (entry: Entry, log: readonly Entry[]) => Read>> = {
  checked: (entry, log) => {
    const check = log.find(({ stream, type }) => stream === entry.stream && type === 'check-requested')!;
    const held = log
      .filter(({ stream, type, n }) => stream === entry.stream && type === 'held' && n < entry.n)
      .flatMap((chunk) => dataOf<CheckData['held']>(chunk).items);
    return { data: dataOf<CheckData['checked']>(entry), held, request: check.n, check };
  },
  released: (entry, log) => {
    const data = dataOf<DeliveryData['released']>(entry);
    return { data, held: [], request: requestOf(entry, data, log), check: checkOf(entry, data.check, log) };
  },
  'release-refused': (entry, log) => {
    const data = dataOf<DeliveryData['release-refused']>(entry);
    return {
      data,
      held: data.held ?? [],
      request: requestOf(entry, data, log),
      check: checkOf(entry, data.check, log),
    };
  },
  'promoted-to-deliverable': (entry, log) => {
    const data = dataOf<ActData['promoted-to-deliverable']>(entry);
    return { data, held: [], request: requestOf(entry, data, log), check: null };
  },
  'promotion-refused': (entry, log) => {
    const data = dataOf<ActData['promotion-refused']>(entry);
    // One item, held for what is open in it: what a promotion holds is registered.
    return { data, held: [{ path: entry.name, code: '' }], request: requestOf(entry, data, log), check: null };
  },
};

function requestOf(entry: Entry, { decision }: VerdictData, log: readonly Entry[]): number {
  return log.find(
    ({ stream, type, data }) =>
      stream === entry.stream && type.endsWith('-requested') && (data as { decision?: string }).decision === decision,
  )!.n;
}

function checkOf(entry: Entry, check: string, log: readonly Entry[]): Entry {
  return log.find(
    (each) =>
      each.type === 'check-requested' &&
      each.production === entry.production &&
      dataOf<CheckData['check-requested']>(each).check === check,
  )!;
}
