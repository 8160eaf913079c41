import type { RebuildProgress } from '@clearance/projections';
import { conditionOf, type OpenFolder } from '../ledger/open-ledger.js';
import { RebuildHost } from '../ledger/rebuild-host.js';
import { say } from './exits.js';
import type { Stopping } from './stopping.js';

/**
 * Makes sure that the folder has a read model that this program can go on with. Where it has none, one of another version
 * or a damaged one, it is built beside and takes its place when it is whole.
 * @param report how far the building is.
 * @throws LogMismatch and what else keeps the folder from being used.
 */
export async function prepareReadModel(
  folder: OpenFolder,
  stopping: Stopping,
  report: (progress: RebuildProgress) => void,
): Promise<void> {
  const condition = conditionOf(folder);
  if (condition.kind === 'usable') return;
  const reason = condition.kind === 'missing' ? 'there is no read model yet' : condition.reason;
  say(`${reason}; it is built anew from ${folder.store.headSync()} events of the log`);
  const building = new RebuildHost(folder.folder, report);
  stopping.add(() => building.stop());
  const events = await building.built;
  say(`read model built from ${events} events`);
}
