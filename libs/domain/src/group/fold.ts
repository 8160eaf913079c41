import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { nullable, object, text } from '../shared/shape.js';
import { suspensionAt, type Standing } from '../shared/timeline.js';
import type { GroupChangeData, GroupData } from './events.js';

/** Fold of one group stream. A group comes into being by being named. */
export interface GroupState extends Folded {
  readonly production: string;
  readonly id: string;
  /** In log order. */
  readonly changes: readonly (Act<GroupChangeData> & { readonly suspends: boolean })[];
}

export function emptyGroup(production: string, id: string): GroupState {
  return { production, id, revision: -1, known: new Map(), changes: [] };
}

/** @throws UnreadableEvent */
export function evolveGroup(state: GroupState, event: Recorded): GroupState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldGroup(production: string, id: string, events: readonly Recorded[]): GroupState {
  return fold.all(emptyGroup(production, id), events);
}

/** Whether the group is suspended at a time (RFC 3339 UTC ms). */
export function groupSuspendedAt(state: GroupState, at: string): Standing<boolean> {
  return suspensionAt(
    state.changes.map(({ data, recordedAt, n, suspends }) => ({ since: data.effectiveAt ?? recordedAt, n, suspends })),
    at,
  );
}

const change = object<GroupChangeData>({ reason: text, effectiveAt: nullable(text) });

const fold = foldOf<GroupState, GroupData>(
  { suspended: change, lifted: change },
  {
    suspended: (draft, data, event) => void draft.changes.push({ ...actOf(event, data), suspends: true }),
    lifted: (draft, data, event) => void draft.changes.push({ ...actOf(event, data), suspends: false }),
  },
);
