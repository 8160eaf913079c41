import {
  inherit,
  type ContentRef,
  type ContentState,
  type Evaluated,
  type OwnState,
  type Policy,
} from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { distilledNow } from './distilled.js';
import { isForeign, locate, ownersFor, redacted } from './foreign.js';
import { settingOf, type Setting } from './setting.js';
import { anyStale } from './stale.js';
import { StoredStates, type StoredContent } from './stored.js';

/** More contents than these, below what is dirty, are not listed: each content asked about is then followed upwards. */
const MAX_REACHED = 20_000;

export type { Evaluated } from '@clearance/policy';

/** Where the evaluation of one content finds those of the contents it was made from. */
export type Lookup = (content: ContentRef) => Evaluated | null;

/** F5, L2, L3 for one content. */
export function evaluateContent(own: OwnState, look: Lookup, policy: Policy): ContentState {
  return inherit(own, look, policy);
}

/** What is stored of a content by a name in a production; of another's, what crosses (L6). */
export function storedEvaluation(
  db: ReadModelDatabase,
  stored: StoredStates,
  production: string,
  content: ContentRef,
): Evaluated | null {
  if (!isForeign(content)) return stored.of(production, content)?.evaluated ?? null;
  const at = locate(production, content);
  const evaluated = stored.of(at.production, at.id)?.evaluated ?? null;
  return evaluated === null ? null : redacted(db, at.production, evaluated);
}

/** The stored row of a content, by display id or by the id of any of its claims. Null where nothing is known of it. */
export function storedState(db: ReadModelDatabase, production: string, asset: string): Evaluated | null {
  return new StoredStates(db).of(production, asset)?.evaluated ?? null;
}

/**
 * States as of `factsAt` inside a read snapshot. Where nothing of the production is dirty these are the stored rows.
 * Otherwise every content above which something is dirty is evaluated here, in memory: a decision never waits for a
 * change that runs through a hundred thousand others, and never rests on a stale row (architecture.md, "Projecting").
 */
export class FreshStates {
  /** Whether anything of the production is to be distilled or evaluated anew. */
  private readonly behind: boolean;
  /** Whether anything of it is to be distilled anew. */
  private readonly noted: boolean;
  private read: Setting | null = null;
  /** Whether a production that shares with this one is behind; null while nobody has asked. */
  private others: boolean | null = null;
  /** Where findings differ from the stored ones: the event that changed them. */
  private readonly changed = new Map<ContentRef, number>();
  private readonly known = new Map<ContentRef, Evaluated | null>();
  private readonly stale = new Map<ContentRef, boolean>();
  private readonly stored: StoredStates;
  /** What `reached` says, once somebody has asked. */
  private belowDirty: { readonly cids: ReadonlySet<number> | null } | null = null;
  /** Rows as they are stored, by the name or number they were asked by. */
  private readonly rows = new Map<ContentRef | number, StoredContent | null>();

  /** @param family states of other productions in the same snapshot: each asks the others about what they share (L6). */
  constructor(
    private readonly db: ReadModelDatabase,
    private readonly production: string,
    private readonly family = new Map<string, FreshStates>(),
  ) {
    family.set(production, this);
    this.noted = anyStale(db, production);
    this.stored = new StoredStates(db, this.noted);
    this.behind = this.noted || db.q('SELECT 1 FROM dirty WHERE production = ? LIMIT 1').get(production) !== undefined;
  }

  /** What contents of the production are distilled and judged with. */
  get setting(): Setting {
    return (this.read ??= settingOf(this.db, this.production));
  }

  readonly look: Lookup = (content) => this.of(content);

  /** Whether anything that this production shares with others may be otherwise than it is stored. */
  get isBehind(): boolean {
    return this.behind || this.othersBehind();
  }

  /** By display id or the id of any claim. */
  of(asset: ContentRef): Evaluated | null {
    const cached = this.known.get(asset);
    if (cached !== undefined) return cached;
    if (isForeign(asset)) return this.foreign(asset);
    if (this.isBehind) this.freshen(asset);
    const fresh = this.known.get(asset);
    if (fresh !== undefined) return fresh;
    const evaluated = this.row(asset)?.evaluated ?? null;
    this.known.set(asset, evaluated);
    return evaluated;
  }

  /** By its number. `asset` is its display id. Null where nothing is known of it. */
  ofContent(cid: number): { readonly asset: ContentRef; readonly evaluated: Evaluated | null } {
    const { display } = this.rows.get(cid) ?? this.remembered(this.stored.ofContent(cid));
    return { asset: display, evaluated: this.of(display) };
  }

  /** Contents that will be asked about by their numbers. What nothing dirty can reach is as it is stored. */
  prepare(cids: Iterable<number>): void {
    this.belowDirty ??= { cids: this.reached() };
    const reached = this.belowDirty.cids;
    for (const content of this.stored.ofContents(cids)) {
      this.remembered(content);
      if (reached !== null && !reached.has(content.cid) && !this.known.has(content.display))
        this.known.set(content.display, content.evaluated);
    }
  }

  /** F3: ordinal of the event that last changed the findings of an asset. */
  changedAt(asset: ContentRef): number {
    const evaluated = this.of(asset);
    const fresh = evaluated === null ? undefined : this.changed.get(evaluated.own.content);
    if (fresh !== undefined) return fresh;
    const row = this.db
      .q('SELECT c.found_n AS n FROM asset a JOIN content c ON c.cid = a.cid WHERE a.production = ? AND a.id = ?')
      .get(this.production, asset) as { n: number } | undefined;
    return row?.n ?? 0;
  }

  private foreign(name: ContentRef): Evaluated | null {
    const { production, id } = locate(this.production, name);
    const evaluated = this.otherStates(production).of(id);
    const crossing = evaluated === null ? null : redacted(this.db, production, evaluated);
    this.known.set(name, crossing);
    return crossing;
  }

  private otherStates(production: string): FreshStates {
    return this.family.get(production) ?? new FreshStates(this.db, production, this.family);
  }

  private othersBehind(): boolean {
    if (this.others === null) {
      // Set before it is known: two productions may share with each other.
      this.others = false;
      this.others = ownersFor(this.db, this.production).some((owner) => this.otherStates(owner).isBehind);
    }
    return this.others;
  }

  private row(asset: ContentRef): StoredContent | null {
    const known = this.rows.get(asset);
    if (known !== undefined) return known;
    const row = this.stored.of(this.production, asset);
    const fresh = row === null ? null : this.distilled(row);
    this.rows.set(asset, fresh);
    return fresh;
  }

  private remembered(stored: StoredContent): StoredContent {
    const content = this.distilled(stored);
    this.rows.set(content.cid, content);
    this.rows.set(content.display, content);
    return content;
  }

  /** A row that waits to be distilled anew, as it will be; every other one as it is. */
  private distilled(content: StoredContent): StoredContent {
    const { cid, stale, evaluated } = content;
    if (stale === null || evaluated === null) return content;
    const logTime = this.db.meta('logTime') ?? '';
    const own = distilledNow(this.db, this.production, cid, this.setting, logTime);
    if (own === null) return content;
    return { ...content, evaluated: { own, state: evaluated.state }, dirty: Math.max(content.dirty ?? 0, stale) };
  }

  /** Whatever was made from something dirty, and that itself; null where it is too much to say. */
  private reached(): ReadonlySet<number> | null {
    if (this.othersBehind()) return null;
    if (!this.behind) return new Set();
    const rows = this.db
      .q(
        `WITH RECURSIVE reached (cid) AS (
           SELECT cid FROM dirty WHERE production = @production
           UNION SELECT cid FROM stale WHERE production = @production
           UNION SELECT e.from_cid FROM reached r CROSS JOIN edge e ON e.to_cid = r.cid)
         SELECT cid FROM reached LIMIT @most`,
      )
      .all({ production: this.production, most: MAX_REACHED + 1 }) as { cid: number }[];
    return rows.length > MAX_REACHED ? null : new Set(rows.map((row) => row.cid));
  }

  /** Evaluates, inputs first and without recursion, whatever at or above this content is dirty. */
  private freshen(asset: ContentRef): void {
    const stack: { content: ContentRef; entered: boolean }[] = [{ content: asset, entered: false }];
    while (stack.length > 0) {
      const frame = stack.at(-1)!;
      const row = this.row(frame.content);
      if (row === null || row.evaluated === null || (this.stale.has(frame.content) && !frame.entered)) {
        stack.pop();
        continue;
      }
      const { own } = row.evaluated;
      // A cycle passes nothing; what a reference shows may travel where rights do.
      const passing = own.edges.filter((edge) => edge.passes);
      if (!frame.entered) {
        frame.entered = true;
        // Marked before its inputs are visited: an edge inside a cycle passes nothing and is not followed anyway.
        this.stale.set(frame.content, false);
        for (const { to } of passing) {
          if (this.stale.has(to)) continue;
          if (isForeign(to)) this.stale.set(to, this.otherStates(locate(this.production, to).production).isBehind);
          else stack.push({ content: to, entered: false });
        }
        continue;
      }
      stack.pop();
      if (row.dirty === null && !passing.some((edge) => this.stale.get(edge.to) === true)) continue;
      this.stale.set(frame.content, true);
      this.stale.set(row.display, true);
      const evaluated = { own, state: evaluateContent(own, this.look, this.setting.policy) };
      this.known.set(frame.content, evaluated);
      this.known.set(row.display, evaluated);
      if (JSON.stringify(evaluated.state) === JSON.stringify(row.evaluated.state)) continue;
      const causes = passing.map((edge) => this.changed.get(edge.to) ?? 0);
      this.changed.set(row.display, Math.max(row.dirty ?? 0, ...causes));
    }
  }
}
