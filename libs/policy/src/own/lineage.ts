import { sortedUnique } from '../order.js';
import { collisions } from './bytes.js';
import type { ConditionReader, Match } from './condition.js';

/** base-inputs-incomplete: L4 is no or unknown. */
export const inputsIncomplete: ConditionReader = ({ completeness: { value, reason, evidence } }) =>
  value === 'yes' || value === 'not-asked' ? [] : [{ message: reason, facts: evidence }];

/** base-input-unregistered: an input of any kind, references included, that nobody registered (I4); root = that input. */
export const inputUnregistered: ConditionReader = ({ inputs }) =>
  inputs
    .filter(({ to }) => to === null)
    .map(({ root, kind, fact }): Match => ({ message: 'input', root, edge: kind, facts: [fact] }));

/** base-cycle: L1. */
export const cycle: ConditionReader = ({ inputs, resolver }) => {
  if (!resolver.inCycle) return [];
  const inside = inputs.filter(({ to }) => to !== null && resolver.sameCycle(to));
  if (inside.length === 0) return [{ message: 'member' }];
  return [
    {
      message: 'edges',
      values: { inputs: sortedUnique(inside.map(({ root }) => root)).join(', ') },
      facts: inside.map(({ fact }) => fact),
    },
  ];
};

/** base-ledger-fault: a quarantined event, a reused id, a digest collision. */
export const ledgerFault: ConditionReader = ({ dossier, faults }) => [
  ...faults.map(({ message, evidence }): Match => ({
    message: 'fault',
    values: { fault: message },
    events: [evidence],
  })),
  ...collisions(dossier),
];
