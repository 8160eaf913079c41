import type { ActData, CheckData } from '@clearance/domain';
import {
  dataOf,
  digestsOf,
  isFact,
  isReadable,
  keyOf,
  releasesIn,
  statusOf,
  type Content,
  type Entry,
  type Reference,
} from '../reference/index.js';
import { DELIVERIES, PRODUCTIONS } from '../history/world.js';
import type { ContentAccount, DeliveryAccount, LedgerAccount } from './account.js';
import { USES } from './uses.js';

/** What has to stand in a read model at rest, as the reference has it. */
export function accountOf(reference: Reference): LedgerAccount {
  const contents = PRODUCTIONS.flatMap((production) => reference.contents(production));
  const live = releasesIn(reference.log).filter((release) => release.live);
  return {
    contents: Object.fromEntries(
      contents.map((content) => [`${content.production} ${content.display}`, contentAccount(content, reference)]),
    ),
    deliveries: Object.fromEntries(
      PRODUCTIONS.flatMap((production) =>
        Object.keys(DELIVERIES).map((delivery) => [
          `${production} ${delivery}`,
          deliveryAccount(production, delivery, reference.log),
        ]),
      ),
    ),
    breaches: Object.fromEntries(
      live.map((release) => [release.decision, [...reference.failing(release).keys()].sort()]),
    ),
    open: {
      requests: stuckRequests(reference.log),
      retractions: openRetractions(reference.log),
      unsettled: [],
      unannounced: [],
    },
  };
}

const BARE = USES['ep101']!;

function contentAccount(content: Content, reference: Reference): ContentAccount {
  const paths = reference.paths(content.production);
  const { lineage } = paths;
  const bare = reference.judge(content, BARE);
  const count = (outcome: string) => bare.open.filter((finding) => finding.outcome === outcome).length;
  const edges = lineage
    .inputs(content)
    .flatMap(({ to, kind }) =>
      to === null ? [] : [`${kind} ${to.display}${lineage.sameCycle(content, to) ? ' (in a cycle)' : ''}`],
    );
  const of = (claim: string) => content.entries.filter(({ name }) => name === claim);
  return {
    claims: content.claims.filter((claim) => of(claim).some(isFact)).sort(),
    digests: [...new Set(content.claims.flatMap((claim) => digestsOf(of(claim))))].sort(),
    makers: [...content.makers].sort(),
    completeness: lineage.completeness(content),
    edges: [...new Set(edges)].sort(),
    own: paths
      .ownOf(content)
      .map((finding) => `${keyOf(finding)} ${finding.outcome}`)
      .sort(),
    state: bare.state,
    compliant: bare.open.length === 0,
    counts: { deny: count('deny'), unknown: count('unknown'), approval: count('approval') },
    inCycle: lineage.inCycle(content),
    uses: Object.fromEntries(
      Object.entries(USES).map(([name, use]) => {
        const { state, open, cleared } = reference.judge(content, use);
        return [name, { state, open: open.map(keyOf).sort(), cleared: cleared.map(keyOf).sort() }];
      }),
    ),
  };
}

function deliveryAccount(production: string, delivery: string, log: readonly Entry[]): DeliveryAccount {
  const checks = log.filter(
    (entry) =>
      entry.type === 'check-requested' &&
      entry.production === production &&
      dataOf<CheckData['check-requested']>(entry).delivery === delivery,
  );
  // The one that was answered last.
  const answered = log.findLast(
    ({ type, stream }) => type === 'checked' && checks.some((check) => check.stream === stream),
  );
  return {
    status: statusOf(delivery, production, log),
    lastCheck: answered?.name ?? null,
    live: releasesIn(log)
      .filter((release) => release.live && release.production === production && release.delivery === delivery)
      .map(({ decision }) => decision),
    promoted: promotedTo(production, delivery, log),
  };
}

function promotedTo(production: string, delivery: string, log: readonly Entry[]): string[] {
  const promoted = new Set<string>();
  for (const entry of log) {
    if (entry.category !== 'asset' || entry.production !== production) continue;
    if ((entry.data as { delivery?: string }).delivery !== delivery) continue;
    if (entry.type === 'promoted-to-deliverable') promoted.add(entry.name);
    if (entry.type === 'withdrawn-from-deliverable') promoted.delete(entry.name);
  }
  return [...promoted].sort();
}

/** Where an event cannot be read nothing more can be recorded; everywhere else each request has its outcome. */
function stuckRequests(log: readonly Entry[]): string[] {
  const requests = log.filter(({ type }) => type === 'promotion-requested');
  const isOutcomeOf = (request: Entry, { data, type }: Entry) =>
    ['promoted-to-deliverable', 'promotion-refused'].includes(type) &&
    (data as { decision: string }).decision === (request.data as { decision: string }).decision;
  const open = requests.filter((request) => !log.some((entry) => isOutcomeOf(request, entry)));
  const unreadable = log
    .filter((entry) => entry.category === 'asset' && !isReadable(entry))
    .map(({ stream }) => stream);
  return open
    .map(({ stream }) => stream)
    .filter((stream) => unreadable.includes(stream))
    .sort();
}

function openRetractions(log: readonly Entry[]): string[] {
  const ids = (...types: readonly string[]) =>
    log.filter(({ type }) => types.includes(type)).map((entry) => dataOf<ActData['fact-retracted']>(entry).retraction);
  const closed = ids('fact-retracted', 'retraction-rejected');
  return ids('retraction-proposed')
    .filter((id) => !closed.includes(id))
    .sort();
}
