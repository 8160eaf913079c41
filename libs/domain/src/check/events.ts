/* STORAGE FORMATS: see asset/events.ts. */
import type { VerdictData } from '../asset/events.js';
import type { ManifestRefData } from '../manifest/events.js';
import type { DomainEvent } from '../shared/envelope.js';

export interface CheckProblem {
  readonly code: string;
  readonly message: string;
  readonly path: string | null;
}
export interface CheckRequestedData {
  readonly check: string;
  readonly delivery: string;
  readonly manifests: readonly ManifestRefData[];
  /** What `--root` found, as a manifest of format `files`; null where no files were looked at. */
  readonly files: ManifestRefData | null;
  /** Manifests that could not be read, and faults found while reading the others. */
  readonly problems: readonly CheckProblem[];
}
/**
 * One held item. `manifest` = place in `manifests` (-1 = in `files`), `item` = index in it; `causes` index the causes of
 * `checked`, -1 for one beyond those that are kept (D3).
 */
export interface HeldItem {
  readonly manifest: number;
  readonly item: number;
  readonly path: string;
  readonly code: string;
  readonly causes: readonly {
    readonly cause: number;
    readonly path: readonly string[];
    readonly edges: readonly string[];
  }[];
  /** It was not held: every cause was overridden. Absent otherwise. */
  readonly overridden?: true;
}
export interface HeldData {
  readonly part: number;
  readonly items: readonly HeldItem[];
  /** verdictDigest of the outcome that this chunk is part of. */
  readonly verdict?: string;
}
export interface CheckedData extends VerdictData {
  readonly problems: readonly CheckProblem[];
  readonly verdictDigest: string;
}
/** No outcome was reached (D2). */
export interface CheckInterruptedData {
  readonly reason: string;
}
export interface CheckData {
  readonly 'check-requested': CheckRequestedData;
  readonly held: HeldData;
  readonly checked: CheckedData;
  readonly interrupted: CheckInterruptedData;
}
export type CheckEventType = keyof CheckData;
export type CheckEvent = { [T in CheckEventType]: DomainEvent<T, CheckData[T]> }[CheckEventType];
