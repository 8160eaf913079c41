import type {
  ApprovalFilter,
  Asking,
  AssetFilter,
  AssetListKey,
  AssetSort,
  ConsentFilter,
  DeliveryFilter,
  HistoryQuery,
  Impact,
  ItemSelection,
  Lineage,
  LineageQuery,
  LookupQuery,
  NarrowedDecision,
  RecordFilter,
  ToolFilter,
  VendorFilter,
  WorklistFilter,
  WorklistGroups,
  WorklistItem,
  WorklistKey,
} from '@clearance/projections';
import type { Page } from '../http/answer.js';

interface InProduction {
  readonly production: string;
}
/** Whose assets the caller may read more of than that they are there: ids that begin so; null = of all. */
interface SeenBy {
  readonly visible: readonly string[] | null;
}
interface Paged {
  /** What selects and orders the list: its cursors are bound to it. */
  readonly bound: Readonly<Record<string, unknown>>;
  readonly limit: number;
}
/** A position up to which the production's states are known to hold everything; the answer holds that, and perhaps more. */
interface AsOfStates {
  readonly stateAt: number;
}
/** Records of one kind, in log order. `after`: the ordinal of the last one given. */
interface Records<F> extends InProduction, SeenBy, Paged {
  readonly filter: F;
  readonly asset: string | null;
  readonly after: number | null;
}
/** Entries of a register, in log order. `after`: the ordinal of the last one given. */
interface Entries<F> extends Paged {
  readonly filter: F;
  readonly asking: Asking;
  readonly after: number | null;
}
interface OfCheck extends InProduction, SeenBy {
  readonly delivery: string;
  readonly check: string;
}

interface AssetsAsk extends InProduction, SeenBy, Paged, AsOfStates {
  readonly filter: AssetFilter;
  readonly sort: AssetSort;
  /** Id of the delivery whose use to judge for; null = the bare use. */
  readonly use: string | null;
  readonly after: AssetListKey | null;
}
interface LookupAsk extends InProduction, SeenBy, AsOfStates {
  readonly queries: readonly LookupQuery[];
}
interface LineageAsk extends InProduction, SeenBy {
  readonly asset: string;
  readonly query: LineageQuery;
}
interface HistoryAsk extends InProduction, Paged {
  readonly asset: string;
  readonly query: Omit<HistoryQuery, 'limit'>;
}
interface WorklistAsk extends InProduction, SeenBy, Paged, AsOfStates {
  readonly filter: WorklistFilter;
  readonly after: WorklistKey | null;
}
interface DeliveriesAsk extends InProduction, SeenBy, Paged {
  readonly filter: DeliveryFilter;
  /** Id of the last one given. */
  readonly after: string | null;
}
interface MissingUsesAsk extends InProduction, SeenBy, Paged {
  readonly delivery: string;
  /** The last asset given. */
  readonly after: string | null;
}
interface ChecksAsk extends InProduction, SeenBy, Paged {
  readonly delivery: string;
  /** Ordinal of the request of the last one given. */
  readonly before: number | null;
}
interface CheckItemsAsk extends OfCheck, Paged {
  readonly status: string | null;
  readonly code: string | null;
  readonly after: { readonly manifest: number; readonly index: number } | null;
}

/**
 * What is asked of the read model beside look-ups by one key: everything that goes through rows to find what it answers.
 * Asks and answers are plain data. Each answer comes from one snapshot.
 */
export interface Questions {
  readonly assets: { readonly ask: AssetsAsk; readonly answer: Page<unknown> };
  readonly lookup: { readonly ask: LookupAsk; readonly answer: object };
  readonly lineage: { readonly ask: LineageAsk; readonly answer: Lineage };
  readonly history: { readonly ask: HistoryAsk; readonly answer: Page<unknown> };
  readonly worklist: { readonly ask: WorklistAsk; readonly answer: Page<unknown> };
  /** One item, looked for on one page of the list; `next` tells where to go on looking. */
  readonly 'worklist item': {
    readonly ask: InProduction & SeenBy & { readonly item: string; readonly after: WorklistKey | null };
    readonly answer: { readonly item: WorklistItem | null; readonly next: WorklistKey | null };
  };
  /** Findings by rule, tool, mode and vendor. */
  readonly 'worklist groups': {
    readonly ask: InProduction & SeenBy & { readonly filter: WorklistFilter };
    readonly answer: WorklistGroups;
  };
  readonly tools: { readonly ask: Entries<ToolFilter>; readonly answer: Page<unknown> };
  readonly vendors: { readonly ask: Entries<VendorFilter>; readonly answer: Page<unknown> };
  readonly consents: { readonly ask: Entries<ConsentFilter> & InProduction; readonly answer: Page<unknown> };
  /** What rests on an entry of a register: `consent:<id>`. */
  readonly impact: {
    readonly ask: InProduction & SeenBy & { readonly entry: string };
    readonly answer: Impact;
  };
  readonly approvals: { readonly ask: Records<ApprovalFilter>; readonly answer: Page<unknown> };
  readonly 'approval requests': { readonly ask: Records<RecordFilter>; readonly answer: Page<unknown> };
  readonly retractions: { readonly ask: Records<RecordFilter>; readonly answer: Page<unknown> };
  readonly deliveries: { readonly ask: DeliveriesAsk; readonly answer: Page<unknown> };
  readonly 'missing uses': { readonly ask: MissingUsesAsk; readonly answer: Page<unknown> };
  readonly checks: { readonly ask: ChecksAsk; readonly answer: Page<unknown> };
  readonly check: { readonly ask: OfCheck & { readonly items: ItemSelection }; readonly answer: NarrowedDecision };
  readonly 'check items': { readonly ask: CheckItemsAsk; readonly answer: Page<unknown> };
  /**
   * What a check holds, of these paths or of all: assets, and paths for which none is known. Paths that the caller may not
   * read about are not told.
   */
  readonly 'held assets': {
    readonly ask: OfCheck & { readonly paths: readonly string[] | null };
    readonly answer: { readonly assets: readonly string[]; readonly unknown: readonly string[] };
  };
}
export type QuestionKind = keyof Questions;
export type Ask<K extends QuestionKind> = Questions[K]['ask'];
export type AnswerTo<K extends QuestionKind> = Questions[K]['answer'];
