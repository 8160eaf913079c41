import {
  classificationAt,
  foldTool,
  nextAfter,
  suspendedAt,
  suspensionOf,
  termsAt,
  toolStream,
  type Act,
  type ProcessingPlace,
  type TermsReviewedData,
  type ToolClass,
  type ToolClassifiedData,
  type ToolState,
  type TriState,
} from '@clearance/domain';
import type { ReadModelDatabase } from '../../database.js';
import {
  basisOf,
  concerns,
  entryOf,
  registerPage,
  saidOf,
  seenAmong,
  type Asking,
  type BasisView,
  type Register,
  type RegisterPage,
  type RegisterQuery,
  type SaidView,
} from './folding.js';

/** `unknown`: something said of it cannot be read, and with that nothing it says counts. */
export const TOOL_STATES = ['active', 'suspended', 'unknown'] as const;

export interface ToolSummary {
  readonly id: string;
  readonly name: string;
  readonly supplier: string | null;
  readonly state: (typeof TOOL_STATES)[number];
  readonly registeredAt: string;
  readonly registeredBy: string;
}
export interface ClassificationView extends SaidView {
  readonly version: string;
  readonly mode: string;
  readonly class: ToolClass;
  /** null = since ever. */
  readonly from: string | null;
}
export interface TermsView extends SaidView {
  readonly reviewedAt: string;
  readonly from: string;
  readonly tier: string;
  readonly processing: ProcessingPlace;
  readonly enterpriseAgreement: TriState;
  readonly storesIO: TriState;
  readonly trainsOnIO: TriState;
  readonly productions: readonly string[] | null;
}
export interface StandingView {
  readonly state: 'active' | 'suspended';
  readonly reason: string;
  readonly from: string;
  readonly by: string;
  readonly recordedAt: string;
  readonly revision: number;
}
/** A tool with everything that was ever said of it, in log order. */
export interface ToolView extends ToolSummary {
  readonly classifications: readonly ClassificationView[];
  readonly termsReviews: readonly TermsView[];
  readonly standings: readonly StandingView[];
  readonly revision: number;
}

/** Which tool is asked about, for whom. */
export interface ToolQuestion {
  readonly version: string;
  /** null = not stated: the worst mode known counts. */
  readonly mode: string | null;
  /** Terms agreed for this production count as well; null = only those for every production. */
  readonly production: string | null;
}
export interface ToolClassification {
  /** null = nobody classed it, or something said of it cannot be read. */
  readonly class: ToolClass | null;
  /** null = nobody reviewed any, or the tool is suspended: then they are as good as unknown. */
  readonly terms: TermsView | null;
  readonly suspended: boolean;
  /** What the answer rests on, in log order. */
  readonly basis: readonly BasisView[];
  readonly at: string;
  /** When the answer changes by itself; null = never, as far as is known. */
  readonly until: string | null;
}

/** What was said of a tool, and whether all of it can be read. */
export interface KnownTool {
  readonly state: ToolState;
  readonly whole: boolean;
}

/** null where nobody registered it. */
export function toolById(db: ReadModelDatabase, id: string): KnownTool | null {
  const { events, whole } = entryOf(db, toolStream(id));
  const state = foldTool(id, events);
  return state.registered === null ? null : { state, whole };
}

export interface ToolFilter {
  /** null = any. */
  readonly states: readonly string[] | null;
}

/** In the order they were registered. */
export function toolsWhere(
  db: ReadModelDatabase,
  { states }: ToolFilter,
  query: RegisterQuery,
  asking: Asking,
): RegisterPage<ToolSummary> {
  return registerPage(db, TOOLS, query, (id, { events, whole }) => {
    const state = foldTool(id, events);
    if (state.registered === null) return null;
    const summary = toolSummary({ state, whole }, asking);
    return states === null || states.includes(summary.state) ? summary : null;
  });
}

/** @throws Error for a tool that nobody registered */
export function toolView(tool: KnownTool, asking: Asking): ToolView {
  const { state } = tool;
  return {
    ...toolSummary(tool, asking),
    classifications: state.classifications.map(classificationView),
    termsReviews: state.terms.filter(({ data }) => concerns(data, asking)).map((act) => termsView(act, asking)),
    standings: state.standings.map(({ data, by, recordedAt, revision, suspends }) => ({
      state: suspends ? 'suspended' : 'active',
      reason: data.reason,
      from: data.from ?? recordedAt,
      by,
      recordedAt,
      revision,
    })),
    revision: state.revision,
  };
}

/** What the ledger answers about a version and mode of a tool at a time. */
export function toolClassification(
  { state, whole }: KnownTool,
  question: ToolQuestion,
  asking: Asking,
): ToolClassification {
  const { at } = asking;
  if (!whole) return { class: null, terms: null, suspended: false, basis: [], at, until: null };
  const { version, mode, production } = question;
  const classed = classificationAt(state, { version, ...(mode !== null && { mode }) }, at);
  const terms = termsAt(state, production ?? '', at);
  const suspended = suspendedAt(state, at);
  const suspension = suspensionOf(state, at);
  const held = suspended.value ? null : terms.value;
  const basis = [
    ...(classed.value?.basis.map((act) => basisOf('classified', act)) ?? []),
    ...(held === null ? [] : [basisOf('terms-reviewed', held)]),
    ...(suspension === null ? [] : [basisOf('suspended', suspension)]),
  ];
  return {
    class: classed.value?.class ?? null,
    terms: held === null ? null : termsView(held, asking),
    suspended: suspended.value,
    basis: basis.sort((a, b) => a.revision - b.revision),
    at,
    until: nextAfter([classed.until, terms.until, suspended.until], at),
  };
}

const TOOLS: Register = { category: 'tool', production: '', streamOf: toolStream };

function toolSummary({ state, whole }: KnownTool, { at }: Asking): ToolSummary {
  const { id, registered } = state;
  if (registered === null) throw new Error(`the tool ${id} is not registered`);
  return {
    id,
    name: registered.data.name,
    supplier: registered.data.supplier,
    state: whole ? (suspendedAt(state, at).value ? 'suspended' : 'active') : 'unknown',
    registeredAt: registered.recordedAt,
    registeredBy: registered.by,
  };
}

function classificationView(act: Act<ToolClassifiedData>): ClassificationView {
  const { version, mode, class: toolClass, from } = act.data;
  return { version, mode, class: toolClass, from, ...saidOf(act) };
}

function termsView(act: Act<TermsReviewedData>, asking: Asking): TermsView {
  const { reviewedAt, from, tier, processing, enterpriseAgreement, storesIO, trainsOnIO, productions } = act.data;
  return {
    reviewedAt,
    from,
    tier,
    processing,
    enterpriseAgreement,
    storesIO,
    trainsOnIO,
    productions: seenAmong(productions, asking),
    ...saidOf(act),
  };
}
