import type { Use } from '@clearance/domain';
import type { Verdict } from '@clearance/projections';

export type JudgeQuestion =
  | { readonly kind: 'check'; readonly production: string; readonly check: string; readonly use: Use }
  | { readonly kind: 'promotion'; readonly production: string; readonly asset: string; readonly use: Use };

export interface ToJudge {
  readonly id: number;
  readonly question: JudgeQuestion;
}

export type FromJudge =
  | { readonly id: number; readonly ok: true; readonly verdict: Verdict }
  | { readonly id: number; readonly ok: false; readonly message: string };
