import type { ConformanceRecord, ConformingBytes, UsageApprovedData, UsageQuorum, UsageState } from '@clearance/domain';
import { clearFault, outsideUsage, usageQuorum, type Dossier } from '@clearance/policy';
import type { ReadModelDatabase } from '../../database.js';
import { policyOf } from '../../evaluate/policies.js';
import { StoredUsages, usageOf } from '../../evaluate/usage-book.js';
import { claimsOf, contentRow, digestsOfContent, dossierOf, findAsset } from '../content.js';
import { Judge } from '../judged.js';
import { seesAny, type Visible } from '../visibility.js';

/** What decisions about usages rest on beside their own stream. For use within the snapshot it was read in. */
export interface UsageSituation {
  readonly policy: UsageApprovedData['policy'];
  readonly clearFault: (rule: string, kind: string) => string | null;
  readonly quorum: (state: UsageState) => UsageQuorum;
  /** What is known of bytes that are said to conform to a usage. */
  readonly bytes: (state: UsageState, named: NamedBytes) => ConformingBytes[];
}

/** sha256 in lower hex, or ids of assets; one of both is empty. */
export interface NamedBytes {
  readonly digests: readonly string[];
  readonly assets: readonly string[];
}

export function usageSituation(db: ReadModelDatabase, production: string): UsageSituation {
  const { policy } = policyOf(db, production);
  return {
    policy: { id: policy.id, version: policy.version, digest: policy.digest },
    clearFault: (rule, kind) => clearFault(policy, rule, kind),
    quorum: ({ proposed }) => usageQuorum(policy, proposed?.data ?? { kind: '', rules: [] }),
    bytes: (state, { digests, assets }) => [
      ...digests.map((sha256, index) =>
        conforming(db, state, `/digests/${index}`, contentWith(db, production, sha256), sha256),
      ),
      ...assets.map((asset, index) =>
        conforming(db, state, `/assets/${index}`, findAsset(db, production, asset)?.content.cid ?? null, null),
      ),
    ],
  };
}

/** An asset that says it was made under a usage, and how it stands to it. */
export interface MadeUnderView {
  readonly asset: string;
  readonly sha256: string | null;
  /** For the bare use. */
  readonly state: string;
  /** The first confirmation of its bytes that was not revoked; whether it counts is told by `clears`. */
  readonly confirmed: { readonly conformance: string; readonly by: string; readonly at: string } | null;
  /** What in its facts is outside the usage, in words. */
  readonly outside: readonly string[];
  /** Whether approvals of the usage stand at it now: they clear what the usage names, for the scope approved. */
  readonly clears: boolean;
}
export interface MadeUnderPage {
  readonly items: readonly MadeUnderView[];
  /** Display id to go on after; null on the last page. */
  readonly next: string | null;
}

/** Assets made under a usage by their ids. `conforming`: only those that are confirmed, or only those that are not. */
export function madeUnder(
  db: ReadModelDatabase,
  production: string,
  usage: string,
  query: { readonly confirmed: boolean | null; readonly after: string | null; readonly limit: number },
  visible: Visible,
): MadeUnderPage {
  const state = usageOf(db, production, usage);
  const judge = new Judge(db, production);
  const book = new StoredUsages(db, production);
  const rows = db
    .q(
      `SELECT c.cid AS cid, c.display AS display FROM asked k CROSS JOIN content c ON c.cid = k.cid
       WHERE k.name = ? AND c.production = ? AND c.display > ? ORDER BY c.display LIMIT ?`,
    )
    .all(`usage:${usage}`, production, query.after ?? '', SCAN + 1) as { cid: number; display: string }[];
  const items: MadeUnderView[] = [];
  let last: string | null = null;
  for (const { cid, display } of rows.slice(0, SCAN)) {
    if (items.length === query.limit) return { items, next: last };
    last = display;
    const claims = claimsOf(db, cid);
    if (!seesAny(visible, claims)) continue;
    const content = contentRow(db, cid);
    const dossier = dossierOf(db, content, claims);
    const confirmation = firstOf(book.confirmations(usage, dossier.digests.sha256));
    if (query.confirmed !== null && (confirmation !== null) !== query.confirmed) continue;
    const approvals = new Set((state?.approvals ?? []).map(({ data }) => data.approval));
    const judged = judge.of(display);
    items.push({
      asset: display,
      sha256: digestsOfContent(content, claims).sha256 ?? null,
      state: judged?.verdict.state ?? 'unknown',
      confirmed: confirmation,
      outside: outsideOf(dossier, state),
      clears: (judged?.evaluated.own.approvals ?? []).some(({ id, ended }) => !ended && approvals.has(id)),
    });
  }
  return { items, next: rows.length > SCAN ? last : null };
}

/** More rows than these are not looked at for one page; such a page is short, and goes on. */
const SCAN = 1_000;

function conforming(
  db: ReadModelDatabase,
  state: UsageState,
  pointer: string,
  cid: number | null,
  sha256: string | null,
): ConformingBytes {
  if (cid === null) return { pointer, sha256: null, excluded: [], outside: [] };
  const content = contentRow(db, cid);
  const claims = claimsOf(db, cid);
  const dossier = dossierOf(db, content, claims);
  return {
    pointer,
    sha256: sha256 ?? digestsOfContent(content, claims).sha256 ?? null,
    excluded: dossier.submitters,
    outside: outsideOf(dossier, state),
  };
}

function outsideOf(dossier: Dossier, state: UsageState | null): readonly string[] {
  return state?.proposed == null ? [] : outsideUsage(dossier, state.id, state.proposed.data);
}

function contentWith(db: ReadModelDatabase, production: string, sha256: string): number | null {
  const row = db
    .q(
      `SELECT a.cid AS cid FROM digest g JOIN asset a ON a.sid = g.sid
       WHERE g.production = ? AND g.algorithm = 'sha256' AND g.value = ? AND g.member = 0 AND a.registered = 1 LIMIT 1`,
    )
    .get(production, sha256) as { cid: number } | undefined;
  return row?.cid ?? null;
}

function firstOf([first]: readonly ConformanceRecord[]): MadeUnderView['confirmed'] {
  return first === undefined ? null : { conformance: first.data.conformance, by: first.by, at: first.recordedAt };
}
