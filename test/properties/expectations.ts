import type { Tally } from './history/tally.js';

/** Histories in a thousand in which each of these has to happen: a search that never gets there proves nothing of it. */
const PER_THOUSAND: Readonly<Record<string, number>> = {
  '= findings cleared by approvals': 150,
  '= approvals void by a maker': 40,
  '= confirmations that hold': 30,
  '= retractions that count': 50,
  '= temporary-mark-lifted': 30,
  '= joined contents': 200,
  '= joined late, by another digest than the first': 3,
  '= cycles': 50,
  '= contents with a fault': 20,
  '= promoted-to-deliverable': 100,
  '= promotion-refused': 50,
  '= released': 200,
  '= release-refused': 50,
  '= interrupted': 1,
  '= facts between the point and the outcome': 10,
  '= compromised': 50,
  '= affected': 3,
  '= questioned': 50,
  '= concern-closed': 10,
  '= recalled': 5,
  '= clock-advanced': 3,
};

/** What happened in fewer histories than it should. A few hundred of them are too few to say. */
export function missingIn(tally: Tally, runs: number): string[] {
  if (runs < 1_000) return [];
  return Object.entries(PER_THOUSAND)
    .filter(([name, wanted]) => tally.histories(name) < (wanted * runs) / 1_000)
    .map(([name, wanted]) => `${name}: in ${tally.histories(name)} of ${runs} histories, wanted ${wanted} of 1000`);
}
