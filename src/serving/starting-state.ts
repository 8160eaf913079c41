import type { RebuildProgress } from '@clearance/projections';
import type { Readiness, Reason } from '../health/index.js';
import type { Watermarks } from '../ledger/ports.js';
import { say } from './exits.js';

type Followed = Pick<Watermarks, 'factsAt' | 'fault'>;

export interface StartingState {
  /** The read model is being built beside; said once where nobody watches /health/ready. */
  building(progress: RebuildProgress, url: string): void;
  /** From now on the projector takes the read model to the end of the log. */
  catchingUp(projector: Followed): void;
  /** Why nothing is answered yet, or any more. */
  now(stopping: boolean): Omit<Readiness, 'status'>;
}

/** What /health/ready says before the application answers it. */
export function startingState(log: { headSync(): number }): StartingState {
  const head = log.headSync();
  let progress: RebuildProgress | null = null;
  let projector: Followed | null = null;
  return {
    building: (next, url) => {
      if (progress === null) say(`${url}/health/ready says how far it is; everything else waits`);
      progress = next;
    },
    catchingUp: (started) => (projector = started),
    now: (stopping) => {
      const factsAt = projector?.factsAt ?? (progress?.phase === 'facts' ? progress.done : 0);
      const reason = stopping ? STOPPING : projector !== null ? catchingUp(projector, head) : building(progress, head);
      return { reasons: [reason], head: String(head), factsAt: String(factsAt) };
    },
  };
}

const STOPPING: Reason = { code: 'stopping', message: 'The ledger is stopping.' };

function catchingUp({ factsAt, fault }: Followed, head: number): Reason {
  if (fault !== null) return { code: 'projection-stopped', message: `The read model stands still: ${fault}` };
  return {
    code: 'catching-up',
    message: `The read model has ${Math.max(0, head - factsAt)} events to go since the start.`,
  };
}

function building(progress: RebuildProgress | null, head: number): Reason {
  if (progress === null)
    return { code: 'rebuilding', message: `The read model is looked at before it is relied upon.` };
  return progress.phase === 'facts'
    ? { code: 'rebuilding', message: `The read model is built anew: ${progress.done} of ${head} events.` }
    : { code: 'rebuilding', message: `The read model is built anew: its states are evaluated, step ${progress.done}.` };
}
