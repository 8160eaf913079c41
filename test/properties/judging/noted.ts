import type { ActData, DeliveryData, VerdictData } from '@clearance/domain';
import { dataOf, digestsOf, releasesIn, type Content, type Entry, type Reference } from '../reference/index.js';
import { PRODUCTIONS } from '../history/world.js';
import type { Happened } from '../history/tally.js';
import { USES } from './uses.js';

/** Counts what a history brought about in the end, as the reference sees it. */
export function noteWhatHappened(happened: Happened, log: readonly Entry[], end: Reference): void {
  const count = (name: string, times: number) => happened.note(`= ${name}`, times);
  const of = (type: string) => log.filter((entry) => entry.type === type);
  for (const type of RECORDED) count(type, of(type).length);
  const verdict = (type: string, is: (data: VerdictData & { code?: string }) => boolean) =>
    of(type).filter((entry) => is(dataOf(entry))).length;
  count(
    'interrupted',
    verdict('release-refused', isInterrupted) + verdict('promotion-refused', isInterrupted) + of('interrupted').length,
  );
  count('facts between the point and the outcome', log.filter((entry) => late(entry, log)).length);
  const contents = PRODUCTIONS.flatMap((production) => end.contents(production));
  count('contents', contents.length);
  count('joined contents', contents.filter(({ claims }) => claims.length > 1).length);
  count('joined late, by another digest than the first', contents.filter(joinedLate).length);
  count('cycles', contents.filter((content) => end.paths(content.production).lineage.inCycle(content)).length);
  const judged = contents.flatMap((content) => Object.values(USES).map((use) => end.judge(content, use)));
  count(
    'findings cleared by approvals',
    judged.reduce((sum, { cleared }) => sum + cleared.length, 0),
  );
  for (const state of ['clear', 'approved', 'temporary', 'needs-approval', 'unknown'])
    count(`state ${state}`, contents.filter((content) => end.judge(content, USES['ep101']!).state === state).length);
  count(
    'approvals void by a maker',
    contents.reduce((sum, content) => sum + voidIn(content, 'approved').length, 0),
  );
  count(
    'confirmations void by a maker',
    contents.reduce((sum, content) => sum + voidIn(content, 'replacement-confirmed').length, 0),
  );
  count(
    'retractions that count',
    contents.reduce((sum, { retractions }) => sum + retractions.length, 0),
  );
  count('live releases', releasesIn(log).filter(({ live }) => live).length);
  count('confirmations that hold', contents.filter((content) => holdsConfirmation(content)).length);
  count('contents with a fault', contents.filter(({ faults }) => faults.length > 0).length);
}

const RECORDED = [
  'approved',
  'approval-revoked',
  'temporary-mark-lifted',
  'fact-retracted',
  'retraction-rejected',
  'replacement-confirmed',
  'promoted-to-deliverable',
  'promotion-refused',
  'withdrawn-from-deliverable',
  'checked',
  'released',
  'release-refused',
  'compromised',
  'affected',
  'questioned',
  'concern-closed',
  'recalled',
  'replaced',
  'clock-advanced',
  'digest-conflict-reported',
];

const isInterrupted = ({ code }: { code?: string }) => code === 'interrupted';

function late(entry: Entry, log: readonly Entry[]): boolean {
  const position = (entry.data as Partial<VerdictData>).position;
  if (typeof position !== 'number' || (entry.data as Partial<DeliveryData['compromised']>).causes === undefined)
    return false;
  return log.some(
    ({ n, category, stream }) => n > position && n < entry.n && category === 'asset' && stream !== entry.stream,
  );
}

function joinedLate({ claims, entries }: Content): boolean {
  return claims.slice(1).some((claim) => {
    const own = entries.filter(({ name, type }) => name === claim && type === 'bytes-identified');
    return (
      own.length > 1 &&
      digestsOf(own.slice(0, 1)).every(
        (value) => !digestsOf(entries.filter(({ name }) => name !== claim)).includes(value),
      )
    );
  });
}

const voidIn = ({ entries, makers }: Content, type: string): Entry[] =>
  entries.filter((entry) => entry.type === type && makers.has(entry.by));

const holdsConfirmation = ({ entries, makers }: Content): boolean =>
  entries.some(
    (entry) =>
      entry.type === 'replacement-confirmed' &&
      !makers.has(entry.by) &&
      dataOf<ActData['replacement-confirmed']>(entry).roots.length > 0,
  );
