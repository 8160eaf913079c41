import { conformanceById, usageById, type ReadModelDatabase } from '@clearance/projections';
import type { Incoming } from '../auth/index.js';
import type { Plain } from '../http/plain.js';
import { Problem } from '../ledger/ports.js';
import type { ConformanceAnswer, UsageAnswer } from './answers.js';
import { seesProposalsOf } from './usage-decisions.js';

/** A usage after a command; what became of it may be newer than `position`. */
export function usageAt(
  db: ReadModelDatabase,
  { caller }: Incoming,
  production: string,
  usage: string,
  position: number,
): Plain<UsageAnswer> {
  const view = db.snapshot(() => usageById(db, production, usage, seesProposalsOf(caller)));
  if (view === null) throw new Problem('not-found', `There is no usage ${usage} in ${production}.`);
  return { ...view, position: String(position) };
}

export function conformanceAt(
  db: ReadModelDatabase,
  { caller }: Incoming,
  production: string,
  usage: string,
  conformance: string,
  position: number,
): Plain<ConformanceAnswer> {
  const view = db.snapshot(() => conformanceById(db, production, usage, conformance, seesProposalsOf(caller)));
  if (view === null) throw new Problem('not-found', `There is no conformance ${conformance} of ${usage}.`);
  return { ...view, position: String(position) };
}

export function usagePath(production: string, usage: string): string {
  return `/v1/productions/${production}/usages/${usage}`;
}
