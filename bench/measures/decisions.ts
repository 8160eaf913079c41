import type { BenchContext } from '../context.js';
import { Refused, type Api } from '../ledger/api.js';
import type { RunningLedger } from '../ledger/ledger.js';
import { cloudEvent } from '../load/bodies.js';
import { Follower } from '../load/follower.js';
import { Load } from '../load/load.js';
import type { LoadResult } from '../load/jobs.js';
import type { Figure } from '../report/figure.js';
import { percentile } from '../support/stats.js';
import { timed } from '../support/timing.js';

const INTAKE_CONNECTIONS = 8;
const PATIENCE_MINUTES = 10;
/** More than can be taken while a measurement runs; it is halted when that is over. */
const ENDLESS = 200_000;

/** What a running ledger holds for these measurements. */
export interface Stage {
  readonly ledger: RunningLedger;
  /** Token that may work in both productions. */
  readonly token: string;
  /** A production with a delivery and cleared assets to promote. */
  readonly production: string;
  readonly delivery: string;
  readonly assets: readonly string[];
  /** Another one, with an asset from which `descendants` others were made. */
  readonly other: string;
  readonly root: string;
  readonly descendants: number;
}

/** Promotion decisions at rest, under intake, and while a change runs through many descendants elsewhere. */
export async function measureDecisions({ scale, tell }: BenchContext, stage: Stage): Promise<Figure[]> {
  const promoting = await Load.start();
  const emitting = await Load.start();
  const assets = [...stage.assets];
  const promote = (count: number): Promise<LoadResult> =>
    promoting.run({
      url: stage.ledger.url,
      token: stage.token,
      connections: 1,
      requests: {
        kind: 'promotions',
        production: stage.production,
        delivery: stage.delivery,
        assets: assets.splice(0, count),
      },
    });
  try {
    await promote(20);
    tell('decisions at rest');
    const idle = await promote(scale.promotions);
    tell('decisions under intake');
    const intake = emitting.run(
      {
        url: stage.ledger.url,
        token: stage.token,
        connections: INTAKE_CONNECTIONS,
        requests: { kind: 'events', production: stage.production, prefix: 'busy', count: ENDLESS },
      },
      // It may be told to slow down; what counts is that it does not let up.
      { lenient: true },
    );
    const busy = await promote(scale.promotions);
    emitting.halt();
    const { latencies, seconds, refused } = await intake;
    const api = stage.ledger.api.as(stage.token);
    const { position } = await api.emit(cloudEvent(stage.production, 'after-intake'));
    await settled(api, stage.production, position);
    tell(`a change with ${stage.descendants} descendants`);
    const change = await changeRoot(stage, MARKED, promoting, () => promote(Math.ceil(assets.length / 2)));
    tell('the same with a follower');
    const follower = await Follower.start({
      url: stage.ledger.url,
      token: stage.token,
      production: stage.other,
    });
    const told = timed(() => follower.toldOf(stage.descendants + 1));
    const followed = await changeRoot(stage, UNCERTAIN, promoting, () => promote(assets.length));
    const { seconds: toldIn } = await told;
    follower.close();
    const answered = `${Math.round(latencies.length / seconds)} a second are answered${Object.keys(refused).length === 0 ? '' : `, some refused: ${JSON.stringify(refused)}`}`;
    return [
      ...latencyFigures('promotion at rest', idle, { p99: 50 }, 'One after another, nothing else going on.'),
      ...latencyFigures(
        'promotion under intake',
        busy,
        { p99: 250 },
        `One after another, while ${INTAKE_CONNECTIONS} connections emit events without a pause; ${answered}.`,
      ),
      {
        name: 'change with descendants',
        unit: 's',
        measured: change.seconds,
        yardstick: null,
        goal: { kind: 'at-most', value: 5, onlyAt: 'full' },
        note: `From the answer to a temporary mark until the last of ${stage.descendants} descendants has its new state; once.`,
      },
      ...latencyFigures(
        'promotion during the change',
        change.meanwhile,
        { p99: 250 },
        'In another production, one after another, until the last state was written.',
      ),
      {
        name: 'change with a follower',
        unit: 's',
        measured: followed.seconds,
        yardstick: null,
        goal: { kind: 'at-most', value: 5, onlyAt: 'full' },
        note: `The same for another fact about the root, while somebody follows /v1/live; once.`,
      },
      {
        name: 'a follower is told all of it',
        unit: 's',
        measured: toldIn,
        yardstick: null,
        goal: null,
        note: `From before the fact until asset-state-changed has come for ${stage.descendants + 1} assets.`,
      },
      ...latencyFigures(
        'promotion during it',
        followed.meanwhile,
        { p99: 250 },
        'In another production, one after another, while the follower is told.',
      ),
    ];
  } finally {
    await promoting.close();
    await emitting.close();
  }
}

/** A fact about the root, and the state that every descendant has after it. */
interface Change {
  readonly type: string;
  readonly data: object;
  readonly state: string;
}
const MARKED: Change = { type: 'marked-temporary', data: { reason: 'AI placeholder' }, state: 'temporary' };
const UNCERTAIN: Change = {
  type: 'facts-declared',
  data: { facts: { 'asset.genai': 'unknown' }, basis: 'artist-statement' },
  state: 'unknown',
};

/** Says something of the root and waits for the last state, promoting in the other production meanwhile. */
async function changeRoot(
  { ledger, token, other, root, descendants }: Stage,
  change: Change,
  promoting: Load,
  promote: () => Promise<LoadResult>,
): Promise<{ readonly seconds: number; readonly meanwhile: LoadResult }> {
  const meanwhile = promote();
  const api = ledger.api.as(token);
  const { position } = await api.emit({
    specversion: '1.0',
    type: `clearance.asset.${change.type}.v1`,
    source: 'urn:bench:artist',
    id: `${root}/${change.type}`,
    subject: root,
    production: other,
    data: change.data,
  });
  const { seconds } = await timed(() => settled(api, other, position));
  promoting.halt();
  const state = await api.get<{ state: string }>(
    `/v1/productions/${other}/assets/${encodeURIComponent(`${root}_d${String(descendants).padStart(6, '0')}`)}`,
  );
  if (state.state !== change.state) throw new Error(`the last descendant is ${state.state}, not ${change.state}`);
  return { seconds, meanwhile: await meanwhile };
}

/** P2: a list answers once the production's states are as far as asked. Each request waits a minute at most. */
async function settled(api: Api, production: string, position: string): Promise<void> {
  const path = `/v1/productions/${production}/assets?limit=1&minPosition=${position}`;
  for (let minutes = 1; ; minutes += 1) {
    try {
      await api.get(path);
      return;
    } catch (error) {
      if (!(error instanceof Refused && error.status === 503) || minutes === PATIENCE_MINUTES) throw error;
    }
  }
}

function latencyFigures(
  name: string,
  { latencies }: LoadResult,
  goal: { readonly p99: number },
  how: string,
): Figure[] {
  const note = `${latencies.length} promotions over HTTP: request, verdict and outcome recorded. ${how}`;
  return [
    { name: `${name}, p50`, unit: 'ms', measured: percentile(latencies, 0.5), yardstick: null, goal: null, note },
    {
      name: `${name}, p99`,
      unit: 'ms',
      measured: percentile(latencies, 0.99),
      yardstick: null,
      goal: { kind: 'at-most', value: goal.p99 },
      note,
    },
  ];
}
