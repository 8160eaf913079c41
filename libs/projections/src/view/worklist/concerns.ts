import type { EventRef } from '@clearance/policy';
import { claimsOf, findAsset } from '../content.js';
import { metaOf } from '../event.js';
import { eventAt } from '../evidence.js';
import { seesAny } from '../visibility.js';
import type { Source } from './item.js';

interface BreachRow {
  readonly decision: string;
  readonly delivery: string;
  readonly released_at: string;
  readonly rule: string;
  readonly root: string;
  readonly element: string;
  readonly kind: string;
  readonly message: string;
  readonly evidence: string;
}

/**
 * What makes live releases fail (D4, D5), one entry a release and finding; a compromise stands also where its cause has
 * gone, until the release is no longer live. Key: decision, rule, root, element.
 */
export const concernItems: Source = function* ({ db, production, visible }, after) {
  const [decision = '', rule = '', root = '', element = ''] = (after ?? []) as string[];
  const rows = db
    .q(
      `SELECT b.decision AS decision, r.delivery AS delivery, r.released_at AS released_at, b.rule AS rule, b.root AS root,
              b.element AS element, b.kind AS kind, b.message AS message, b.evidence AS evidence
       FROM release r JOIN breach b ON b.decision = r.decision
       WHERE r.production = ? AND r.live = 1 AND (b.gone = 0 OR b.kind = 'compromised') AND (b.decision, b.rule, b.root, b.element) > (?, ?, ?, ?)
       ORDER BY b.decision, b.rule, b.root, b.element`,
    )
    .all(production, decision, rule, root, element) as BreachRow[];
  for (const row of rows) {
    const key = [row.decision, row.rule, row.root, row.element];
    const found = findAsset(db, production, row.root);
    const readable = found === null ? visible(row.root) : seesAny(visible, claimsOf(db, found.content.cid));
    if (!readable) {
      yield { key, identity: [], item: null };
      continue;
    }
    const times = (JSON.parse(row.evidence) as EventRef[]).flatMap((ref) => {
      const event = eventAt(db, ref);
      return event === null ? [] : [metaOf(event).recordedAt];
    });
    yield {
      key,
      identity: ['concern', ...key],
      item: {
        kind: 'concern',
        asset: found?.content.display ?? row.root,
        delivery: row.delivery,
        rule: row.rule,
        message: `${row.delivery} was released and is now ${row.kind}: ${row.message}`,
        // A fact that is older than the release became a concern when the release was made.
        since: [...times, row.released_at].sort().at(-1) ?? row.released_at,
        owner: null,
        dueAt: null,
        clears: {
          message:
            'The cause is cleared and the delivery released again on a newer check, or it is recalled or replaced',
          anyOf: [],
        },
      },
    };
  }
};
