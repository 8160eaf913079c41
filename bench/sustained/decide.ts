import { setTimeout as pause } from 'node:timers/promises';
import { digestsOfName } from '../world/facts.js';
import { assetOf, isOriginal } from './facts.js';
import type { Client, Sent } from './http.js';
import type { Timings } from './timings.js';

const EVERY_MS = 500;
/** Every so many promotions a package is checked and released, and a mark made and lifted. */
const CHECK_EVERY = 8;
const MARK_EVERY = 4;
const ITEMS = 20;
/** A lane of batches, and how many of its first assets: every sixth is an original. */
const LANE = 16;
const ASSETS = 1_000;
/** The last of them. */
export const DECIDED_ABOUT = [assetOf(LANE, ASSETS - 1)];

/** Who decides: marks are lifted by somebody else than whoever made them. */
export interface Deciders {
  readonly lead: Client;
  readonly reviewer: Client;
}

/** Takes decisions one after another until it is told to stop. */
export async function takeDecisions(
  { lead, reviewer }: Deciders,
  production: string,
  { timings, signal }: { readonly timings: Timings; readonly signal: AbortSignal },
): Promise<void> {
  const base = `/v1/productions/${production}`;
  const originals = originalsOf();
  for (let turn = 1; !signal.aborted; turn += 1) {
    const asset = originals.next().value;
    await counted('promotion', lead.post(`${base}/assets/${asset}/promotions`, { delivery: 'standing' }));
    if (turn % MARK_EVERY === 0) {
      const marked = originals.next().value;
      await counted('mark', lead.post(`${base}/assets/${marked}/temporary-mark`, { reason: 'for the look' }));
      await counted(
        'lift',
        reviewer.post(`${base}/assets/${marked}/temporary-mark/lift`, {
          marks: 'all',
          reason: 'final plate',
          digest: digestsOfName(marked),
          evidence: [{ ref: 'dms://review/1' }],
        }),
      );
    }
    if (turn % CHECK_EVERY === 0) await checkAndRelease(`ep${turn}`);
    await pause(EVERY_MS);
  }

  async function checkAndRelease(delivery: string): Promise<void> {
    await counted('delivery opened', lead.post(`${base}/deliveries`, deliveryOf(delivery)));
    const items = Array.from({ length: ITEMS }, () => {
      const path = originals.next().value;
      return { path, digests: digestsOfName(path) };
    });
    const path = `${base}/deliveries/${delivery}`;
    const { status, text } = await counted('check', lead.post(`${path}/checks`, { items }));
    if (status !== 201) return;
    const { id } = JSON.parse(text) as { id: string };
    await counted('release', lead.post(`${path}/release`, { check: id }));
  }

  async function counted(kind: string, answer: Promise<Sent>): Promise<Sent> {
    const sent = await answer;
    timings.add(kind, sent);
    return sent;
  }
}

export const deliveryOf = (id: string) => ({
  id,
  name: id,
  class: 'final',
  recipient: 'streamer.example',
  territories: ['*'],
  languages: ['*'],
  medium: 'svod',
});

/** Camera originals of one lane, over and over. */
function* originalsOf(): Generator<string, never> {
  for (let n = 0; ; n = (n + 1) % ASSETS) if (isOriginal(n)) yield assetOf(LANE, n);
}
