import type { DeliveryData, ToolUseRuledData } from '@clearance/domain';
import type {
  ApprovalTerms,
  ContentRef,
  JudgeContext,
  Policy,
  Registry,
  ToolRuling,
  UsageBook,
  UseFacts,
} from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { pinnedPolicies } from './live-release.js';
import { policyOf, type PolicyInForce } from './policies.js';
import { RegisterBook } from './register-book.js';
import { StoredUsages } from './usage-book.js';

/** What contents of one production are distilled with, as far as events were applied. */
export interface Setting extends PolicyInForce {
  readonly registry: Registry;
  readonly rulings: readonly ToolRuling[];
  readonly usages: UsageBook;
  /** Other policies, under which live releases are watched. */
  readonly pinned: readonly Policy[];
}

/** Settings of productions, each read once until something that belongs to one is applied. */
export class Settings {
  private readonly known = new Map<string, Setting>();

  constructor(private readonly db: ReadModelDatabase) {}

  of(production: string): Setting {
    let setting = this.known.get(production);
    if (setting === undefined) {
      setting = settingOf(this.db, production);
      this.known.set(production, setting);
    }
    return setting;
  }

  forget(): void {
    this.known.clear();
  }
}

export function settingOf(db: ReadModelDatabase, production: string): Setting {
  return {
    ...policyOf(db, production),
    registry: new RegisterBook(db, production),
    rulings: rulingsOf(db, production),
    usages: new StoredUsages(db, production),
    pinned: pinnedPolicies(db, production),
  };
}

/** How the delivery uses the root of a finding (F8); null where nobody declared it. */
export function declaredUsesOf(
  db: ReadModelDatabase,
  production: string,
  delivery: string,
): (root: ContentRef) => UseFacts | null {
  const rows = db
    .q(
      `SELECT a.cid AS cid, u.data AS data FROM declared_use u JOIN asset a ON a.production = u.production AND a.id = u.asset
       WHERE u.production = ? AND u.delivery = ? ORDER BY u.n`,
    )
    .all(production, delivery) as { cid: number; data: string }[];
  if (rows.length === 0) return () => null;
  const uses = new Map<ContentRef, UseFacts>();
  for (const { cid, data } of rows) {
    const { display } = db.q('SELECT display FROM content WHERE cid = ?').get(cid) as { display: string };
    const declared = useFacts(JSON.parse(data) as DeliveryData['use-declared']);
    const before = uses.get(display);
    uses.set(display, before === undefined ? declared : moreDemanding(before, declared));
  }
  return (root) => uses.get(root) ?? null;
}

/** What judging of contents of a production needs. `delivery`: whose declared uses count; null for the bare use. */
export function judgingOf(
  db: ReadModelDatabase,
  production: string,
  delivery: string | null,
  policy: Policy = policyOf(db, production).policy,
): JudgeContext {
  const context = { terms: termsOf(db), logTime: db.meta('logTime') ?? '', pack: policy };
  return delivery === null ? context : { ...context, declaredUse: declaredUsesOf(db, production, delivery) };
}

/** Terms of an approval, of an asset or of a usage, or of a ruling on a tool by its id (without the `~` of one that has ended). */
export function termsOf(db: ReadModelDatabase): (approval: string) => ApprovalTerms | null {
  const known = new Map<string, ApprovalTerms | null>();
  return (id) => {
    const cached = known.get(id);
    if (cached !== undefined) return cached;
    const row = (db.q('SELECT terms FROM approval WHERE id = ?').get(id) ??
      db.q('SELECT terms FROM tool_ruling WHERE id = ?').get(id) ??
      db.q('SELECT terms FROM usage_approval WHERE id = ?').get(id)) as { terms: string } | undefined;
    const terms = row === undefined ? null : (JSON.parse(row.terms) as ApprovalTerms);
    known.set(id, terms);
    return terms;
  };
}

/** Those that are not void from the start. */
function rulingsOf(db: ReadModelDatabase, production: string): ToolRuling[] {
  const rows = db
    .q(
      `SELECT r.id AS id, r.terms AS terms, e.data AS data, e.meta AS meta, e.revision AS revision, s.name AS stream
       FROM tool_ruling r JOIN event e ON e.n = r.n JOIN stream s ON s.sid = e.sid LEFT JOIN event v ON v.n = r.revoked_n
       WHERE r.production = ? AND coalesce(v.data ->> 'effect', 'from') = 'from' ORDER BY r.n`,
    )
    .all(production) as { id: string; terms: string; data: string; meta: string; revision: number; stream: string }[];
  return rows.map(({ id, terms, data, meta, revision, stream }): ToolRuling => {
    const { tool, version, mode, rules } = JSON.parse(data) as ToolUseRuledData;
    const by = (JSON.parse(meta) as { actor: { subject: string } }).actor.subject;
    const { endsAt } = JSON.parse(terms) as ApprovalTerms;
    return { id, tool, version, mode, rules, expiresAt: endsAt, by, evidence: { stream, revision } };
  });
}

function useFacts({ prominence, onScreen, humanInput }: DeliveryData['use-declared']): UseFacts {
  return { prominence, onScreen, humanInput };
}

const BY_DEMAND: Readonly<Record<string, readonly string[]>> = {
  prominence: ['none', 'incidental', 'story_relevant', 'key_element', 'unknown'],
  onScreen: ['no', 'yes', 'unknown'],
  humanInput: ['meaningful', 'some', 'none', 'unknown'],
};

/** Claims of one content may be spoken of apart; of what is said of each the more demanding counts. */
function moreDemanding(a: UseFacts, b: UseFacts): UseFacts {
  return Object.fromEntries(
    Object.entries(BY_DEMAND).map(([field, order]) => {
      const rank = (use: UseFacts) => order.indexOf(String(use[field] ?? 'unknown'));
      return [field, rank(a) >= rank(b) ? a[field] : b[field]];
    }),
  );
}
