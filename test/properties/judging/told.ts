import type { Digests, Use } from '@clearance/domain';
import { basePack, judge, type ApprovalTerms, type OwnState } from '@clearance/policy';
import type { ReadModelDatabase } from '@clearance/projections';
import { stateOfText } from '../../../libs/projections/src/testing/index.js';
import type { ContentAccount, DeliveryAccount, LedgerAccount } from './account.js';
import { USES } from './uses.js';

/** What a read model says, taken from its tables. */
export function accountIn(db: ReadModelDatabase): LedgerAccount {
  return { contents: contentsIn(db), deliveries: deliveriesIn(db), breaches: breachesIn(db), open: openIn(db) };
}

function contentsIn(db: ReadModelDatabase): Record<string, ContentAccount> {
  const rows = db
    .q(
      `SELECT c.cid AS cid, c.production AS production, c.display AS display, o.data AS own, c.classes AS classes, c.state AS state,
              c.compliant AS compliant, c.counts AS counts, c.cycle AS cycle
       FROM content c JOIN own_state o ON o.cid = c.cid`,
    )
    .all() as {
    cid: number;
    production: string;
    display: string;
    own: string;
    classes: string;
    state: string;
    compliant: number;
    counts: string;
    cycle: number | null;
  }[];
  const context = { terms: termsIn(db), logTime: db.meta('logTime')!, pack: basePack };
  return Object.fromEntries(
    rows.map((row) => {
      const own = JSON.parse(row.own) as OwnState;
      const claims = db.q('SELECT id, registered, digests FROM asset WHERE cid = ? ORDER BY id').all(row.cid) as {
        id: string;
        registered: number;
        digests: string;
      }[];
      const counts = JSON.parse(row.counts) as Record<string, number>;
      const account: ContentAccount = {
        claims: claims.filter(({ registered }) => registered === 1).map(({ id }) => id),
        digests: valuesOf(claims.map(({ digests }) => JSON.parse(digests) as Digests)),
        makers: [...own.submitters],
        completeness: own.completeness,
        edges: [
          ...new Set(own.edges.map(({ to, kind, passes }) => `${kind} ${to}${passes ? '' : ' (in a cycle)'}`)),
        ].sort(),
        own: own.findings.map(({ rule, root, outcome }) => `${rule} ${root} ${outcome}`).sort(),
        state: row.state,
        compliant: row.compliant === 1,
        counts: { deny: counts['deny']!, unknown: counts['unknown']!, approval: counts['approval']! },
        inCycle: row.cycle !== null,
        uses: Object.fromEntries(Object.entries(USES).map(([name, use]) => [name, judged(row.classes, use, context)])),
      };
      return [`${row.production} ${row.display}`, account];
    }),
  );
}

function judged(classes: string, use: Use, context: Parameters<typeof judge>[2]) {
  const { state, open, cleared } = judge(stateOfText(classes), use, context);
  const texts = (findings: readonly { rule: string; root: string; outcome: string }[]) =>
    findings
      .filter(({ outcome }) => outcome !== 'notice')
      .map(({ rule, root }) => `${rule} ${root}`)
      .sort();
  return { state, open: texts(open), cleared: texts(cleared) };
}

function termsIn(db: ReadModelDatabase): (id: string) => ApprovalTerms | null {
  return (id) => {
    const row = db.q('SELECT terms FROM approval WHERE id = ?').get(id) as { terms: string } | undefined;
    return row === undefined ? null : (JSON.parse(row.terms) as ApprovalTerms);
  };
}

function valuesOf(all: readonly Digests[]): string[] {
  return [
    ...new Set(all.flatMap((digests) => Object.entries(digests).map(([name, value]) => `${name}:${value}`))),
  ].sort();
}

function deliveriesIn(db: ReadModelDatabase): Record<string, DeliveryAccount> {
  const rows = db.q('SELECT production, id, status, last_check FROM delivery').all() as {
    production: string;
    id: string;
    status: string;
    last_check: string | null;
  }[];
  return Object.fromEntries(
    rows.map(({ production, id, status, last_check }) => {
      const live = db
        .q('SELECT decision FROM release WHERE production = ? AND delivery = ? AND live = 1')
        .all(production, id) as {
        decision: string;
      }[];
      const promoted = db
        .q(
          'SELECT a.id AS id FROM promotion p JOIN asset a ON a.sid = p.asset_sid WHERE p.production = ? AND p.delivery = ? ORDER BY a.id',
        )
        .all(production, id) as { id: string }[];
      const account: DeliveryAccount = {
        status,
        lastCheck: last_check,
        live: live.map(({ decision }) => decision),
        promoted: promoted.map((row) => row.id),
      };
      return [`${production} ${id}`, account];
    }),
  );
}

/** D4, D5: of each live release what fails now; announced or not, that is all the same here. */
function breachesIn(db: ReadModelDatabase): Record<string, string[]> {
  const live = db.q('SELECT decision FROM release WHERE live = 1').all() as { decision: string }[];
  return Object.fromEntries(
    live.map(({ decision }) => {
      const rows = db.q('SELECT rule, root FROM breach WHERE decision = ? AND gone = 0').all(decision) as {
        rule: string;
        root: string;
      }[];
      return [decision, rows.map(({ rule, root }) => `${rule} ${root}`).sort()];
    }),
  );
}

function openIn(db: ReadModelDatabase): Record<string, string[]> {
  const ids = (sql: string) => (db.q(sql).all() as { id: string }[]).map(({ id }) => id).sort();
  return {
    requests: ids('SELECT s.name AS id FROM open_request o JOIN stream s ON s.sid = o.sid'),
    retractions: ids('SELECT id FROM retraction WHERE open = 1'),
    unsettled: ids('SELECT c.display AS id FROM dirty d JOIN content c ON c.cid = d.cid'),
    unannounced: ids(
      `SELECT b.rule || ' ' || b.root AS id FROM breach b WHERE announced = 0 OR (gone = 1 AND kind <> 'compromised')
       OR decision NOT IN (SELECT decision FROM release WHERE live = 1)`,
    ),
  };
}
