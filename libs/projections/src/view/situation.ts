import type { ApprovedData, FindingKey, OpenFindingOf } from '@clearance/domain';
import { clearingKinds } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { resolverOf } from '../evaluate/resolver.js';
import { digestsOfContent, dossierOf, findAsset } from './content.js';
import { Judge } from './judged.js';

/** What decisions about one asset rest on beside its own stream (rules F3, F6, F7, L3), as of `factsAt`. */
export interface AssetSituation {
  /** Of the content; null where none is known. */
  readonly sha256: string | null;
  /** F6: submitters of the content, case-folded and sorted. */
  readonly excluded: readonly string[];
  /** Open for the bare use. `excluded` of each: submitters of its root. */
  readonly open: readonly OpenFindingOf[];
  /** Ordinal of the event that last changed the findings. */
  readonly changedAt: number;
  /** Every mark on every claim, in log order. */
  readonly marks: readonly { readonly event: string; readonly lifted: boolean }[];
  /** L3: what waits for confirmation here. */
  readonly unconfirmed: readonly { readonly of: string; readonly root: string }[];
  readonly policy: ApprovedData['policy'];
  /** F1: the content an asset id stands for. */
  readonly contentOf: (asset: string) => string;
  /** F6: submitters of any content, by the id of any claim; empty for what is not known. */
  readonly submittersOf: (asset: string) => readonly string[];
}

/**
 * The situation of an asset. Read inside one snapshot; the two functions in it read the same snapshot and are for use
 * within it. null for what nobody registered: decisions on it are refused for that alone.
 */
export function assetSituation(db: ReadModelDatabase, production: string, asset: string): AssetSituation | null {
  const found = findAsset(db, production, asset);
  if (found === null) return null;
  const { content, claims } = found;
  const judge = new Judge(db, production);
  const judged = judge.of(content.display);
  if (judged === null) return null;
  const dossier = dossierOf(db, content, claims);
  const resolver = resolverOf(db, production, content.cid);
  const { policy } = judge;
  return {
    sha256: digestsOfContent(content, claims).sha256 ?? null,
    excluded: dossier.submitters,
    open: judged.verdict.open.map((finding) => ({
      key: keyOf(finding),
      outcome: finding.outcome,
      kinds: clearingKinds(finding.cls, judge.policy),
      excluded: resolver.submittersOf(finding.root),
    })),
    changedAt: judge.states.changedAt(content.display),
    marks: dossier.marks.map(({ fact, lift }) => ({ event: fact.event, lifted: lift !== null })),
    unconfirmed: judged.verdict.open.flatMap(({ cls, root }) =>
      cls.replaces !== undefined && cls.via !== null ? [{ of: cls.via.from, root }] : [],
    ),
    policy: { id: policy.id, version: policy.version, digest: policy.digest },
    contentOf: (id) => resolver.displayOf(id),
    submittersOf: (id) => resolver.submittersOf(id),
  };
}

function keyOf({ rule, root, element }: FindingKey): FindingKey {
  return { rule, root, element };
}
