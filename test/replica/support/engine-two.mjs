// Loaded before a ledger (NODE_OPTIONS=--import=…): its program then knows a second engine, by which nothing is clear.
import { ENGINES } from '../../../dist/libs/policy/src/index.js';

const first = ENGINES.get(1);
ENGINES.set(2, {
  ...first,
  distill: (input) => {
    const own = first.distill(input);
    const finding = {
      rule: 'base-generated',
      root: input.content,
      element: null,
      outcome: 'approval',
      code: 'generated',
      message: 'engine 2 takes everything for generated',
      evidence: [],
    };
    return own.findings.some(({ rule }) => rule === finding.rule)
      ? own
      : { ...own, findings: [...own.findings, finding] };
  },
});
