import { SmallLedger } from './ledger.js';

/** A camera plate: registered, its bytes and its origin known, and nothing else. */
export function plate(): SmallLedger {
  const ledger = new SmallLedger();
  ledger.camera('plate');
  return ledger;
}

/** Own findings as `rule root: message`. */
export function findingsOf(ledger: SmallLedger, id: string): string[] {
  return ledger.own(id).findings.map(({ rule, root, message }) => `${rule} ${root}: ${message}`);
}

/** Rules of the own findings. */
export function rulesOf(ledger: SmallLedger, id: string): string[] {
  return ledger.own(id).findings.map(({ rule }) => rule);
}
