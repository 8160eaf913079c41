import type { ContentState, FindingClass } from '@clearance/policy';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateOfText, textOfState } from './state-text.js';

const cls = (rule: string, more: Partial<FindingClass> = {}): FindingClass => ({
  rule,
  root: 'lead',
  element: null,
  outcome: 'approval',
  code: rule.toLowerCase(),
  approvals: [],
  via: { from: 'comp', edge: 'component' },
  ...more,
});
const stateOf = (...classes: FindingClass[]): ContentState => ({ classes });

const names = fc.string({ minLength: 1 });
const onScreen = fc.constantFrom('yes', 'no').map((word) => ({ use: 'onScreen', in: [word] }) as const);
const states: fc.Arbitrary<ContentState> = fc
  .array(
    fc.record(
      {
        rule: names,
        root: fc.constantFrom('lead', 'sky', ''),
        element: fc.option(names),
        outcome: fc.constantFrom('deny', 'unknown', 'approval', 'escalate', 'notice'),
        code: names,
        approvals: fc.array(names),
        via: fc.option(
          fc.record({ from: fc.constantFrom('a', 'b'), edge: fc.constantFrom('component', 'derivation', 'revision') }),
        ),
        replaces: names,
        guard: onScreen,
        clearing: fc.array(fc.record({ kinds: fc.array(names), when: onScreen })),
      },
      { requiredKeys: ['rule', 'root', 'element', 'outcome', 'code', 'approvals', 'via'] },
    ),
  )
  .map((classes) => ({ classes: classes as FindingClass[] }));

describe('the text of a state', () => {
  it('gives back every state as it was', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(stateOfText(textOfState(state))).toEqual(state);
      }),
    );
  });

  it('differs where two states differ', () => {
    fc.assert(
      fc.property(states, states, (a, b) => {
        expect(textOfState(a) === textOfState(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it('writes what classes have in common once, and of a class only what is not as usual', () => {
    const guard = { use: 'onScreen', in: ['yes'] } as const;
    const state = stateOf(
      cls('NFX-C1', { guard }),
      cls('NFX-C2', { outcome: 'deny', via: null }),
      cls('NFX-F1', { guard, root: 'sky' }),
      cls('base-generated', { code: 'generated', approvals: ['apr_1:contained'], element: 'hair' }),
    );
    expect(textOfState(state)).toBe(
      JSON.stringify([
        ['lead', 'sky'],
        [['comp', 'component']],
        [{ guard }],
        [
          ['NFX-C1', 0, 2, 0, 0],
          ['NFX-C2', 0, 0],
          ['NFX-F1', 1, 2, 0, 0],
          ['base-generated', 0, 2, 0, -1, ['apr_1:contained'], 'hair', 'generated'],
        ],
      ]),
    );
    expect(textOfState(stateOf())).toBe('[[],[],[],[]]');
  });
});
