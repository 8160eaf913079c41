import { foldAsset, type AssetState, type Recorded } from '@clearance/domain';

/** One asset to be judged by a pack: its claim, and the kind of asset it is. */
export interface SampleAsset {
  readonly kind: 'plate' | 'comp' | 'temporary' | 'deliverable';
  readonly claim: AssetState;
}

const PRODUCTION = 'bench';
export const IMAGINE = { id: 'imagine', version: '4.1' } as const;
export const PAINT = { id: 'paint', version: '12' } as const;

/** Everything the Netflix pack asks of a generated asset, answered. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  'asset.stage': 'temporary',
  'asset.media': 'image',
  'output.imitatesUnowned': 'no',
  'output.personalData': 'no',
  'output.thirdPartyIp': 'no',
  'model.fineTuned': 'no',
  'model.trainingRights': 'cleared',
  'model.ofPerformer': 'no',
  'model.trainedForProduction': 'none',
  'model.scopeOfWork': 'within',
  'ethics.mistakableForReal': 'no',
  'union.coveredRoleAffected': 'no',
};
const INPUT = { rights: 'production_owned', sensitivity: 'production', references: 'none', permission: 'none' };
const LIKENESS = {
  kind: 'replica',
  recognizable: 'yes',
  asScripted: 'yes',
  customary: 'yes',
  unsafeForHuman: 'no',
  intentChanged: 'no',
  mayHarm: 'no',
  consent: 'c1',
};

/**
 * Assets as a production has them: of a hundred, 60 camera plates, 25 comps by hand, 10 temporary generated elements with clean
 * answers, and 5 generated deliverables with two inputs and a performer.
 */
export function sampleAssets(count: number): SampleAsset[] {
  return Array.from({ length: count }, (_, index) => {
    const share = index % 100;
    const kind = share < 60 ? 'plate' : share < 85 ? 'comp' : share < 95 ? 'temporary' : 'deliverable';
    const id = `${kind}_${index}`;
    return { kind, claim: foldAsset(PRODUCTION, id, eventsOf(id, kind)) };
  });
}

function eventsOf(id: string, kind: SampleAsset['kind']): Recorded[] {
  const events: Recorded[] = [];
  const say = (type: string, data: unknown): void => {
    const recordedAt = '2026-03-01T00:00:00.000Z';
    const name = `${id}_${events.length}`;
    const actor = { subject: 'hook@acme.example', role: null, token: null, onBehalfOf: null, via: null };
    const meta = {
      schema: 1 as const,
      dedup: name,
      contentDigest: name,
      actor,
      source: '/acme/hook',
      sourceId: name,
      correlationId: null,
      causationId: null,
      occurredAt: recordedAt,
      recordedAt,
    };
    const stream = `asset-${PRODUCTION}/${id}`;
    events.push({ id: name, type, data, stream, revision: events.length, n: events.length + 1, meta });
  };
  say('registered', { name: id, kind: 'image' });
  if (kind === 'plate') say('facts-declared', { facts: { 'asset.digitalSourceType': 'digitalCapture' } });
  if (kind === 'comp') {
    const inputs = ['a', 'b', 'c'].map((asset) => ({ asset, kind: 'component' }));
    say('derived-from', { inputs, tool: PAINT, inputsComplete: 'yes' });
  }
  const evidence = [{ ref: 'dms://1' }];
  if (kind === 'temporary') {
    say('generated-by-tool', { tool: IMAGINE });
    say('facts-declared', { facts: { ...ANSWERS, input: [], likeness: [] }, evidence });
  }
  if (kind === 'deliverable') {
    say('generated-by-tool', { tool: IMAGINE });
    const input = ['i1', 'i2'].map((asset) => ({ ...INPUT, asset }));
    const likeness = [{ ...LIKENESS, performer: 'p1' }];
    say('facts-declared', { facts: { ...ANSWERS, 'asset.stage': 'deliverable', input, likeness }, evidence });
  }
  return events;
}
