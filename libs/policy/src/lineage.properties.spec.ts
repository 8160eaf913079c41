import { EDGE_KINDS, REACHES, type Use } from '@clearance/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inherit } from './inherit.js';
import { judge } from './judge.js';
import { basePack } from './packs/base.js';
import { everyArrival, minimal } from './testing/reference.js';
import type { ClassOfTool, ContentRef, ContentState, FindingClass, OwnState } from './types.js';

const RULES = ['base-generated', 'base-temporary-mark', 'base-origin-unknown'] as const;
const OUTCOME = {
  'base-generated': 'approval',
  'base-temporary-mark': 'deny',
  'base-origin-unknown': 'unknown',
} as const;
const classOfTool: ClassOfTool = ({ id }) => (id === 'denoise' ? 'none' : null);
const FR: Use = { class: 'final', territories: ['FR'], languages: ['*'], medium: '*' };
const scopeOf = (territory: string) =>
  ({ prominence: '*', classes: ['*'], territories: [territory], languages: ['*'], mediums: ['*'] }) as const;

interface Approved {
  readonly reach: (typeof REACHES)[number];
  readonly root: number;
  readonly kind: 'written' | 'ruling';
  readonly ended: boolean;
  readonly territory: string;
}
const node = fc.record({
  rules: fc.uniqueArray(fc.constantFrom(...RULES), { maxLength: 2 }),
  edges: fc.array(
    fc.record({
      back: fc.integer({ min: 1, max: 4 }),
      kind: fc.constantFrom(...EDGE_KINDS),
      denoised: fc.boolean(),
      passes: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    }),
    { maxLength: 3 },
  ),
  complete: fc.boolean(),
  approvals: fc.array(
    fc.record<Approved>({
      reach: fc.constantFrom(...REACHES),
      root: fc.nat(6),
      kind: fc.constantFrom('written', 'written', 'written', 'ruling'),
      ended: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      territory: fc.constantFrom('*', 'FR', 'DE'),
    }),
    { maxLength: 2 },
  ),
  confirmed: fc.array(fc.record({ of: fc.nat(6), root: fc.nat(6) }), { maxLength: 1 }),
});

const name = (i: number) => `c${i}`;
interface Case {
  readonly own: ReadonlyMap<ContentRef, OwnState>;
  readonly territories: ReadonlyMap<string, string>;
}

/** Seven contents at most, edges only towards those that came before. */
const cases: fc.Arbitrary<Case> = fc.array(node, { minLength: 1, maxLength: 7 }).map((nodes) => {
  const territories = new Map<string, string>();
  const own = nodes.map((drawn, i): OwnState => {
    const content = name(i);
    const evidence = { stream: 's', revision: 0 };
    const edges = new Map(
      drawn.edges
        .filter(({ back }) => back <= i)
        .map(({ back, kind, denoised, passes }) => {
          const tool = denoised ? { id: 'denoise', version: '1' } : null;
          return [`${back} ${kind} ${denoised}`, { to: name(i - back), kind, tool, passes, evidence }] as const;
        }),
    );
    return {
      content,
      findings: drawn.rules.map((rule) => ({
        rule,
        root: content,
        element: null,
        outcome: OUTCOME[rule],
        code: rule,
        message: rule,
        evidence: [],
      })),
      edges: [...edges.values()].sort((a, b) => (a.to < b.to ? -1 : 1)),
      completeness: drawn.complete ? 'yes' : 'unknown',
      approvals: drawn.approvals.map(({ reach, root, kind, ended, territory }, k) => {
        const id = `apr_${i}_${k}`;
        territories.set(id, territory);
        const keys = [{ rule: 'base-generated', root: name(root), element: null }];
        return {
          id,
          kind,
          reach,
          scope: scopeOf(territory),
          keys,
          ended,
          endsAt: ended ? '2026-01-01T00:00:00.000Z' : null,
          evidence,
        };
      }),
      confirmations: drawn.confirmed.map(({ of, root }) => ({ of: name(of), roots: [name(root)], evidence })),
      submitters: [],
      dueAt: [],
    };
  });
  return { own: new Map(own.map((state) => [state.content, state])), territories };
});

function evaluateAll({ own }: Case): Map<ContentRef, ContentState> {
  const states = new Map<ContentRef, ContentState>();
  for (const [content, state] of own) {
    states.set(
      content,
      inherit(state, (ref) => ({ own: own.get(ref)!, state: states.get(ref)! }), basePack, classOfTool),
    );
  }
  return states;
}

/** `rule root` -> the classes' approvals, all sorted. */
function byFinding(entries: Iterable<readonly [finding: string, approvals: string]>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [finding, approvals] of entries) (found[finding] ??= []).push(approvals);
  for (const list of Object.values(found)) list.sort();
  return found;
}

/** It arises here, or the witness has it (under its old rule, where a link replaced it) and an edge that passes leads there. */
function isCarried(
  content: ContentRef,
  cls: FindingClass,
  { own }: Case,
  states: ReadonlyMap<ContentRef, ContentState>,
): boolean {
  const { via, root } = cls;
  const at = own.get(content);
  if (via === null) return at?.findings.some((finding) => finding.rule === cls.rule && finding.root === root) === true;
  const rule = cls.replaces ?? cls.rule;
  const above = states.get(via.from)?.classes.some((other) => other.rule === rule && other.root === root);
  return (
    above === true && at?.edges.some(({ to, kind, passes }) => to === via.from && kind === via.edge && passes) === true
  );
}

describe('against walking every path', () => {
  it('F5: the same classes, and F2: the same findings open for a use', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        for (const [content, state] of evaluateAll(drawn)) {
          const arrivals = everyArrival(content, drawn.own, classOfTool);
          const slow = Map.groupBy(arrivals, ({ key }) => `${key.rule} ${key.root}`);
          expect(
            byFinding(state.classes.map(({ rule, root, approvals }) => [`${rule} ${root}`, approvals.join(' ')])),
          ).toEqual(
            byFinding(
              [...slow].flatMap(([key, same]) =>
                minimal(same.map(({ approvals }) => approvals)).map((set) => [key, set] as const),
              ),
            ),
          );
          const covers = (token: string) =>
            !token.startsWith('~') && ['*', 'FR'].includes(drawn.territories.get(token.split(':')[0]!)!);
          const open = arrivals
            .filter(({ approvals }) => ![...approvals].some(covers))
            .map(({ key }) => `${key.rule} ${key.root}`);
          const terms = (id: string) => ({
            id,
            kind: 'written',
            scope: scopeOf(drawn.territories.get(id)!),
            endsAt: null,
          });
          const judged = judge(state, FR, { terms, logTime: '2026-03-01T00:00:00.000Z', pack: basePack });
          expect(judged.open.map(({ rule, root }) => `${rule} ${root}`).sort()).toEqual([...new Set(open)].sort());
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('F5: every witness carries the class on, and leads to where the finding arises', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const states = evaluateAll(drawn);
        for (const [content, state] of states) {
          for (const cls of state.classes) {
            expect(isCarried(content, cls, drawn, states)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the order of edges and findings changes nothing', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const mirrored = new Map(
          [...drawn.own].map(([content, own]) => [
            content,
            {
              ...own,
              edges: own.edges.toReversed(),
              findings: own.findings.toReversed(),
              approvals: own.approvals.toReversed(),
            },
          ]),
        );
        expect(evaluateAll({ ...drawn, own: mirrored })).toEqual(evaluateAll(drawn));
      }),
      { numRuns: 300 },
    );
  });
});
