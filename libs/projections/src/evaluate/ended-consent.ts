import { holds, type Failure, type Registry } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { distilledNow } from './distilled.js';
import type { LiveRelease } from './live-release.js';
import { settingOf } from './setting.js';

/**
 * D5: whether a finding makes a release fail only because a consent or licence ended at a date after it. Asked of the content
 * where it arises: with every consent as it stood when the release was made, the finding would not be there.
 */
export function restsOnEndedConsent(db: ReadModelDatabase, release: LiveRelease, failure: Failure): boolean {
  const { production, releasedAt, policy, use } = release;
  const row = db
    .q('SELECT a.cid AS cid FROM asset a WHERE a.production = ? AND a.id = ?')
    .get(production, failure.root) as { cid: number } | undefined;
  if (row === undefined || !asksConsents(db, row.cid)) return false;
  const setting = settingOf(db, production);
  const registry: Registry = {
    tool: (tool, at) => setting.registry.tool(tool, at),
    vendor: (vendor, at) => setting.registry.vendor(vendor, at),
    consent: (consent, at) => setting.registry.consent(consent, at < releasedAt ? at : releasedAt),
  };
  const own = distilledNow(db, production, row.cid, { ...setting, policy, registry }, db.meta('logTime') ?? '');
  const { rule, element } = failure;
  const still = own?.findings.find((finding) => finding.rule === rule && finding.element === element);
  return still === undefined || (still.guard !== undefined && !holds(still.guard, { ...use }, 'possible'));
}

function asksConsents(db: ReadModelDatabase, cid: number): boolean {
  return (
    db.q("SELECT 1 FROM asked WHERE cid = ? AND name >= 'consent:' AND name < 'consent;' LIMIT 1").get(cid) !==
    undefined
  );
}
