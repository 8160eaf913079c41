import type { ReadModelDatabase } from '../database.js';

/**
 * Contents that have to be distilled anew because something beside their own facts changed: the policy of the production, what
 * a register says, a ruling on a tool. There may be very many of them at once, so they are only noted in the transaction of the
 * event and taken up in small steps; whoever judges in between distils what is noted for himself.
 */
export function noteProduction(db: ReadModelDatabase, production: string, n: number): void {
  db.q(
    `INSERT INTO stale (cid, production, n) SELECT c.cid, c.production, ? FROM content c JOIN own_state o ON o.cid = c.cid
     WHERE c.production = ? ON CONFLICT (cid) DO UPDATE SET n = excluded.n`,
  ).run(n, production);
}

/**
 * Everything there is, because another engine is active: what contents say may be the same under it, and what they carry and how
 * that is judged another all the same, so all of it is evaluated anew as well.
 */
export function noteEverything(db: ReadModelDatabase, n: number): void {
  const all = 'FROM content c JOIN own_state o ON o.cid = c.cid WHERE true';
  db.q(
    `INSERT INTO stale (cid, production, n) SELECT c.cid, c.production, ? ${all} ON CONFLICT (cid) DO UPDATE SET n = excluded.n`,
  ).run(n);
  db.q(
    `INSERT INTO dirty (cid, production, rank, n) SELECT c.cid, c.production, c.rank, ? ${all}
     ON CONFLICT (cid) DO UPDATE SET n = excluded.n`,
  ).run(n);
}

/** Everything that asked this of a register. `production`: null = of every one. */
export function noteAskers(db: ReadModelDatabase, asked: string, production: string | null, n: number): void {
  db.q(
    `INSERT INTO stale (cid, production, n) SELECT c.cid, c.production, ? FROM asked a CROSS JOIN content c ON c.cid = a.cid
     WHERE a.name = ? AND (? IS NULL OR c.production = ?) ON CONFLICT (cid) DO UPDATE SET n = excluded.n`,
  ).run(n, asked, production, production);
}

/** Contents that say they were made under a usage, as far as they are these bytes. `digests`: sha256. */
export function noteMadeUnder(
  db: ReadModelDatabase,
  production: string,
  usage: string,
  digests: readonly string[],
  n: number,
): void {
  db.q(
    `INSERT INTO stale (cid, production, n) SELECT DISTINCT c.cid, c.production, @n FROM json_each(@digests) j
     CROSS JOIN digest g ON g.production = @production AND g.algorithm = 'sha256' AND g.value = j.value
     CROSS JOIN asset a ON a.sid = g.sid CROSS JOIN asked k ON k.name = @asked AND k.cid = a.cid
     CROSS JOIN content c ON c.cid = a.cid WHERE true ON CONFLICT (cid) DO UPDATE SET n = excluded.n`,
  ).run({ n, digests: JSON.stringify(digests), production, asked: `usage:${usage}` });
}

export function anyStale(db: ReadModelDatabase, production: string): boolean {
  return db.q('SELECT 1 FROM stale WHERE production = ? LIMIT 1').get(production) !== undefined;
}

/** What falls due by itself. */
export function noteDue(db: ReadModelDatabase, logTime: string, n: number): void {
  db.q(
    `INSERT INTO stale (cid, production, n) SELECT DISTINCT c.cid, c.production, ? FROM due d CROSS JOIN content c ON c.cid = d.cid
     WHERE d.at <= ? ON CONFLICT (cid) DO UPDATE SET n = excluded.n`,
  ).run(n, logTime);
}
