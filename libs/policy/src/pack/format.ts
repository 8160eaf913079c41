import type { DeliveryClass } from '@clearance/domain';
import type { Condition, Literal } from '../condition/types.js';
import type { Travels } from '../pack.js';
import type { Outcome } from '../types.js';

/**
 * A policy pack as published: plain JSON, however it was written (YAML or JSON). Its digest is its identity; it holds no code.
 * What an author leaves out stands here with its default.
 */
export interface PackDocument {
  /** `[a-z0-9][a-z0-9-]*`; with `version` it names the pack for ever. */
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** What a pack is not: legal advice. Shown wherever its findings are explained. */
  readonly notice: string;
  readonly sources: readonly Source[];
  readonly facts: Readonly<Record<string, FactGroup>>;
  readonly switches: Readonly<Record<string, Switch>>;
  readonly approvals: readonly ApprovalKind[];
  readonly vocabularies: Vocabularies;
  /** ISO 8601 duration: how far `occurredAt` may lie from `recordedAt` and still be believed. */
  readonly tolerance: string;
  /** Rules of the base pack that this pack takes the place of. */
  readonly replace: readonly string[];
  readonly rules: readonly PackRule[];
}

/** The publication that rules encode. Dates are plain dates (`2025-11-11`). */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly url?: string;
  readonly published: string;
  readonly read: string;
}

export interface Switch {
  readonly default: boolean;
  /** What switching it means, in words of the production. */
  readonly message: string;
}

/** `written` and `ruling` exist without being defined. */
export interface ApprovalKind {
  readonly kind: string;
  /** Who gives it, in words; the ledger checks roles, not titles. */
  readonly by: string;
  /** ISO 8601 duration after which it has ended, whatever it says itself. */
  readonly maxAge?: string;
  /** How many people have to give it; 1 unless stated. */
  readonly quorum?: number;
}

export interface Vocabularies {
  /** IPTC code -> what it says about `asset.genai`. Codes that do not stand here say `unknown`. */
  readonly digitalSourceType?: Readonly<Record<string, string>>;
}

/** A group of facts: single ones, or with `list` a list of entries. */
export interface FactGroup {
  readonly title?: string;
  /** Field that tells the entries of a list apart. */
  readonly list?: string;
  /** Answered by a register of the ledger instead of (or besides) what is declared. */
  readonly from?: 'tool' | 'vendor' | 'consent';
  /** Field of a list (`list.field`) by whose value an entry of this group is looked up; only with `from: consent`. */
  readonly citedBy?: string;
  readonly fields: Readonly<Record<string, FactField>>;
}

/** Exactly one of `values` and `type` is there. */
export interface FactField {
  readonly title?: string;
  /** Words in order, from the most favourable to the most adverse. */
  readonly values?: readonly string[];
  /** `words`: a list of words. `production`: this production, another, or none (words `none`, `this`, `other`). */
  readonly type?: FieldType;
  /** A state: the latest value counts. Otherwise the most adverse one does, whenever it was said. */
  readonly state?: boolean;
  /** Without these a favourable value says nothing. */
  readonly favourableNeeds?: FavourableNeeds;
  /** The class of a delivery implies at least this value. */
  readonly impliedBy?: { readonly class: Readonly<Partial<Record<DeliveryClass, string>>> };
}
export type FieldType = 'text' | 'words' | 'number' | 'time' | 'production';

export interface FavourableNeeds {
  /** Which values are meant; the first of the field unless stated. */
  readonly values?: readonly string[];
  /** Bases of the statement of which one is enough. */
  readonly basis?: readonly string[];
  readonly evidence?: boolean;
}

export type JudgedAt = 'made' | 'now' | 'both';

export interface PackRule {
  readonly id: string;
  readonly title: string;
  readonly source: { readonly doc: string; readonly section: string; readonly asOf: string };
  readonly outcome: Outcome;
  /** Code of the finding; the id in small letters unless stated. */
  readonly code?: string;
  /** Delivery classes in which it counts; elsewhere it is a notice. `["*"]` = all. */
  readonly classes: readonly (DeliveryClass | '*')[];
  /** A list: one finding for each of its entries. */
  readonly each?: string;
  /** When the registers are asked: when the step was made, now, or both and the worse answer counts. */
  readonly at: JudgedAt;
  readonly when: Condition;
  readonly travels: Travels;
  /** A hint restates what other rules decide: never more than escalate. */
  readonly hint: boolean;
  /** What happened, in words a producer understands. `{root}`, `{element}`, `{tool}` … and `{group.field}` stand for values. */
  readonly message: string;
  /** Said instead where it matched only because facts are not known; `{unknown}` names them. */
  readonly unknown?: string;
  readonly clears?: PackClears;
}

export interface PackClears {
  readonly message: string;
  /** Alternatives, each a list of steps that are all needed. */
  readonly anyOf: readonly (readonly PackStep[])[];
}

export type PackStep =
  | { readonly approval: string }
  | { readonly ruling: true }
  | { readonly fact: string; readonly equals?: Literal; readonly in?: readonly Literal[] }
  | { readonly [kind in PlainStep]?: true };

/** Steps that say what to do and need no further word. */
export const PLAIN_STEPS = [
  'register',
  'bytes',
  'lineage',
  'lift',
  'replace',
  'confirm',
  'retract',
  'consent',
  'classification',
  'terms-review',
  'assessment',
] as const;
export type PlainStep = (typeof PLAIN_STEPS)[number];

/** Kinds of approval that exist without a pack. */
export const BUILT_IN_KINDS = ['written', 'ruling'] as const;
