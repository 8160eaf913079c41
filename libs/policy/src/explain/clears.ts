import type { Use } from '@clearance/domain';
import { ruleOf, type Pack } from '../pack.js';
import { fillIn } from '../text.js';
import type { JudgedFinding } from '../types.js';

export interface ClearsStep {
  readonly kind: string;
  readonly asset: string;
  readonly fact?: string;
  /** A request body that is ready but for what only a person can say. */
  readonly body?: Readonly<Record<string, unknown>>;
}
export interface Clears {
  readonly message: string;
  readonly anyOf: readonly (readonly ClearsStep[])[];
}

/** What would clear a finding, from its rule's template. */
export function clearsOf(finding: JudgedFinding, values: Readonly<Record<string, string>>, use: Use, pack: Pack): Clears {
  const rule = ruleOf(pack, finding.rule);
  if (rule === null) return { message: 'Nothing: this rule is not known to this version', anyOf: [] };
  return {
    message: fillIn(rule.clears.message, values),
    anyOf: rule.clears.anyOf.map((steps) =>
      steps.map((step): ClearsStep => {
        const asset = fillIn(step.asset, values);
        const body =
          step.kind === 'approval'
            ? approvalBody(finding, step.reach ?? 'exact', rule.kinds[0] ?? 'written', use)
            : undefined;
        return {
          kind: step.kind,
          asset,
          ...(step.fact === undefined ? {} : { fact: step.fact }),
          ...(body === undefined ? {} : { body }),
        };
      }),
    ),
  };
}

function approvalBody(finding: JudgedFinding, reach: string, kind: string, use: Use): Readonly<Record<string, unknown>> {
  return {
    verdict: 'approved',
    kind,
    reach,
    findings: [{ rule: finding.rule, root: finding.root, element: finding.element }],
    scope: {
      prominence: '*',
      classes: [use.class],
      territories: use.territories,
      languages: use.languages,
      mediums: [use.medium],
    },
  };
}
