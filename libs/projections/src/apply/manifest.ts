import { DIGEST_ALGORITHMS, type ManifestData } from '@clearance/domain';
import type { Applied, ApplyContext } from './context.js';

/** An event of a manifest stream: item rows are written as chunks arrive (D3); the raw bytes stay in the log. */
export function applyManifest({ db }: ApplyContext, { event, production, id }: Applied): void {
  db.q('INSERT OR IGNORE INTO manifest (production, id, items) VALUES (?, ?, 0)').run(production, id);
  const { mid } = db.q('SELECT mid FROM manifest WHERE production = ? AND id = ?').get(production, id) as {
    mid: number;
  };
  if (event.type === 'sealed') {
    const data = event.data as ManifestData['sealed'];
    db.q('UPDATE manifest SET sealed = ?, items = ? WHERE mid = ?').run(JSON.stringify(data), data.items, mid);
    return;
  }
  const chunk = event.data as ManifestData['chunk'];
  for (const [offset, item] of (chunk.items ?? []).entries()) {
    const idx = (chunk.from ?? 0) + offset;
    db.q('INSERT OR IGNORE INTO manifest_item (mid, idx, path, data) VALUES (?, ?, ?, ?)').run(
      mid,
      idx,
      item.path,
      JSON.stringify(item),
    );
    for (const algorithm of DIGEST_ALGORITHMS) {
      const value = item.digests[algorithm];
      if (value !== undefined)
        db.q('INSERT OR IGNORE INTO manifest_digest (value, algorithm, mid, idx) VALUES (?, ?, ?, ?)').run(
          value,
          algorithm,
          mid,
          idx,
        );
    }
  }
}
