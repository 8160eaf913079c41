import type { BenchContext } from '../context.js';
import { startLedger } from '../ledger/ledger.js';
import type { Figure } from '../report/figure.js';
import { median } from '../support/stats.js';

/** Start of a ledger on a folder with a past, beside one on a folder without, and the memory it then takes. */
export async function measureStartUp(
  { scale, scratch }: BenchContext,
  folder: string,
  holds: { readonly events: number; readonly assets: number },
): Promise<Figure[]> {
  const withPast: number[] = [];
  const empty: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < scale.rounds; round += 1) {
    const ledger = await startLedger(folder, round === 0 ? 'first' : 'again');
    withPast.push(ledger.startedIn);
    memory.push(ledger.memory() / 1_048_576);
    await ledger.stop();
    const fresh = await startLedger(scratch.folder('empty'), 'first');
    empty.push(fresh.startedIn);
    await fresh.stop();
  }
  const note = `${holds.events} events of ${holds.assets} assets, all projected; median of ${scale.rounds}.`;
  return [
    {
      name: 'start-up',
      unit: 's',
      measured: median(withPast),
      yardstick: { value: median(empty), what: 'the first start on an empty folder' },
      goal: { kind: 'at-most', value: 2 },
      note: `From starting the process until it listens. ${note}`,
    },
    {
      name: 'memory',
      unit: 'MB',
      measured: median(memory),
      yardstick: null,
      goal: { kind: 'at-most', value: 600 },
      note: `Resident, of the whole process, when it has started to listen. ${note}`,
    },
  ];
}
