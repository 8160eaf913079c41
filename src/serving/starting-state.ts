import type { LedgerLog } from '@clearance/event-store';
import type { RebuildProgress } from '@clearance/projections';
import type { Readiness, Reason } from '../health/index.js';
import type { Watermarks } from '../ledger/ports.js';
import { say } from './exits.js';

type Followed = Pick<Watermarks, 'factsAt' | 'fault'>;

export interface StartingState {
  /** The store on a server does not answer yet. */
  waiting(reason: string): void;
  /** The log is there, or is being copied here. */
  opened(log: Pick<LedgerLog, 'headSync'>): void;
  /** The read model is being built beside; said once where nobody watches /health/ready. */
  building(progress: RebuildProgress, url: string): void;
  /** The copy of the log is as far as the log. */
  copied(): void;
  /** From now on the projector takes the read model to the end of the log. */
  catchingUp(projector: Followed): void;
  /** Why nothing is answered yet, or any more. */
  now(stopping: boolean): Omit<Readiness, 'status'>;
}

/** What /health/ready says before the application answers it. */
export function startingState(): StartingState {
  let waiting = 'the event store has not been asked yet';
  let log: Pick<LedgerLog, 'headSync'> | null = null;
  let copying = true;
  let head = 0;
  let progress: RebuildProgress | null = null;
  let projector: Followed | null = null;
  return {
    waiting: (reason) => {
      if (reason !== waiting) say(`waiting for the event store: ${reason}`);
      waiting = reason;
    },
    opened: (opened) => (log = opened),
    copied: () => {
      copying = false;
      head = log?.headSync() ?? 0;
    },
    building: (next, url) => {
      if (progress === null) say(`${url}/health/ready says how far it is; everything else waits`);
      progress = next;
    },
    catchingUp: (started) => (projector = started),
    now: (stopping) => {
      const factsAt = projector?.factsAt ?? (progress?.phase === 'facts' ? progress.done : 0);
      if (!stopping && (log === null || copying)) return beforeTheLog(log?.headSync() ?? null, waiting);
      const reason = stopping ? STOPPING : projector !== null ? catchingUp(projector, head) : building(progress, head);
      return { reasons: [reason], head: String(head), factsAt: String(factsAt) };
    },
  };
}

/** @param copied events of the log so far; null before the store has answered at all. */
function beforeTheLog(copied: number | null, waiting: string): Omit<Readiness, 'status'> {
  const reason: Reason =
    copied === null
      ? { code: 'store-unavailable', message: `The ledger waits for its event store: ${waiting}.` }
      : { code: 'catching-up', message: `The log is copied from its store: ${copied} events so far.` };
  return { reasons: [reason], head: null, factsAt: '0' };
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
