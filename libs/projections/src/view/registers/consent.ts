import {
  consentStandingAt,
  consentStream,
  foldConsent,
  foldGroup,
  groupStream,
  groupSuspendedAt,
  type ConsentState,
  type ConsentStatus,
  type Evidence,
  type GroupState,
  type TriState,
} from '@clearance/domain';
import type { ReadModelDatabase } from '../../database.js';
import {
  entryOf,
  registerPage,
  saidOf,
  type Register,
  type RegisterPage,
  type RegisterQuery,
  type SaidView,
} from './folding.js';

/** `unknown`: something said of it or its group cannot be read, and with that nothing it says counts. */
export const CONSENT_STATES = ['granted', 'pending', 'suspended', 'expired', 'withdrawn', 'unknown'] as const;
export const CONSENT_KINDS = ['consent', 'licence'] as const;

export interface ConsentChangeView extends SaidView {
  readonly type: 'withdrawn' | 'suspended' | 'reinstated';
  readonly reason: string;
  readonly effectiveAt: string;
}
/** A consent or a licence, with how it stands at a time. People and firms are opaque ids. */
export interface ConsentView {
  readonly id: string;
  readonly production: string;
  readonly kind: 'consent' | 'licence';
  /** Of a consent; null for a licence. */
  readonly performer: string | null;
  /** Of a licence; null for a consent. */
  readonly licensor: string | null;
  readonly state: ConsentStatus | 'unknown';
  readonly at: string;
  /** When the state changes by itself; null = never, as far as is known. */
  readonly until: string | null;
  readonly purpose: string;
  readonly uses: readonly string[];
  readonly languages: readonly string[];
  readonly territories: readonly string[];
  readonly mediums: readonly string[];
  readonly window: { readonly from: string | null; readonly until: string | null };
  readonly document: Evidence;
  readonly guildOk: TriState;
  readonly group: string | null;
  /** Whether its group is suspended, whatever the consent itself is. */
  readonly groupSuspended: boolean;
  /** What was done to it since, in log order. */
  readonly changes: readonly ConsentChangeView[];
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly revision: number;
}

/** null = any. */
export interface ConsentFilter {
  readonly states: readonly string[] | null;
  readonly kind: string | null;
  readonly performer: string | null;
  readonly licensor: string | null;
  readonly group: string | null;
  /** Token subject of who recorded it. */
  readonly by: string | null;
  /** Whose window ends before. RFC 3339 UTC ms. */
  readonly expiresBefore: string | null;
}

export function consentById(db: ReadModelDatabase, production: string, id: string, at: string): ConsentView | null {
  const { events, whole } = entryOf(db, consentStream(production, id));
  const state = foldConsent(production, id, events);
  return state.recorded === null ? null : consentView({ state, whole, group: groupOf(db, state) }, at);
}

/** In the order they were recorded. */
export function consentsWhere(
  db: ReadModelDatabase,
  production: string,
  filter: ConsentFilter,
  query: RegisterQuery,
  at: string,
): RegisterPage<ConsentView> {
  const groups = new Map<string, KnownGroup>();
  const groupNamed = (id: string): KnownGroup => {
    const group = groups.get(id) ?? groupById(db, production, id);
    groups.set(id, group);
    return group;
  };
  const register: Register = { category: 'consent', production, streamOf: (id) => consentStream(production, id) };
  return registerPage(db, register, query, (id, { events, whole }) => {
    const state = foldConsent(production, id, events);
    if (state.recorded === null) return null;
    const { group } = state.recorded.data;
    const view = consentView({ state, whole, group: group === null ? null : groupNamed(group) }, at);
    return matches(view, filter) ? view : null;
  });
}

/** What was said of a group, and whether all of it can be read. */
export interface KnownGroup {
  readonly state: GroupState;
  readonly whole: boolean;
}
/** What was said of a consent and of the group it belongs to, and whether all of it can be read. */
export interface KnownConsent {
  readonly state: ConsentState;
  readonly whole: boolean;
  readonly group: KnownGroup | null;
}

/** @throws Error for a consent that nobody recorded */
export function consentView({ state, whole, group }: KnownConsent, at: string): ConsentView {
  const { production, id, recorded } = state;
  if (recorded === null) throw new Error(`the consent ${id} of ${production} is not recorded`);
  const { kind, party, purpose, uses, languages, territories, mediums, window, document, guildOk } = recorded.data;
  const readable = whole && group?.whole !== false;
  const standing = consentStandingAt(state, group?.state ?? null, at);
  return {
    id,
    production,
    kind,
    performer: kind === 'consent' ? party : null,
    licensor: kind === 'licence' ? party : null,
    state: readable ? standing.value! : 'unknown',
    at,
    until: readable ? standing.until : null,
    purpose,
    uses,
    languages,
    territories,
    mediums,
    window,
    document,
    guildOk,
    group: recorded.data.group,
    groupSuspended: group !== null && groupSuspendedAt(group.state, at).value,
    changes: changesOf(state),
    recordedAt: recorded.recordedAt,
    recordedBy: recorded.by,
    revision: state.revision,
  };
}

/** The group that a consent belongs to; null where it belongs to none. */
export function groupOf(db: ReadModelDatabase, { production, recorded }: ConsentState): KnownGroup | null {
  const group = recorded?.data.group ?? null;
  return group === null ? null : groupById(db, production, group);
}

function groupById(db: ReadModelDatabase, production: string, id: string): KnownGroup {
  const { events, whole } = entryOf(db, groupStream(production, id));
  return { state: foldGroup(production, id, events), whole };
}

function changesOf({ withdrawals, suspensions }: ConsentState): ConsentChangeView[] {
  const all = [
    ...withdrawals.map((act) => ({ type: 'withdrawn' as const, act })),
    ...suspensions.map((act) => ({ type: act.suspends ? ('suspended' as const) : ('reinstated' as const), act })),
  ];
  return all
    .sort((a, b) => a.act.revision - b.act.revision)
    .map(({ type, act }) => ({
      type,
      reason: act.data.reason,
      effectiveAt: act.data.effectiveAt ?? act.recordedAt,
      ...saidOf(act),
    }));
}

function matches(view: ConsentView, filter: ConsentFilter): boolean {
  if (filter.states !== null && !filter.states.includes(view.state)) return false;
  for (const member of ['kind', 'performer', 'licensor', 'group'] as const) {
    if (filter[member] !== null && view[member] !== filter[member]) return false;
  }
  if (filter.by !== null && view.recordedBy !== filter.by) return false;
  if (filter.expiresBefore === null) return true;
  return view.window.until !== null && view.window.until < filter.expiresBefore;
}
