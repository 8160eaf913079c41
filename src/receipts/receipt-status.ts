import { openConcerns, type ConcernKind, type DeliveryState, type ReleaseRecord } from '@clearance/domain';

export const RECEIPT_STATES = [
  'valid',
  'unknown',
  'expired',
  'affected',
  'questioned',
  'compromised',
  'recalled',
  'replaced',
] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];

export interface ReceiptStanding {
  readonly state: ReceiptState;
  /** When it came to this; for concerns the oldest that is open. RFC 3339, UTC, ms. */
  readonly since: string;
}

/** A release that was granted, with what was recorded. */
export type Granted = ReleaseRecord & {
  readonly outcome: Extract<NonNullable<ReleaseRecord['outcome']>, { kind: 'released' }>;
};

/** The newest release that was granted, live or not: what the delivery's receipt is about. null where nothing was released. */
export function newestGranted(state: DeliveryState): Granted | null {
  return state.releases.findLast((release): release is Granted => release.outcome?.kind === 'released') ?? null;
}

/** D4, D5: how a receipt stands at a time, worst first. Only `valid` is a go. */
export function standingOf(state: DeliveryState, release: Granted, now: string): ReceiptStanding {
  const { act } = release.outcome;
  if (state.recalled !== null) return { state: 'recalled', since: state.recalled.recordedAt };
  if (state.replaced !== null) return { state: 'replaced', since: state.replaced.recordedAt };
  if (state.unread > 0) return { state: 'unknown', since: act.recordedAt };
  const { validUntil } = act.data;
  return (
    concerned(release, 'compromised') ??
    (validUntil !== null && validUntil <= now ? { state: 'expired', since: validUntil } : null) ??
    concerned(release, 'affected') ??
    concerned(release, 'questioned') ?? { state: 'valid', since: act.recordedAt }
  );
}

function concerned(release: Granted, kind: ConcernKind): ReceiptStanding | null {
  const [first] = openConcerns(release, kind)
    .map(({ since }) => since)
    .sort();
  return first === undefined ? null : { state: kind, since: first };
}
