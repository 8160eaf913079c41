import { emptyToken, evolveToken, type AccessData, type ProductionData } from '@clearance/domain';
import type { Applied, ApplyContext } from './context.js';

export function applyProduction({ db }: ApplyContext, { event, id }: Applied): void {
  if (event.type === 'opened') {
    const data = event.data as ProductionData['opened'];
    db.q('INSERT OR IGNORE INTO production (id, title, state, opened_at, opened_by, n) VALUES (?, ?, ?, ?, ?, ?)').run(
      id,
      data.title,
      'open',
      event.meta.recordedAt,
      event.meta.actor.subject,
      event.n,
    );
  }
  if (event.type === 'worklist-assigned') {
    const { item, owner } = event.data as ProductionData['worklist-assigned'];
    db.q('INSERT OR REPLACE INTO assignment (production, item, owner) VALUES (?, ?, ?)').run(id, item, owner);
  }
  if (event.type === 'closed')
    db.q("UPDATE production SET state = 'closed', closed_at = ?, n = ? WHERE id = ?").run(
      event.meta.recordedAt,
      event.n,
      id,
    );
}

export function applyAccess({ db }: ApplyContext, { event, id }: Applied): void {
  // Throws where the event cannot be read: it is set aside then, and with it what the token may do.
  evolveToken(emptyToken(id), event);
  if (event.type === 'token-issued') {
    const data = event.data as AccessData['token-issued'];
    db.q(
      `INSERT OR IGNORE INTO token (id, name, hash, subject, kind, grants, restricted, issued_at, issued_by, expires_at, n)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      data.token,
      data.name ?? null,
      data.hash,
      data.subject,
      data.kind,
      JSON.stringify(data.grants),
      data.restrict === null ? null : JSON.stringify(data.restrict),
      event.meta.recordedAt,
      event.meta.actor.subject,
      data.expiresAt,
      event.n,
    );
  }
  if (event.type === 'token-revoked')
    db.q('UPDATE token SET revoked_at = ? WHERE id = ?').run(event.meta.recordedAt, id);
}

/** What cannot be read may be what ends the token. */
export function endToken({ db }: ApplyContext, { event, id }: Applied): void {
  db.q('UPDATE token SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?').run(event.meta.recordedAt, id);
}
