import type { CheckData, ManifestRefData } from '@clearance/domain';
import type { Applied, ApplyContext } from './context.js';

/** Place of the files that `--root` found among a check's manifests. */
export const FILES_ORD = -1;

/** An event of a check stream. Items are not copied: check -> manifest is a join (D3). */
export function applyCheck(context: ApplyContext, { event, production, id, sid }: Applied): void {
  const { db } = context;
  switch (event.type) {
    case 'check-requested': {
      const data = event.data as CheckData['check-requested'];
      db.q('INSERT OR IGNORE INTO check_run (production, id, sid, delivery, requested_n) VALUES (?, ?, ?, ?, ?)').run(
        production,
        id,
        sid,
        data.delivery,
        event.n,
      );
      for (const [ord, manifest] of data.manifests.entries()) link(context, sid, ord, production, manifest);
      if (data.files !== null) link(context, sid, FILES_ORD, production, data.files);
      db.q('INSERT OR IGNORE INTO open_request (n, sid, kind, recorded_at) VALUES (?, ?, ?, ?)').run(
        event.n,
        sid,
        'check',
        event.meta.recordedAt,
      );
      break;
    }
    case 'held':
      for (const item of (event.data as CheckData['held']).items) {
        db.q('INSERT OR IGNORE INTO check_held (check_sid, manifest, item, data) VALUES (?, ?, ?, ?)').run(
          sid,
          item.manifest,
          item.item,
          JSON.stringify(item),
        );
      }
      break;
    case 'checked': {
      const data = event.data as CheckData['checked'];
      db.q('DELETE FROM open_request WHERE sid = ?').run(sid);
      db.q('UPDATE check_run SET checked_n = ?, decision = ? WHERE production = ? AND id = ?').run(
        event.n,
        data.verdict,
        production,
        id,
      );
      const run = db.q('SELECT delivery FROM check_run WHERE production = ? AND id = ?').get(production, id) as {
        delivery: string;
      };
      db.q('UPDATE delivery SET last_check = ? WHERE production = ? AND id = ?').run(id, production, run.delivery);
      break;
    }
    case 'interrupted':
      db.q('DELETE FROM open_request WHERE sid = ?').run(sid);
      break;
    default:
  }
}

function link({ db }: ApplyContext, sid: number, ord: number, production: string, manifest: ManifestRefData): void {
  const row = db.q('SELECT mid FROM manifest WHERE production = ? AND id = ?').get(production, manifest.id) as
    { mid: number } | undefined;
  if (row === undefined)
    throw new Error(`a check names manifest ${manifest.id}, which is not in the log before it (E4)`);
  db.q('INSERT OR IGNORE INTO check_manifest (check_sid, ord, mid) VALUES (?, ?, ?)').run(sid, ord, row.mid);
}
