import type { GivenFields, GivenTool, PackTest, Stage } from './format.js';

/** A test whose beginning is written out: what `like` gives stands in it. */
export type Whole = PackTest & Required<Pick<Stage, 'facts' | 'steps' | 'tools' | 'vendors' | 'consents' | 'use'>>;

/** Writes out what tests take from those above them. Every `like` names one above: nothing goes round. */
export function wholeTests(tests: readonly PackTest[]): Whole[] {
  const whole = new Map<string, Whole>();
  return tests.map((test) => {
    const written = wholeTest(test, whole.get(test.like ?? '') ?? null);
    whole.set(test.id, written);
    return written;
  });
}

/** What happens after the beginning, and what is found, are of each test alone. */
function wholeTest(test: PackTest, like: Whole | null): Whole {
  const basis = test.basis ?? like?.basis;
  const evidence = test.evidence ?? like?.evidence;
  return {
    ...test,
    ...(basis === undefined ? {} : { basis }),
    ...(evidence === undefined ? {} : { evidence }),
    switches: { ...like?.switches, ...test.switches },
    facts: withoutNull({ ...like?.facts, ...test.facts }),
    steps: test.steps ?? like?.steps ?? [],
    ...registersAfter(like ?? EMPTY, test),
    use: withoutNull({ ...like?.use, ...test.use }),
    approvals: { ...like?.approvals, ...test.approvals },
  };
}

export type Registers = Pick<Whole, 'tools' | 'vendors' | 'consents'>;
const EMPTY: Registers = { tools: {}, vendors: {}, consents: {} };

/** What the registers say once a stage has changed them, field by field. */
export function registersAfter(before: Registers, { tools, vendors, consents }: Stage): Registers {
  return {
    tools: joined(before.tools, tools, joinedTool),
    vendors: joined(before.vendors, vendors, joinedFields),
    consents: joined(before.consents, consents, joinedFields),
  };
}

function joined<T>(
  before: Readonly<Record<string, T>>,
  change: Readonly<Record<string, T>> | undefined,
  join: (entry: T | undefined, change: T) => T,
): Readonly<Record<string, T>> {
  const changed = Object.entries(change ?? {}).map(([key, entry]) => [key, join(own(before, key), entry)] as const);
  return { ...before, ...Object.fromEntries(changed) };
}

function joinedTool(before: GivenTool | undefined, change: GivenTool): GivenTool {
  const cls = change.class ?? before?.class;
  return { ...(cls === undefined ? {} : { class: cls }), terms: joinedFields(before?.terms, change.terms ?? {}) };
}

function joinedFields(before: GivenFields | undefined, change: GivenFields): GivenFields {
  return withoutNull({ ...before, ...change });
}

/** null says: not this any more. */
export function withoutNull<T>(members: Readonly<Record<string, T | null>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as Record<string, T>;
}

function own<T>(members: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined;
}
