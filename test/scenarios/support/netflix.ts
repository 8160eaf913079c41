import {
  demand,
  issueToken,
  openStage,
  report,
  type Caller,
  type Decision,
  type FactEvent,
  type Input,
  type Stage,
} from '../../harness/index.js';

const evidence = [{ ref: 'dms://legal/1' }];

/** Facts with which a generated still gives rise to no more than it being generated, in a final. */
const CLEAN = {
  'asset.stage': 'deliverable',
  'asset.media': 'image',
  'usage.disclosed': 'yes',
  'usage.flaggedEarly': 'yes',
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
  input: [],
  likeness: [],
};

export interface ToolWish {
  mode?: string;
  class?: 'generative' | 'assistive' | 'none';
  /** Terms that nobody has anything against, but for these; null = nobody reviewed any. */
  terms?: Record<string, unknown> | null;
}
export interface ArtWish {
  facts?: Record<string, unknown>;
  tool?: { id: string; version: string; mode?: string };
  inputs?: Input[];
}

/** A production under the Netflix pack, with its registers. Names of tools are the whole ledger's: give each scenario its own. */
export async function openNetflix(production: string): Promise<NetflixStage> {
  const stage = await openStage(production);
  const keeper = await issueToken(stage.root, {
    subject: 'r.egistrar@studio.example',
    kind: 'person',
    grants: [{ role: 'reviewer', productions: ['*'] }],
  });
  const netflix = new NetflixStage(stage, keeper);
  await netflix.adopt({ id: 'netflix-genai', version: '2025.11' });
  return netflix;
}

export class NetflixStage {
  constructor(
    readonly stage: Stage,
    readonly keeper: Caller,
  ) {}

  async adopt(...packs: object[]): Promise<void> {
    const { stage } = this;
    const body = { packs, reason: 'delivery to the streamer' };
    demand(stage.noted(await stage.cast.admin.send('PUT', `${stage.path}/policy`, { body })), 200, 'adopting');
  }

  /** Registers a tool, classes it, and reviews its terms. */
  async tool(id: string, { mode = '*', class: cls = 'generative', terms = {} }: ToolWish = {}): Promise<void> {
    await this.keep('/v1/tools', { id, name: id });
    await this.classify(id, mode, cls);
    if (terms !== null) await this.reviewTerms(id, terms);
  }

  classify(id: string, mode: string, cls: string, version = '*'): Promise<void> {
    return this.keep(`/v1/tools/${id}/classifications`, { version, mode, class: cls, evidence });
  }

  reviewTerms(id: string, terms: Record<string, unknown> = {}): Promise<void> {
    return this.keep(`/v1/tools/${id}/terms-reviews`, {
      reviewedAt: '2026-01-10T00:00:00Z',
      from: '2026-01-01T00:00:00Z',
      tier: 'enterprise',
      processing: 'local',
      enterpriseAgreement: 'yes',
      storesIO: 'no',
      trainsOnIO: 'no',
      evidence,
      ...terms,
    });
  }

  /** Something that a generator made: clean but for what the test names. */
  async art(asset: string, { facts = {}, tool, inputs }: ArtWish = {}): Promise<void> {
    const stated = Object.fromEntries(
      Object.entries({ ...CLEAN, ...facts }).filter(([, value]) => value !== undefined),
    );
    const parts = { facts: stated, ...(inputs === undefined ? {} : { inputs }) };
    const whole: FactEvent = report(asset, { ...parts, tool: tool ?? { id: 'unknown-tool', version: '1' } });
    const data = whole.data as { factsDeclared?: Record<string, unknown> };
    data.factsDeclared = { ...data.factsDeclared, evidence };
    await this.stage.told(whole);
  }

  /** More about an asset. */
  async say(asset: string, facts: Record<string, unknown>, about: Partial<FactEvent> = {}): Promise<void> {
    await this.stage.told({ event: 'facts-declared', subject: asset, data: { facts, evidence }, ...about });
  }

  consent(id: string, wish: Record<string, unknown> = {}): Promise<unknown> {
    return this.stage.command(
      this.stage.cast.ito,
      '/consents',
      {
        id,
        performer: 'per_lead',
        purpose: 'de-ageing of the lead',
        uses: ['de-ageing, episode 1'],
        territories: ['*'],
        languages: ['*'],
        mediums: ['*'],
        window: { from: null, until: null },
        document: { ref: 'dms://legal/consent' },
        guildOk: 'yes',
        ...wish,
      },
      201,
    );
  }

  declareUse(delivery: string, asset: string, use: Record<string, unknown> = {}): Promise<unknown> {
    const { stage } = this;
    return stage.command(stage.cast.lead, `/deliveries/${delivery}/uses`, {
      asset,
      prominence: 'incidental',
      onScreen: 'no',
      humanInput: 'meaningful',
      ...use,
    });
  }

  /** Rules of the findings that hold a check, each once, sorted. */
  async heldBy(delivery: string, ...assets: string[]): Promise<string[]> {
    const decision = await this.stage.checkAssets(delivery, ...assets);
    return rulesOf(decision);
  }

  private async keep(path: string, body: object): Promise<void> {
    demand(this.stage.noted(await this.keeper.post(path, body)), 201, path);
  }
}

export function rulesOf(decision: Decision): string[] {
  const held = decision.items.filter(({ status }) => status === 'held');
  return [...new Set(held.flatMap(({ findings }) => findings.filter(counts).map(({ rule }) => rule)))].sort();
}

function counts(finding: { outcome: string; status: string }): boolean {
  return finding.outcome !== 'notice' && finding.status === 'open';
}

/** A performer who is recognised, as scripted, under a consent. */
export const likeness = (consent: string, parts: Record<string, unknown> = {}) => ({
  likeness: [
    {
      performer: 'per_lead',
      kind: 'replica',
      recognizable: 'yes',
      asScripted: 'yes',
      customary: 'no',
      unsafeForHuman: 'no',
      intentChanged: 'no',
      mayHarm: 'no',
      consent,
      ...parts,
    },
  ],
});
