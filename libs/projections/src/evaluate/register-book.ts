import {
  assessmentAt,
  classificationAt,
  consentStandingAt,
  consentStream,
  foldConsent,
  foldGroup,
  foldTool,
  foldVendor,
  groupStream,
  suspendedAt,
  termsAt,
  toolStream,
  vendorStream,
  type ConsentState,
  type GroupState,
  type Recorded,
  type ToolState,
  type VendorState,
} from '@clearance/domain';
import type { EventRef, Registry, RegistryAnswer, ToolAnswer } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { eventsOf } from './dossiers.js';

/** Answers kept before all are forgotten and begun anew. */
const MAX_ANSWERS = 20_000;

/**
 * What the registers say at a time, for one production. Every entry has times between which its answer stays the same; an answer
 * is worked out once for each such stretch, and the same stretch gives the same object. An entry whose stream holds an event
 * that cannot be read says nothing: unknown blocks.
 */
export class RegisterBook implements Registry {
  private readonly tools = new Map<string, Kept<ToolState>>();
  private readonly vendors = new Map<string, Kept<VendorState>>();
  private readonly consents = new Map<string, Kept<{ consent: ConsentState; group: GroupState | null }>>();
  private readonly answers = new Map<string, RegistryAnswer>();

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly production: string,
  ) {}

  tool({ id, version, mode }: { id: string; version: string; mode?: string }, at: string): ToolAnswer {
    const kept = this.kept(this.tools, id, () => this.readTool(id));
    if (kept === null) return NOTHING;
    const ref = { version, ...(mode === undefined ? {} : { mode }) };
    return this.answer(['tool', id, version, mode ?? null], kept, at, ({ state }, until) =>
      toolAnswer(state, ref, this.production, at, until),
    ) as ToolAnswer;
  }

  vendor(id: string, at: string): RegistryAnswer {
    const kept = this.kept(this.vendors, id, () => this.readVendor(id));
    if (kept === null) return NOTHING;
    return this.answer(['vendor', id], kept, at, ({ state }, until) => vendorAnswer(state, this.production, at, until));
  }

  consent(id: string, at: string): RegistryAnswer {
    const kept = this.kept(this.consents, id, () => this.readConsent(id));
    if (kept === null) return NOTHING;
    return this.answer(['consent', id], kept, at, ({ state }, until) => consentAnswer(state, at, until));
  }

  private kept<S>(known: Map<string, Kept<S>>, id: string, read: () => Kept<S>): Kept<S> | null {
    let kept = known.get(id);
    if (kept === undefined) {
      kept = read();
      known.set(id, kept);
    }
    return kept.readable ? kept : null;
  }

  private answer<S>(
    key: readonly (string | null)[],
    kept: Kept<S>,
    at: string,
    make: (kept: Kept<S>, until: string | null) => RegistryAnswer,
  ): RegistryAnswer {
    const stretch = kept.times.filter((time) => time <= at).length;
    const name = JSON.stringify([...key, stretch]);
    let answer = this.answers.get(name);
    if (answer === undefined) {
      if (this.answers.size >= MAX_ANSWERS) this.answers.clear();
      answer = make(kept, kept.times[stretch] ?? null);
      this.answers.set(name, answer);
    }
    return answer;
  }

  private readTool(id: string): Kept<ToolState> {
    const { events, readable } = this.read(toolStream(id));
    return keep(
      readable,
      () => foldTool(id, events),
      (state) => [
        ...state.classifications.map(({ data }) => data.from),
        ...state.terms.map(({ data }) => data.from),
        ...state.standings.map(({ data, recordedAt }) => data.from ?? recordedAt),
      ],
    );
  }

  private readVendor(id: string): Kept<VendorState> {
    const { events, readable } = this.read(vendorStream(id));
    return keep(
      readable,
      () => foldVendor(id, events),
      (state) => state.assessments.flatMap(({ data }) => [data.assessedAt, data.expiresAt]),
    );
  }

  private readConsent(id: string): Kept<{ consent: ConsentState; group: GroupState | null }> {
    const { production } = this;
    const own = this.read(consentStream(production, id));
    const fold = () => {
      const consent = foldConsent(production, id, own.events);
      const name = consent.recorded?.data.group ?? null;
      if (name === null) return { consent, group: null };
      const grouped = this.read(groupStream(production, name));
      if (!grouped.readable) throw new UnreadableGroup();
      return { consent, group: foldGroup(production, name, grouped.events) };
    };
    return keep(own.readable, fold, ({ consent, group }) => [
      consent.recorded?.data.window.from ?? null,
      consent.recorded?.data.window.until ?? null,
      ...[...consent.withdrawals, ...consent.suspensions].map(({ data, recordedAt }) => data.effectiveAt ?? recordedAt),
      ...(group?.changes ?? []).map(({ data, recordedAt }) => data.effectiveAt ?? recordedAt),
    ]);
  }

  private read(stream: string): { readonly events: readonly Recorded[]; readonly readable: boolean } {
    const row = this.db.q('SELECT sid FROM stream WHERE name = ?').get(stream) as { sid: number } | undefined;
    if (row === undefined) return { events: [], readable: true };
    const aside = this.db.q('SELECT 1 FROM quarantine WHERE sid = ? LIMIT 1').get(row.sid) !== undefined;
    return aside ? { events: [], readable: false } : { events: eventsOf(this.db, row.sid, stream), readable: true };
  }
}

/** A folded entry and the times at which what it says may change, sorted, each once. */
interface Kept<S> {
  readonly readable: boolean;
  readonly state: S;
  readonly times: readonly string[];
}
class UnreadableGroup extends Error {}

function keep<S>(readable: boolean, fold: () => S, timesOf: (state: S) => readonly (string | null)[]): Kept<S> {
  if (!readable) return { readable, state: null as never, times: [] };
  try {
    const state = fold();
    const times = timesOf(state).filter((time) => time !== null);
    return { readable, state, times: [...new Set(times)].sort() };
  } catch (error) {
    if (error instanceof UnreadableGroup) return { readable: false, state: null as never, times: [] };
    throw error;
  }
}

const NOTHING: ToolAnswer = { class: null, facts: {}, until: null, evidence: [] };

function toolAnswer(
  state: ToolState,
  tool: { readonly version: string; readonly mode?: string },
  production: string,
  at: string,
  until: string | null,
): ToolAnswer {
  const classified = classificationAt(state, tool, at).value;
  const terms = termsAt(state, production, at).value;
  const suspended = suspendedAt(state, at).value;
  const standing = suspended ? state.standings.filter((act) => act.suspends) : [];
  // Nobody stands behind the terms of a tool while it is suspended.
  const holds = suspended ? null : terms;
  return {
    class: classified?.class ?? null,
    facts:
      holds === null
        ? {}
        : {
            licenceTier: holds.data.tier,
            termsReviewedAt: holds.data.reviewedAt,
            processing: holds.data.processing,
            enterpriseAgreement: holds.data.enterpriseAgreement,
            storesIO: holds.data.storesIO,
            trainsOnIO: holds.data.trainsOnIO,
          },
    until,
    evidence: [...(classified?.basis ?? []), ...(holds === null ? [] : [holds]), ...standing].map(placeOf),
  };
}

function vendorAnswer(state: VendorState, production: string, at: string, until: string | null): RegistryAnswer {
  const assessed = assessmentAt(state, production, at).value;
  if (assessed === null) return { facts: {}, until, evidence: [] };
  const { dataHandling, creativeControl, results } = assessed.data;
  return { facts: { dataHandling, creativeControl, results }, until, evidence: [placeOf(assessed)] };
}

function consentAnswer(
  { consent, group }: { consent: ConsentState; group: GroupState | null },
  at: string,
  until: string | null,
): RegistryAnswer {
  const { recorded } = consent;
  const { value: state } = consentStandingAt(consent, group, at);
  // An id that nobody recorded anything under is no consent.
  if (recorded === null) return { facts: { state: 'none' }, until: null, evidence: [] };
  const { data } = recorded;
  return {
    facts: {
      performer: data.party,
      state,
      guildOk: data.guildOk,
      documentRef: data.document.ref,
      territories: data.territories,
      languages: data.languages,
      mediums: data.mediums,
    },
    until,
    evidence: [recorded, ...consent.withdrawals, ...consent.suspensions, ...(group?.changes ?? [])].map(placeOf),
  };
}

function placeOf({ stream, revision }: EventRef): EventRef {
  return { stream, revision };
}
