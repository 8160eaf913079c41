import { compareOccurrence, membersOf, profileOf, type FactRecord, type FactType, type Use } from '@clearance/domain';
import {
  toFinding,
  usagesNamed,
  type ContentRef,
  type Dossier,
  type Finding,
  type JudgedFinding,
  type Judgement,
} from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { resolverOf } from '../evaluate/resolver.js';
import { approvalsOfContent, type ApprovalView } from './approvals.js';
import { assetSummary, type AssetSummary } from './asset-summary.js';
import { dossierOf, findAsset, joinedState, type FoundAsset } from './content.js';
import { declaredFacts, originOf, type DeclaredFact, type Origin } from './declared.js';
import { generationsOf, inputsOf, type GenerationView, type InputView } from './inputs.js';
import { Judge } from './judged.js';
import { placementsOf, type Placement } from './placement.js';
import { positionOf } from './point.js';
import { everything, seesAny, type HiddenAsset, type Visible } from './visibility.js';

/** Everything known of one content (bodies.md 5). */
export interface AssetDetail extends Omit<AssetSummary, 'findings'> {
  readonly labels: Readonly<Record<string, string>>;
  readonly size: number | null;
  readonly mediaType: string | null;
  readonly seen: 'bytes' | 'manifest' | null;
  /** Members of a sequence; null where it is none. */
  readonly memberCount: number | null;
  readonly aliases: readonly { readonly scheme: string; readonly value: string }[];
  /** The first mark that nobody has lifted. */
  readonly temporary: { readonly reason: string; readonly since: string; readonly by: string } | null;
  readonly origin: Origin;
  readonly generatedBy: readonly GenerationView[];
  readonly inputs: readonly InputView[];
  /** null where nobody is asked: nothing was ever said of inputs (L4). */
  readonly inputsComplete: 'yes' | 'no' | 'unknown' | null;
  readonly facts: Readonly<Record<string, DeclaredFact>>;
  /** What is open first, worst first; then what was cleared, then notices. */
  readonly findings: readonly Finding[];
  readonly approvals: readonly ApprovalView[];
  readonly deliveries: readonly Placement[];
  /** F6: who may not approve, lift, confirm or accept here; case-folded. */
  readonly submitters: readonly string[];
  /** Other claims of the same content. */
  readonly twins: readonly string[];
  readonly supersededBy: string | null;
  /** Usages that it says it was made under, sorted. */
  readonly madeUnder: readonly string[];
  /** Of the claim asked for: what `expectedRevision` of a command on it is compared with. */
  readonly stream: string;
  readonly revision: number;
  readonly asOf: null;
  readonly effectiveAt: null;
  readonly position: string;
}
export type HiddenDetail = HiddenAsset & { readonly position: string };

/**
 * One asset as of `factsAt`: what is dirty is evaluated here (P2). null for what nobody registered.
 * @param use judged for; the bare use unless another is given.
 * @param delivery whose declared uses count.
 */
export function assetDetail(
  db: ReadModelDatabase,
  production: string,
  asset: string,
  use: Use,
  visible: Visible,
  delivery: string | null = null,
): AssetDetail | HiddenDetail | null {
  const found = findAsset(db, production, asset);
  if (found === null) return null;
  const judge = new Judge(db, production, use, delivery);
  const { content, claims } = found;
  const judged = judge.of(content.display);
  if (judged === null) return null;
  const position = positionOf(db);
  if (!seesAny(visible, claims)) return { asset: content.display, production, state: judged.verdict.state, position };
  const dossier = dossierOf(db, content, claims);
  const summary = assetSummary(db, content, claims, judged.verdict, use, everything) as AssetSummary;
  const { completeness, submitters } = judged.evaluated.own;
  return {
    ...summary,
    ...bodyOf(dossier),
    generatedBy: generationsOf(dossier),
    inputs: inputsOf(dossier, resolverOf(db, production, content.cid)),
    inputsComplete: completeness === 'not-asked' ? null : completeness,
    findings: findingsOf(judged.verdict, judge, content.display),
    approvals: approvalsOfContent(db, production, content.display),
    deliveries: placementsOf(db, production, content.cid),
    submitters,
    twins: claims.map((claim) => claim.id).filter((id) => id !== content.display),
    ...placeOf(found, dossier),
    asOf: null,
    effectiveAt: null,
    position,
  };
}

/** A judgement as findings, each with its path from the asset asked for. */
export function findingsOf(verdict: Judgement, judge: Judge, asset: ContentRef): Finding[] {
  const inWords = (finding: JudgedFinding, status: Finding['status']) =>
    toFinding(finding, {
      content: asset,
      item: asset,
      look: judge.states.look,
      pack: judge.policy,
      use: judge.use,
      status,
    });
  return [
    ...verdict.open.map((finding) => inWords(finding, 'open')),
    ...verdict.cleared.map((finding) => inWords(finding, 'cleared')),
    ...verdict.notices.map((finding) => inWords(finding, 'open')),
  ];
}

type Body =
  | 'labels'
  | 'size'
  | 'mediaType'
  | 'seen'
  | 'memberCount'
  | 'aliases'
  | 'temporary'
  | 'origin'
  | 'facts'
  | 'supersededBy'
  | 'madeUnder';

function bodyOf(dossier: Dossier): Pick<AssetDetail, Body> {
  const state = joinedState(dossier.claims);
  const { labels, size, mediaType, seen } = profileOf(state);
  const mark = dossier.marks.find(({ lift }) => lift === null)?.fact;
  const [superseded] = factsOfType(dossier, 'superseded').sort((a, b) => compareOccurrence(b, a));
  return {
    labels,
    size,
    mediaType,
    seen,
    memberCount: membersOf(state)?.members.length ?? null,
    aliases: aliasesOf(dossier),
    temporary: mark === undefined ? null : { reason: mark.data.reason, since: mark.occurredAt, by: mark.subject },
    origin: originOf(dossier),
    facts: declaredFacts(dossier),
    supersededBy: superseded?.data.by ?? null,
    madeUnder: usagesNamed(dossier),
  };
}

function factsOfType<T extends FactType>(dossier: Dossier, type: T): FactRecord<T>[] {
  return dossier.facts.filter((fact) => fact.type === type) as unknown as FactRecord<T>[];
}

function aliasesOf(dossier: Dossier): { scheme: string; value: string }[] {
  const all = dossier.facts.flatMap((fact) => (fact.type === 'aliased' ? fact.data.aliases : []));
  const unique = new Map(all.map(({ scheme, value }) => [`${scheme}:${value}`, { scheme, value }]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, alias]) => alias);
}

function placeOf({ claim }: FoundAsset, dossier: Dossier): Pick<AssetDetail, 'stream' | 'revision'> {
  const state = dossier.claims.find(({ id }) => id === claim.id);
  return { stream: `asset-${claim.production}/${claim.id}`, revision: state?.revision ?? -1 };
}
