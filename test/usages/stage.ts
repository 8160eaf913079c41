import {
  anywhere,
  digestsOf,
  generated,
  issueToken,
  openStage,
  type Answer,
  type Caller,
  type FactEvent,
  type Stage,
} from '../harness/index.js';

export interface Usage {
  id: string;
  state: string;
  quorum: { needed: number; have: number };
  revision: number;
}
export interface Conformance {
  id: string;
  digests: string[];
  by: string;
}

/** A production with somebody who proposes usages and does nothing else. */
export interface UsageStage {
  readonly stage: Stage;
  readonly director: Caller;
  readonly post: <Body>(by: Caller, path: string, body: unknown) => Promise<Answer<Body>>;
  /** Proposed by the director, approved by Ito. */
  readonly approved: (id: string, more?: object) => Promise<void>;
  /** By Okafor. */
  readonly conform: (usage: string, ...assets: string[]) => Promise<Answer<Conformance>>;
}

export const EVIDENCE = [{ ref: 'dms://legal/4711' }];

/** comfyui painting, without performers. */
export const usageOf = (more: object = {}) => ({
  purpose: 'painted skies',
  tools: [{ id: 'comfyui', version: '0.3.*', modes: ['*'] }],
  performers: [],
  kind: 'written',
  rules: ['base-generated'],
  reach: 'contained',
  scope: anywhere,
  ...more,
});

/** A generated asset that says everything a usage asks about. */
export const madeUnder = (asset: string, usage: string): FactEvent[] => [
  generated(asset),
  { event: 'facts-declared', subject: asset, data: { facts: { likeness: [] } } },
  { event: 'made-under', subject: asset, data: { usage } },
];

export async function openUsages(production: string): Promise<UsageStage> {
  const stage = await openStage(production);
  const director = await issueToken(stage.root, {
    subject: `director@${production}.example`,
    kind: 'person',
    grants: [{ role: 'delivery', productions: [production] }],
  });
  const post = async <Body>(by: Caller, path: string, body: unknown) =>
    stage.noted(await by.send<Body>('POST', `${stage.path}${path}`, { body, query: { minPosition: stage.seen } }));
  const { ito, okafor } = stage.cast;
  return {
    stage,
    director,
    post,
    approved: async (id, more = {}) => {
      await stage.command(director, '/usages', usageOf({ id, ...more }), 201);
      await stage.command(ito, `/usages/${id}/approve`, { evidence: EVIDENCE });
    },
    conform: (usage, ...assets) =>
      post<Conformance>(okafor, `/usages/${usage}/conformance`, {
        digests: assets.map((asset) => ({ sha256: digestsOf(asset).sha256 })),
        evidence: EVIDENCE,
      }),
  };
}
