import { afterEach, describe, expect, it } from 'vitest';
import { ENGINE, FIRST_ENGINE } from '../pack.js';
import { basePack } from '../packs/base.js';
import { basePolicy, policyKey, underEngine } from '../policy.js';
import type { OwnState } from '../types.js';
import { ENGINES, inherit, judge, knownEngines, UnknownEngine, type Engine } from './index.js';

const EVERYWHERE = { class: 'final', territories: ['*'], languages: ['*'], medium: '*' } as const;
const OWN: OwnState = {
  content: 'plate',
  findings: [],
  edges: [],
  completeness: 'unknown',
  approvals: [],
  confirmations: [],
  submitters: [],
  dueAt: [],
};
/** The first engine, but that nothing is compliant, although all that is said and carried is the same. */
const first = ENGINES.get(FIRST_ENGINE)!;
const STRICT: Engine = {
  ...first,
  judge: (state, use, context) => ({ ...first.judge(state, use, context), state: 'escalated', compliant: false }),
};
afterEach(() => void (ENGINES as Map<number, Engine>).delete(2));
const NONE = { terms: () => null, logTime: '2026-03-01T10:00:00.000Z' };
const stateUnder = (pack: Parameters<typeof inherit>[2]) =>
  judge(
    inherit(OWN, () => null, pack),
    EVERYWHERE as never,
    { ...NONE, pack },
  ).state;

describe('engines', () => {
  it('a policy is evaluated by the one that it names', () => {
    expect(stateUnder(underEngine(basePolicy, 1))).toBe('clear');
    (ENGINES as Map<number, Engine>).set(2, STRICT);
    expect(stateUnder(underEngine(basePolicy, 2))).toBe('escalated');
    expect(stateUnder(underEngine(basePolicy, 1))).toBe('clear');
    expect(knownEngines()).toEqual([1, 2]);
  });

  it('one that is not known judges nothing, and no other does in its place', () => {
    const policy = underEngine(basePolicy, 2);
    expect(() => inherit(OWN, () => null, policy)).toThrow(UnknownEngine);
    expect(() => judge({ classes: [] }, EVERYWHERE as never, { ...NONE, pack: policy })).toThrow(
      'engine 2 is not known to this program; it knows 1',
    );
  });

  it('the newest and the first are known, and a pack that names none is judged by the newest', () => {
    expect(knownEngines()).toContain(ENGINE);
    expect(knownEngines()).toContain(FIRST_ENGINE);
    expect(Math.max(...knownEngines())).toBe(ENGINE);
    expect(stateUnder(basePack)).toBe('clear');
  });

  it('make another policy of the same packs, one object for each', () => {
    const other = underEngine(basePolicy, 2);
    expect(underEngine(basePolicy, 2)).toBe(other);
    expect(underEngine(basePolicy, basePolicy.engine)).toBe(basePolicy);
    expect(other.digest).toBe(basePolicy.digest);
    expect(policyKey(other)).not.toBe(policyKey(basePolicy));
  });
});
