import { productionStream, type PinnedPack } from '@clearance/domain';
import {
  BUNDLED_PACKS,
  basePolicy,
  composePolicy,
  documentDigest,
  underEngine,
  type Adoption,
  type LedgerFault,
  type PackDocument,
  type Policy,
} from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { activeEngine } from '../engine.js';

/** What a production is judged by, and what is wrong with that; a fault makes everything in it unknown. */
export interface PolicyInForce {
  readonly policy: Policy;
  readonly faults: readonly LedgerFault[];
}

/** Put together once for all connections of a thread: packs are values, and a digest says which. */
const composed = new Map<string, Policy | string>();
const MAX_COMPOSED = 200;

/** The policy of a production, and the engine that it is evaluated by, as the events applied so far say it. */
export function policyOf(db: ReadModelDatabase, production: string): PolicyInForce {
  const base = underEngine(basePolicy, activeEngine(db));
  const row = db.q('SELECT policy, policy_n, fault FROM production WHERE id = ?').get(production) as
    { policy: string | null; policy_n: number | null; fault: string | null } | undefined;
  if (row === undefined || (row.policy === null && row.fault === null)) return { policy: base, faults: [] };
  const found = row.policy === null ? base : pinnedPolicy(db, row.policy);
  const faults: LedgerFault[] = [];
  const evidence = { stream: productionStream(production), revision: revisionOf(db, row.policy_n) };
  if (row.fault !== null) faults.push({ message: row.fault, evidence });
  if (typeof found === 'string') faults.push({ message: found, evidence });
  return { policy: typeof found === 'string' ? base : found, faults };
}

/**
 * The policy that pinned packs make.
 * @param packs JSON of PinnedPack[]
 * @param engine that it is evaluated by; the active one unless told otherwise
 * @returns why there is none where one of them is not there as it was pinned
 */
export function pinnedPolicy(db: ReadModelDatabase, packs: string, engine = activeEngine(db)): Policy | string {
  const found = composedPolicy(db, packs);
  return typeof found === 'string' ? found : underEngine(found, engine);
}

function composedPolicy(db: ReadModelDatabase, packs: string): Policy | string {
  const known = composed.get(packs);
  if (known !== undefined) return known;
  const result = compose(db, JSON.parse(packs) as PinnedPack[]);
  if (composed.size >= MAX_COMPOSED) composed.clear();
  // A pack that is not there may still be published.
  if (typeof result !== 'string') composed.set(packs, result);
  return result;
}

/**
 * The policy that a release was judged by.
 * @param engine that its outcome names.
 * @param policies JSON of the `policies` of its outcome. Where one of them is not there, of all others only the base rules are
 *   known: a finding of a rule that is not known binds everywhere and is cleared by nothing.
 */
export function pinnedBy(db: ReadModelDatabase, policies: string, engine: number): Policy {
  const packs = (JSON.parse(policies) as PinnedPack[]).filter(({ id }) => id !== basePolicy.id);
  const found = packs.length === 0 ? basePolicy : pinnedPolicy(db, JSON.stringify(packs), engine);
  return underEngine(typeof found === 'string' ? basePolicy : found, engine);
}

function compose(db: ReadModelDatabase, packs: readonly PinnedPack[]): Policy | string {
  const adoptions: Adoption[] = [];
  for (const { id, version, digest, switches } of packs) {
    const pack = packDocument(db, id, version);
    if (pack === null) return `the policy cannot be read: pack ${id}@${version} is not here`;
    if (documentDigest(pack) !== digest)
      return `the policy cannot be read: pack ${id}@${version} is not the one that was adopted`;
    adoptions.push({ pack, switches: switches as Record<string, boolean> });
  }
  const result = composePolicy(adoptions);
  if (result.ok) return result.policy;
  return `the policy cannot be read: ${result.faults.map(({ pack, message }) => `${pack}: ${message}`).join('; ')}`;
}

/** A pack by id and version, published or built in; null where there is none. */
export function packDocument(db: ReadModelDatabase, id: string, version: string): PackDocument | null {
  const row = db
    .q('SELECT e.data AS data FROM pack p JOIN event e ON e.n = p.n WHERE p.id = ? AND p.version = ?')
    .get(id, version) as { data: string } | undefined;
  if (row !== undefined) return (JSON.parse(row.data) as { pack: PackDocument }).pack;
  return BUNDLED_PACKS.find((pack) => pack.id === id && pack.version === version) ?? null;
}

function revisionOf(db: ReadModelDatabase, n: number | null): number {
  if (n === null) return 0;
  return (db.q('SELECT revision FROM event WHERE n = ?').get(n) as { revision: number } | undefined)?.revision ?? 0;
}
