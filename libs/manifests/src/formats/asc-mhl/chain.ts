import { parseDigest } from '@clearance/domain';
import type { FindingsLog } from '../../findings-log.js';
import { ItemCollector } from '../../item-collector.js';
import type { ManifestLimits } from '../../limits.js';
import type { XmlElement } from '../../text/xml.js';
import type { ManifestItem } from '../../types.js';
import { pathOf } from './hash-list.js';

/**
 * The chain file: every generation of a history with its c4. The generations are structural items, relative to the
 * chain's own folder. A number left out or out of order means that a generation was removed, and is refused.
 */
export function readChain(root: XmlElement, limits: ManifestLimits, log: FindingsLog): ManifestItem[] {
  const items = new ItemCollector(log, limits);
  let expected = 1;
  for (const generation of root.children()) {
    const { line } = generation;
    if (generation.name !== 'hashlist') {
      log.refuse('malformed-entry', `<${generation.name}> inside <ascmhldirectory> is not known`, { line });
      continue;
    }
    const number = generation.attribute('sequencenr');
    if (number?.trim() !== String(expected)) {
      log.refuse('broken-chain', `generation ${number ?? '(without a number)'} where ${expected} is due`, { line });
    }
    expected += 1;
    const named = pathOf(generation, log);
    if (named === null) continue;
    const text = generation.children('c4')[0]?.text.trim() ?? '';
    const c4 = parseDigest('c4', text);
    if (c4 === null) {
      log.refuse('malformed-digest', `${JSON.stringify(text.slice(0, 100))} is no c4 digest`, {
        line,
        path: named.path,
      });
    } else if (!items.add({ path: named.path, role: 'structural', digests: { c4 }, line })) break;
    if (log.exhausted) break;
  }
  return items.finish();
}
