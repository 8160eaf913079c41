import type { AssetState, Digests } from '@clearance/domain';
import { joinClaims, type Dossier } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { digestsOfRow, type AssetRow } from '../evaluate/claims.js';
import { assetStateOf } from '../evaluate/dossiers.js';

/** A content as it is stored: its state is that of `stateAt`. */
export interface ContentRow {
  readonly cid: number;
  readonly production: string;
  readonly display: string;
  readonly cycle: number | null;
  readonly classes: string | null;
  readonly state: string;
  readonly compliant: number;
  /** JSON, outcome -> number of findings. */
  readonly counts: string;
  /** `|rule|rule|` of the open findings; empty where there is none. */
  readonly rules: string;
  readonly changed_n: number;
  readonly found_n: number;
}

/** A claim and the content it belongs to. */
export interface FoundAsset {
  readonly claim: AssetRow;
  readonly content: ContentRow;
  /** All claims of the content, in the order they were first named. */
  readonly claims: readonly AssetRow[];
}

/** A registered asset (I4); null for one that nobody registered, however often others name it. */
export function findAsset(db: ReadModelDatabase, production: string, asset: string): FoundAsset | null {
  const claim = db
    .q('SELECT * FROM asset WHERE production = ? AND id = ? AND registered = 1')
    .get(production, asset) as AssetRow | undefined;
  if (claim === undefined) return null;
  return { claim, content: contentRow(db, claim.cid), claims: claimsOf(db, claim.cid) };
}

export function contentRow(db: ReadModelDatabase, cid: number): ContentRow {
  const row = db.q('SELECT * FROM content WHERE cid = ?').get(cid) as ContentRow | undefined;
  if (row === undefined) throw new Error(`no content row ${cid}`);
  return row;
}

export function claimsOf(db: ReadModelDatabase, cid: number): AssetRow[] {
  return db.q('SELECT * FROM asset WHERE cid = ? ORDER BY sid').all(cid) as AssetRow[];
}

export function statesOf(db: ReadModelDatabase, claims: readonly AssetRow[]): AssetState[] {
  return claims.map((claim) => assetStateOf(db, claim));
}

export function dossierOf(db: ReadModelDatabase, content: ContentRow, claims: readonly AssetRow[]): Dossier {
  return joinClaims(statesOf(db, claims), content.display);
}

/** Everything known of the bytes of a content; where claims contradict each other (a ledger fault) the display claim's word. */
export function digestsOfContent(content: Pick<ContentRow, 'cid'>, claims: readonly AssetRow[]): Digests {
  const display = claims.find((claim) => claim.sid === content.cid);
  return Object.assign({}, ...claims.map(digestsOfRow), display === undefined ? {} : digestsOfRow(display)) as Digests;
}

/** I5 over all claims: one state that holds the facts of each, so that profiles and members are read as of one asset. */
export function joinedState(states: readonly AssetState[]): AssetState {
  const [first, ...rest] = states;
  if (first === undefined) throw new Error('a content has at least one claim');
  if (rest.length === 0) return first;
  return { ...first, facts: states.flatMap((state) => state.facts).sort((a, b) => a.n - b.n) };
}
