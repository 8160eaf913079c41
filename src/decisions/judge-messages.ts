import type { PinnedPack, Use } from '@clearance/domain';
import type { ManifestReading } from '@clearance/manifests';
import type { PolicyDiff, Verdict } from '@clearance/projections';

/** What the threads are asked, and what they answer to each. */
export interface Questions {
  readonly check: {
    readonly ask: { readonly production: string; readonly check: string; readonly use: Use };
    readonly answer: Verdict;
  };
  readonly promotion: {
    readonly ask: { readonly production: string; readonly asset: string; readonly delivery: string; readonly use: Use };
    readonly answer: Verdict;
  };
  readonly 'policy diff': {
    readonly ask: {
      readonly production: string;
      readonly from: readonly PinnedPack[];
      readonly to: readonly PinnedPack[];
    };
    readonly answer: PolicyDiff;
  };
  readonly manifest: {
    readonly ask: { readonly name: string; readonly bytes: Uint8Array; readonly format: string | null };
    readonly answer: ManifestReading;
  };
}
export type QuestionKind = keyof Questions;

export interface ToJudge<K extends QuestionKind = QuestionKind> {
  readonly id: number;
  readonly kind: K;
  readonly ask: Questions[K]['ask'];
}

export type FromJudge =
  | { readonly id: number; readonly ok: true; readonly answer: Questions[QuestionKind]['answer'] }
  | { readonly id: number; readonly ok: false; readonly message: string };
