import { setTimeout as pause } from 'node:timers/promises';
import { assetOf } from './facts.js';
import type { Client } from './http.js';
import type { Timings } from './timings.js';

/** A question every this many milliseconds, whether or not the last one is answered. */
const EVERY_MS = 50;
/** Lane that assets are asked for in, and how many of its first ones. */
const LANE = 0;
const ASSETS = 100;
/** The last of them. */
export const ASKED_ABOUT = [assetOf(LANE, ASSETS)];

/** What people and gates ask all day, each about another asset. */
const QUESTIONS: Readonly<Record<string, (base: string, n: number) => string>> = {
  asset: (base, n) => `${base}/assets/${assetOf(LANE, n)}`,
  history: (base, n) => `${base}/assets/${assetOf(LANE, n)}/history`,
  lineage: (base, n) => `${base}/assets/${assetOf(LANE, n)}/lineage`,
  'assets by state': (base) => `${base}/assets?state=clear&limit=50`,
  'newest assets': (base) => `${base}/assets?sort=-changed&limit=50`,
  'asset by digest': (base) => `${base}/assets?digest=sha256:${'0'.repeat(64)}`,
  'asset by name': (base, n) => `${base}/assets?q=${assetOf(LANE, n)}&limit=10`,
  deliveries: (base) => `${base}/deliveries`,
  worklist: (base) => `${base}/worklist?limit=50`,
  approvals: (base) => `${base}/approvals`,
  productions: () => '/v1/productions',
  self: () => '/v1/tokens/self',
};

/** Asks in turn until it is told to stop; resolves when the last is answered. */
export async function askQuestions(
  client: Client,
  production: string,
  { timings, signal }: { readonly timings: Timings; readonly signal: AbortSignal },
): Promise<void> {
  const base = `/v1/productions/${production}`;
  const kinds = Object.entries(QUESTIONS);
  const underWay = new Set<Promise<void>>();
  for (let turn = 0; !signal.aborted; turn += 1) {
    const [kind, path] = kinds[turn % kinds.length]!;
    const n = 1 + ((turn * 7) % ASSETS);
    const asked = client.get(path(base, n)).then((answer) => {
      timings.add(kind, answer);
      underWay.delete(asked);
    });
    underWay.add(asked);
    await pause(EVERY_MS);
  }
  await Promise.all(underWay);
}
