import {
  assessmentAt,
  foldVendor,
  vendorStream,
  type Act,
  type Assessment,
  type VendorAssessedData,
  type VendorState,
} from '@clearance/domain';
import type { ReadModelDatabase } from '../../database.js';
import {
  concerns,
  entryOf,
  registerPage,
  saidOf,
  seenAmong,
  type Asking,
  type Register,
  type RegisterPage,
  type RegisterQuery,
  type SaidView,
} from './folding.js';

/** `unknown`: something said of it cannot be read, and with that nothing it says counts. */
export const VENDOR_STATES = ['assessed', 'not-assessed', 'unknown'] as const;

export interface AssessmentView extends SaidView {
  readonly assessedAt: string;
  readonly expiresAt: string;
  readonly dataHandling: Assessment;
  readonly creativeControl: Assessment;
  readonly results: Assessment;
  readonly conditions: string | null;
  readonly productions: readonly string[] | null;
}
export interface VendorSummary {
  readonly id: string;
  readonly name: string;
  /** `assessed` says that an assessment is in force, not how it came out. */
  readonly state: (typeof VENDOR_STATES)[number];
  /** The assessment in force at `at`, for the production asked about; null where there is none. */
  readonly assessment: AssessmentView | null;
  readonly at: string;
  /** When this changes by itself; null = never, as far as is known. */
  readonly until: string | null;
  readonly registeredAt: string;
  readonly registeredBy: string;
}
/** A vendor with every assessment ever made, in log order. */
export interface VendorView extends VendorSummary {
  readonly assessments: readonly AssessmentView[];
  readonly revision: number;
}

export interface VendorFilter {
  readonly states: readonly string[] | null;
  /** Assessments made for this production count as well; null = only those for every production. */
  readonly production: string | null;
  /** The only vendor that the caller sees; null = all of them. */
  readonly only: string | null;
}

/** What was said of a vendor, and whether all of it can be read. */
export interface KnownVendor {
  readonly state: VendorState;
  readonly whole: boolean;
}

/** null where nobody registered it. */
export function vendorById(db: ReadModelDatabase, id: string): KnownVendor | null {
  const { events, whole } = entryOf(db, vendorStream(id));
  const state = foldVendor(id, events);
  return state.registered === null ? null : { state, whole };
}

/** In the order they were registered. */
export function vendorsWhere(
  db: ReadModelDatabase,
  { states, production, only }: VendorFilter,
  query: RegisterQuery,
  asking: Asking,
): RegisterPage<VendorSummary> {
  return registerPage(db, VENDORS, query, (id, { events, whole }) => {
    if (only !== null && id !== only) return null;
    const state = foldVendor(id, events);
    if (state.registered === null) return null;
    const summary = vendorSummary({ state, whole }, production, asking);
    return states === null || states.includes(summary.state) ? summary : null;
  });
}

/** @throws Error for a vendor that nobody registered */
export function vendorView(vendor: KnownVendor, production: string | null, asking: Asking): VendorView {
  const { state } = vendor;
  return {
    ...vendorSummary(vendor, production, asking),
    assessments: state.assessments
      .filter(({ data }) => concerns(data, asking))
      .map((act) => assessmentView(act, asking)),
    revision: state.revision,
  };
}

const VENDORS: Register = { category: 'vendor', production: '', streamOf: vendorStream };

function vendorSummary({ state, whole }: KnownVendor, production: string | null, asking: Asking): VendorSummary {
  const { id, registered } = state;
  if (registered === null) throw new Error(`the vendor ${id} is not registered`);
  const { value, until } = whole ? assessmentAt(state, production ?? '', asking.at) : { value: null, until: null };
  return {
    id,
    name: registered.data.name,
    state: whole ? (value === null ? 'not-assessed' : 'assessed') : 'unknown',
    assessment: value === null ? null : assessmentView(value, asking),
    at: asking.at,
    until,
    registeredAt: registered.recordedAt,
    registeredBy: registered.by,
  };
}

function assessmentView(act: Act<VendorAssessedData>, asking: Asking): AssessmentView {
  const { assessedAt, expiresAt, dataHandling, creativeControl, results, conditions, productions } = act.data;
  return {
    assessedAt,
    expiresAt,
    dataHandling,
    creativeControl,
    results,
    conditions,
    productions: seenAmong(productions, asking),
    ...saidOf(act),
  };
}
