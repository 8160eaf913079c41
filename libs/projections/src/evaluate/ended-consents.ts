import { holds, type Failure, type OwnState, type Registry } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { distilledNow } from './distilled.js';
import type { LiveRelease } from './live-release.js';
import { settingOf, type Setting } from './setting.js';

/**
 * D5: which findings make a release fail only because a consent or licence ended at a date after it. Asked of the content
 * where a finding arises: with every consent as it stood when the release was made, it would not be there. Holds as long as
 * no event is applied; each root is distilled once.
 */
export class EndedConsents {
  private readonly roots = new Map<string, OwnState | null>();
  private atRelease: Setting | null = null;

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly release: LiveRelease,
  ) {}

  explain({ rule, root, element }: Failure): boolean {
    const own = this.rootAtRelease(root);
    if (own === null) return false;
    const still = own.findings.find((finding) => finding.rule === rule && finding.element === element);
    return (
      still === undefined || (still.guard !== undefined && !holds(still.guard, { ...this.release.use }, 'possible'))
    );
  }

  /** null for what asks no consent. */
  private rootAtRelease(root: string): OwnState | null {
    let own = this.roots.get(root);
    if (own === undefined) {
      own = this.distilled(root);
      this.roots.set(root, own);
    }
    return own;
  }

  private distilled(root: string): OwnState | null {
    const { production } = this.release;
    const row = this.db.q('SELECT cid FROM asset WHERE production = ? AND id = ?').get(production, root) as
      { cid: number } | undefined;
    if (row === undefined || !asksConsents(this.db, row.cid)) return null;
    this.atRelease ??= settingAt(this.db, this.release);
    return distilledNow(this.db, production, row.cid, this.atRelease, this.db.meta('logTime') ?? '');
  }
}

function settingAt(db: ReadModelDatabase, { production, policy, releasedAt }: LiveRelease): Setting {
  const setting = settingOf(db, production);
  const registry: Registry = {
    tool: (tool, at) => setting.registry.tool(tool, at),
    vendor: (vendor, at) => setting.registry.vendor(vendor, at),
    consent: (consent, at) => setting.registry.consent(consent, at < releasedAt ? at : releasedAt),
  };
  return { ...setting, policy, registry };
}

function asksConsents(db: ReadModelDatabase, cid: number): boolean {
  return (
    db.q("SELECT 1 FROM asked WHERE cid = ? AND name >= 'consent:' AND name < 'consent;' LIMIT 1").get(cid) !==
    undefined
  );
}
