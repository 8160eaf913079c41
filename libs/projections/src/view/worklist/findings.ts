import { REPLACEMENT_RULE } from '@clearance/domain';
import { toFinding, type Evaluated, type OpenFinding } from '@clearance/policy';
import type { ReadModelDatabase } from '../../database.js';
import { claimsOf } from '../content.js';
import { metaOf } from '../event.js';
import { eventAt } from '../evidence.js';
import { Judge } from '../judged.js';
import { seesAny } from '../visibility.js';
import type { Source, SourceContext, WorklistEntry, WorklistItem, WorklistKind } from './item.js';

const BATCH = 200;

/**
 * Open findings at the contents where they arise, one entry a content and rule: what is cleared there is cleared in
 * everything made from it. Key: display id, rule.
 */
export const findingItems: Source = function* (context, after) {
  const { db, production } = context;
  const judge = new Judge(db, production);
  let [asset = '', rule = ''] = (after ?? []) as string[];
  for (;;) {
    const rows = db
      .q(
        `SELECT c.cid AS cid, c.display AS display FROM content c CROSS JOIN asset a ON a.sid = c.cid
         WHERE c.production = ? AND c.rules <> '' AND c.display >= ? AND a.registered = 1 ORDER BY c.display LIMIT ?`,
      )
      .all(production, asset, BATCH) as { cid: number; display: string }[];
    for (const { cid, display } of rows) {
      for (const entry of entriesOf(context, judge, cid, display)) {
        if (display === asset && String(entry.key[1]) <= rule) continue;
        yield entry;
      }
      [asset, rule] = [display, '\uffff'];
    }
    if (rows.length < BATCH) return;
  }
};

function* entriesOf(
  { db, visible, within }: SourceContext,
  judge: Judge,
  cid: number,
  display: string,
): Generator<WorklistEntry> {
  const judged = within === null || within.has(cid) ? judge.of(display) : null;
  const arising = judged === null ? [] : judged.verdict.open.filter((finding) => arisesAt(judged.evaluated, finding));
  const rules = [...new Set(arising.map((finding) => finding.rule))].sort();
  if (judged === null || rules.length === 0 || !seesAny(visible, claimsOf(db, cid))) {
    yield { key: [display, ''], identity: [], item: null };
    return;
  }
  for (const rule of rules) {
    const group = arising.filter((finding) => finding.rule === rule);
    yield {
      key: [display, rule],
      identity: ['finding', display, rule],
      item: itemOf(db, cid, judge, judged.evaluated, group),
    };
  }
}

/** A finding arises where it is the content's own, or where a version link turned it into an unconfirmed replacement (L3). */
function arisesAt({ own, state }: Evaluated, { rule, root, element }: OpenFinding): boolean {
  const same = (other: { rule: string; root: string; element: string | null }) =>
    other.rule === rule && other.root === root && other.element === element;
  return own.findings.some(same) || state.classes.some((cls) => cls.replaces !== undefined && same(cls));
}

function itemOf(
  db: ReadModelDatabase,
  cid: number,
  judge: Judge,
  evaluated: Evaluated,
  group: readonly OpenFinding[],
): Omit<WorklistItem, 'id'> {
  const [first] = group;
  if (first === undefined) throw new Error('a worklist item has at least one finding');
  const display = evaluated.own.content;
  const finding = toFinding(first, {
    content: display,
    item: display,
    look: judge.states.look,
    pack: judge.policy,
    use: judge.use,
  });
  const more = group.length - 1;
  return {
    kind: kindOf(first),
    asset: display,
    delivery: null,
    rule: first.rule,
    message: more === 0 ? finding.message : `${finding.message}; and ${more} more of this kind`,
    since: sinceOf(db, cid, evaluated, group),
    owner: null,
    dueAt: null,
    clears: finding.clears,
  };
}

function kindOf({ rule, outcome }: OpenFinding): WorklistKind {
  if (rule === REPLACEMENT_RULE || outcome === 'deny') return 'replacement';
  if (outcome === 'approval') return 'approval';
  return outcome === 'escalate' ? 'ruling' : 'unknown';
}

/** When the first of the events that a group rests on was recorded. */
function sinceOf(db: ReadModelDatabase, cid: number, { own }: Evaluated, group: readonly OpenFinding[]): string {
  const rules = new Set(group.map((finding) => finding.rule));
  const evidence = [
    ...own.findings.filter((finding) => rules.has(finding.rule)).flatMap((finding) => finding.evidence),
    ...group.flatMap(({ cls }) =>
      own.edges.filter((edge) => cls.replaces !== undefined && edge.to === cls.via?.from).map((edge) => edge.evidence),
    ),
  ];
  const times = evidence.flatMap((ref) => {
    const row = eventAt(db, ref);
    return row === null ? [] : [metaOf(row).recordedAt];
  });
  return times.sort()[0] ?? firstRecorded(db, cid);
}

/** What rests on something that is missing waits since the content was first spoken of. */
function firstRecorded(db: ReadModelDatabase, cid: number): string {
  const row = db
    .q('SELECT e.meta AS meta FROM asset a JOIN event e ON e.sid = a.sid WHERE a.cid = ? ORDER BY e.n LIMIT 1')
    .get(cid) as { meta: string };
  return metaOf(row).recordedAt;
}
