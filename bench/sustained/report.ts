import { numberText } from '../report/table.js';
import type { Run } from './run.js';
import { quantileBetween, slopeAMinute } from './sample.js';
import type { Timing } from './timings.js';

/** What must hold after a run; `met` null where the run was too short to tell. */
export interface Bound {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost: number;
  readonly met: boolean | null;
}

/** Growth is looked for once caches and pools have their size. */
const SETTLED_AFTER = 0.4;
/** A shorter run says nothing about growth. */
const GROWTH_NEEDS_SECONDS = 300;
const GROWTH_A_MINUTE_MIB = 10;
/** Past 50,000 events of lag new requests are sent away; what is under way then still comes in. */
const MOST_LAG = 60_000;

const LOOP = 'clearance_event_loop_delay_seconds';

export function loopOf({ before, after }: Run): { readonly p50: number; readonly p99: number } {
  return {
    p50: 1_000 * quantileBetween(before, after, LOOP, 0.5),
    p99: 1_000 * quantileBetween(before, after, LOOP, 0.99),
  };
}

export function growthOf({ samples, seconds }: Run): number {
  const settled = samples.filter(({ at }) => at >= seconds * SETTLED_AFTER);
  return slopeAMinute(settled, ({ residentMiB }) => residentMiB);
}

export function boundsOf(run: Run): Bound[] {
  const atMost = (name: string, value: number, limit: number, unit: string): Bound => ({
    name,
    value,
    unit,
    atMost: limit,
    met: value <= limit,
  });
  const growth = atMost('resident memory, growth', growthOf(run), GROWTH_A_MINUTE_MIB, 'MiB/min');
  return [
    run.seconds < GROWTH_NEEDS_SECONDS ? { ...growth, met: null } : growth,
    atMost('questions, p99', run.allQuestions.p99, 100, 'ms'),
    atMost('questions refused', refusals(run.allQuestions), 0, ''),
    atMost('event loop delay, p99', loopOf(run).p99, 50, 'ms'),
    atMost('lag of the read model, most', Math.max(...run.samples.map(({ lag }) => lag)), MOST_LAG, 'events'),
    atMost(
      'facts refused for good',
      (run.intake.statuses['refused'] ?? 0) + Number(run.intake.firstRefusal !== null),
      0,
      '',
    ),
    atMost('acknowledged and not in the log', run.log.lost, 0, 'events'),
    atMost('in the log and not acknowledged', run.log.surplus + run.log.recorded - run.log.acknowledged, 0, 'events'),
    atMost('live log events out of order', run.live.disorder, 0, ''),
    atMost('rows that a rebuild has otherwise', run.rebuild.different, 0, 'rows'),
  ];
}

/** The run as a table for a terminal. */
export function tableOf(run: Run): string {
  const { samples, intake, live, log, rebuild } = run;
  const loop = loopOf(run);
  const most = (of: (sample: Run['samples'][number]) => number) => numberText(Math.max(...samples.map(of)));
  const last = samples.at(-1);
  const bounds = boundsOf(run).map(
    ({ name, value, unit, atMost, met }) =>
      `${name.padEnd(36)} ${`${numberText(value)} ${unit}`.padStart(18)}   at most ${`${numberText(atMost)} ${unit}`.padEnd(16)} ${met === null ? '-' : met ? 'met' : 'MISSED'}`,
  );
  return [
    `${numberText(run.seconds)} s: ${numberText(log.acknowledged)} facts acknowledged (${numberText(log.acknowledged / run.seconds)} a second, ${numberText((3 * log.acknowledged) / run.seconds)} events a second) in ${numberText(intake.requests)} requests; answers ${JSON.stringify(intake.statuses)}`,
    `caught up ${numberText(run.caughtUpIn)} s after the end; ${numberText(rebuild.rows)} rows compared with a rebuild${rebuild.first === null ? '' : `, the first that differs: ${rebuild.first}`}`,
    `${live.clients} followers: ${numberText(live.messages)} messages, ${numberText(live.bytes / 1_048_576)} MiB, ${live.resets} resets, ${live.reconnects} reconnects; log events each ${live.logEvents.join(' ')}`,
    `event loop delay: p50 ${numberText(loop.p50)} ms, p99 ${numberText(loop.p99)} ms, max ${most(({ loopMax }) => loopMax)} ms`,
    `lag: most ${most(({ lag }) => lag)}, at the end ${numberText(last?.lag ?? 0)}; of states most ${most(({ stateLag }) => stateLag)}`,
    `resident: first ${numberText(samples[0]?.residentMiB ?? 0)} MiB, most ${most(({ residentMiB }) => residentMiB)} MiB, last ${numberText(last?.residentMiB ?? 0)} MiB; heap most ${most(({ heapMiB }) => heapMiB)} MiB`,
    intake.firstRefusal === null ? '' : `first fact refused: ${intake.firstRefusal}`,
    '',
    ...timingLines([...run.questions, run.allQuestions, ...run.decisions, run.allDecisions]),
    '',
    ...bounds,
    '',
  ].join('\n');
}

export const refusals = ({ refused }: Timing): number => Object.values(refused).reduce((sum, count) => sum + count, 0);

function timingLines(timings: readonly Timing[]): string[] {
  return timings.map(
    ({ kind, count, p50, p99, max, refused }) =>
      `${kind.padEnd(18)} ${numberText(count).padStart(8)}   p50 ${numberText(p50).padStart(7)} ms   p99 ${numberText(p99).padStart(7)} ms   max ${numberText(max).padStart(7)} ms${Object.keys(refused).length === 0 ? '' : `   ${JSON.stringify(refused)}`}`,
  );
}
