import { setTimeout as sleep } from 'node:timers/promises';
import { answeredError, undecidedError, type CliError } from '../exit/index.js';
import type { LedgerClient } from '../http/client.js';
import { problemOf } from '../http/problem.js';
import { record, records, text } from '../http/read.js';

/** The read model of a ledger at a position, table by table. */
export interface Digest {
  readonly log: string;
  readonly schema: number;
  readonly engine: number;
  readonly tables: ReadonlyMap<string, { readonly rows: number; readonly digest: string }>;
}

export interface Comparison {
  readonly position: string;
  readonly digests: readonly [Digest, Digest];
  /** Tables that are not the same, by name. */
  readonly differing: readonly string[];
}

/** How far ahead of a log that moves the ledgers are asked to meet, in events: each time further. */
const AHEAD = [0, 64, 512, 4_096] as const;
const AGAIN_MS = 200;

/**
 * Compares the read models of two ledgers at a position at which both come to rest.
 * @throws CliError 3 where they meet at none in time, or are no two read models of one log
 */
export async function compare(clients: readonly [LedgerClient, LedgerClient], timeoutMs: number): Promise<Comparison> {
  const until = performance.now() + timeoutMs;
  let last: CliError | null = null;
  for (let attempt = 0; ; attempt += 1) {
    const [one, two] = await Promise.all([standsAt(clients[0]), standsAt(clients[1])]);
    const position = Math.max(one, two) + AHEAD[attempt % AHEAD.length]!;
    const found = await Promise.all([digestAt(clients[0], position), digestAt(clients[1], position)]);
    const [here, there] = found;
    if ('tables' in here && 'tables' in there) {
      refuseOthers(here, there);
      return { position: String(position), digests: [here, there], differing: differing(here, there) };
    }
    for (const each of found) if (!('tables' in each)) last = each;
    if (performance.now() > until) throw last ?? tooLate();
    await sleep(AGAIN_MS);
  }
}

async function standsAt(client: LedgerClient): Promise<number> {
  const { body } = await client.call('GET', '/v1/engine');
  return Number(text(record(body)['position']));
}

/** @returns what keeps it from being told now, where that may be otherwise in a moment */
async function digestAt(client: LedgerClient, position: number): Promise<Digest | CliError> {
  const answer = await client.ask('GET', '/v1/replica/digest', { query: { at: position } });
  const refusal = () => answeredError(client.settings.kind, problemOf(answer.status, answer.body, answer.text));
  if (answer.status === 409 || answer.status === 503) return refusal();
  client.demandSuccess(answer);
  const { log, schema, engine, tables } = record(answer.body);
  return {
    log: text(log),
    schema: Number(schema),
    engine: Number(engine),
    tables: new Map(
      records(tables).map((table) => [
        text(table['name']),
        { rows: Number(table['rows']), digest: text(table['digest']) },
      ]),
    ),
  };
}

function refuseOthers(here: Digest, there: Digest): void {
  if (here.log !== there.log) throw incomparable(`they are of two logs, ${here.log} and ${there.log}`);
  if (here.schema !== there.schema)
    throw incomparable(`their read models have schemas ${here.schema} and ${there.schema}`);
}

function differing(here: Digest, there: Digest): string[] {
  const names = new Set([...here.tables.keys(), ...there.tables.keys()]);
  return [...names].filter((name) => here.tables.get(name)?.digest !== there.tables.get(name)?.digest).sort();
}

const incomparable = (why: string) =>
  undecidedError('incomparable', `the two cannot be compared: ${why}`, 'Compare ledgers of one log and one version.');
const tooLate = () => undecidedError('timed-out', 'the two came to rest at no position in time', 'Try again.');
