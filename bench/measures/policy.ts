import {
  BUNDLED_PACKS,
  compilePack,
  evaluatePack,
  joinClaims,
  type PackSubject,
  type Registry,
  type Resolver,
} from '@clearance/policy';
import { readCompleteness } from '../../libs/policy/src/own/completeness.js';
import { namedInputs } from '../../libs/policy/src/own/inputs.js';
import type { BenchContext } from '../context.js';
import type { Figure } from '../report/figure.js';
import { median } from '../support/stats.js';
import { timed } from '../support/timing.js';
import { IMAGINE, sampleAssets, type SampleAsset } from '../world/dossiers.js';
import { rulesByHand } from '../yardsticks/bare-rules.js';

const ASSETS = 1_000;
/** What the design asks of one core. */
const GOAL = 100_000;

/** The full Netflix pack over dossiers, from their facts to findings with messages and evidence, beside plain functions. */
export async function measurePolicy({ scale }: BenchContext): Promise<Figure[]> {
  const pack = compilePack(BUNDLED_PACKS.find(({ id }) => id === 'netflix-genai')!);
  const assets = sampleAssets(ASSETS);
  const all = assets.map(subjectOf);
  const generated = assets.filter(({ kind }) => kind === 'temporary' || kind === 'deliverable').map(subjectOf);
  for (const subject of all) agree(subject, pack);
  const measure = async (subjects: readonly PackSubject[], name: string): Promise<Figure> => {
    const measured: number[] = [];
    const bare: number[] = [];
    const evaluate = (subject: PackSubject): number => evaluatePack(pack, subject).findings.length;
    const byHand = (subject: PackSubject): number => rulesByHand(subject).length;
    // Once to warm up, then in turn.
    await rateOf(subjects, scale.evaluations, evaluate);
    await rateOf(subjects, scale.evaluations, byHand);
    for (let round = 0; round < scale.rounds; round += 1) {
      measured.push(await rateOf(subjects, scale.evaluations, evaluate));
      bare.push(await rateOf(subjects, scale.evaluations, byHand));
    }
    return {
      name,
      unit: 'dossiers/s',
      measured: median(measured),
      yardstick: { value: median(bare), what: 'the same rules as plain functions that only name what matched' },
      goal: name.includes('mix') ? { kind: 'at-least', value: GOAL } : null,
      note: `${pack.rules.length} rules, ${scale.evaluations} evaluations on one core; median of ${scale.rounds}.`,
    };
  };
  return [
    await measure(all, 'evaluate the Netflix pack, mix'),
    await measure(generated, 'evaluate the Netflix pack, generated assets only'),
  ];
}

/** @returns evaluations a second */
async function rateOf(
  subjects: readonly PackSubject[],
  evaluations: number,
  evaluate: (subject: PackSubject) => number,
): Promise<number> {
  let found = 0;
  const { seconds } = await timed(() => {
    for (let done = 0; done < evaluations; done += 1) found += evaluate(subjects[done % subjects.length]!);
  });
  if (found < 0) throw new RangeError('there are no fewer findings than none');
  return evaluations / seconds;
}

/** A yardstick that does something else measures nothing. */
function agree(subject: PackSubject, pack: ReturnType<typeof compilePack>): void {
  const found = [...new Set(evaluatePack(pack, subject).findings.map(({ rule }) => rule))].sort();
  const byHand = rulesByHand(subject).toSorted();
  if (found.join() !== byHand.join())
    throw new Error(`the yardstick found ${byHand.join()} instead of ${found.join()}`);
}

function subjectOf({ claim }: SampleAsset): PackSubject {
  const dossier = joinClaims([claim], claim.id);
  return {
    dossier,
    inputs: namedInputs(dossier, RESOLVER),
    completeness: readCompleteness(dossier),
    resolver: RESOLVER,
    faults: [],
    registry: REGISTRY,
    logTime: '2026-03-10T00:00:00.000Z',
  };
}

const RESOLVER: Resolver = {
  asset: (id) => ({ content: id, registered: true }),
  digest: () => null,
  inCycle: false,
  sameCycle: () => false,
  submittersOf: () => [],
  displayOf: (id) => id,
};

const NOTHING = { facts: {}, until: null, evidence: [] };
const TERMS = {
  enterpriseAgreement: 'yes',
  trainsOnIO: 'no',
  storesIO: 'no',
  licenceTier: 'enterprise',
  termsReviewedAt: '2026-01-01T00:00:00Z',
};
const CONSENT = {
  state: 'granted',
  guildOk: 'yes',
  documentRef: 'dms://consents/1',
  territories: ['*'],
  languages: ['*'],
  mediums: ['*'],
};
const GENERATIVE = { ...NOTHING, class: 'generative', facts: TERMS } as const;
const BY_HAND = { ...NOTHING, class: 'none' } as const;
const GRANTED = { ...NOTHING, facts: CONSENT };
const REGISTRY: Registry = {
  tool: ({ id }) => (id === IMAGINE.id ? GENERATIVE : BY_HAND),
  vendor: () => NOTHING,
  consent: () => GRANTED,
};
