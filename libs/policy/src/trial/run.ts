import { durationOf } from '../pack/duration.js';
import type { PackDocument } from '../pack/format.js';
import { pointerTo } from '../pack/fault.js';
import { compareText } from '../order.js';
import { composePolicy, type Policy } from '../policy.js';
import type { JudgedFinding, Judgement } from '../types.js';
import type { PackTest, Stage } from './format.js';
import { registersAfter, wholeTests, type Registers, type Whole } from './given.js';
import { Specimen } from './specimen.js';

/** What a test expected and did not find, or found and did not expect. */
export interface Disagreement {
  /** JSON pointer to the expectation, within the list of tests. */
  readonly pointer: string;
  readonly message: string;
}
export interface TestRun {
  readonly test: PackTest;
  readonly disagreements: readonly Disagreement[];
  /** Rules of the pack that found something at some time, sorted. */
  readonly found: readonly string[];
}

/** Runs tests that were found in order together with the pack. Pure, and the same every time. */
export function runTests(pack: PackDocument, tests: readonly PackTest[]): TestRun[] {
  const policies = new Map<string, Policy>();
  const policyWith = (switches: Whole['switches'] = {}): Policy => {
    const key = JSON.stringify(Object.entries(switches).sort(([a], [b]) => compareText(a, b)));
    const policy = policies.get(key) ?? policyOf(pack, switches);
    policies.set(key, policy);
    return policy;
  };
  const rules = new Set(pack.rules.map(({ id }) => id));
  return wholeTests(tests).map((test, index) => {
    const { disagreements, found } = runTest(test, pointerTo('', index), policyWith(test.switches), rules);
    return { test: tests[index]!, disagreements, found };
  });
}

const DAY = 86_400_000;

function runTest(
  test: Whole,
  pointer: string,
  policy: Policy,
  rules: ReadonlySet<string>,
): Pick<TestRun, 'disagreements' | 'found'> {
  const specimen = new Specimen(policy);
  const disagreements: Disagreement[] = [];
  const found = new Set<string>();
  const look = (stage: Stage, at: string) => {
    const judged = specimen.judged();
    for (const finding of [...judged.open, ...judged.notices, ...judged.cleared])
      if (rules.has(finding.rule)) found.add(finding.rule);
    disagreements.push(...disagreementsOf(stage, judged, rules, at));
  };
  let registers: Registers = test;
  specimen.give(test, registers, 0);
  look(test, pointer);
  test.later?.forEach((stage, index) => {
    registers = registersAfter(registers, stage);
    specimen.give(stage, registers, stage.after === undefined ? DAY : (durationOf(stage.after) ?? DAY));
    look(stage, `${pointer}/later/${index}`);
  });
  return { disagreements, found: [...found].sort(compareText) };
}

/** Rules of the base pack are left out: a test is about the rules that it stands beside. */
function disagreementsOf(
  stage: Stage,
  { open, notices, cleared }: Judgement,
  rules: ReadonlySet<string>,
  pointer: string,
): Disagreement[] {
  const named = (findings: readonly JudgedFinding[], name: (finding: JudgedFinding) => string) =>
    findings.filter(({ rule }) => rules.has(rule)).map(name);
  const expected = Object.entries(stage.expect).map(([finding, outcome]) => `${outcome} ${finding}`);
  return [
    differenceOf(
      `${pointer}/expect`,
      expected,
      named(open, (finding) => `${finding.outcome} ${nameOf(finding)}`),
    ),
    stage.notices === undefined ? null : differenceOf(`${pointer}/notices`, stage.notices, named(notices, nameOf)),
    stage.cleared === undefined ? null : differenceOf(`${pointer}/cleared`, stage.cleared, named(cleared, nameOf)),
  ].filter((difference) => difference !== null);
}

function nameOf({ rule, element }: JudgedFinding): string {
  return element === null ? rule : `${rule}/${element}`;
}

function differenceOf(pointer: string, expected: readonly string[], found: readonly string[]): Disagreement | null {
  const missing = expected.filter((text) => !found.includes(text));
  const extra = found.filter((text) => !expected.includes(text));
  if (missing.length === 0 && extra.length === 0) return null;
  const told = [
    ...(missing.length === 0 ? [] : [`not found: ${missing.join(', ')}`]),
    ...(extra.length === 0 ? [] : [`found and not expected: ${extra.join(', ')}`]),
  ];
  return { pointer, message: told.join('; ') };
}

function policyOf(pack: PackDocument, switches: Readonly<Record<string, boolean>>): Policy {
  const composed = composePolicy([{ pack, switches }]);
  if (!composed.ok)
    throw new TypeError(`a pack whose tests are run makes no policy: ${JSON.stringify(composed.faults)}`);
  return composed.policy;
}
