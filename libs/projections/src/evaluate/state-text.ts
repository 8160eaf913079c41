import type { ContentState, FindingClass, Outcome } from '@clearance/policy';

/*
 * What a content carries, as it is stored. Under a policy pack that is some forty classes which differ in little more than
 * their rule, and a change passes as much through everything made from it: roots, parents and guards are written once each,
 * and of a class what is usual is left out. Equal states give equal texts, whoever wrote them (P1).
 */

/** `[roots, vias, extras, classes]`. */
type Written = readonly [string[], [string, string][], Extra[], Entry[]];
/** What only some classes have. */
type Extra = Omit<FindingClass, 'rule' | 'root' | 'element' | 'outcome' | 'code' | 'approvals' | 'via'>;
/** Places in the lists before it; from the end on, what is as usual is left out (USUAL). */
type Entry = (string | number | null | readonly string[])[];

/** Their places are written: with a change of the order SCHEMA_VERSION is raised. */
const OUTCOMES: readonly Outcome[] = ['deny', 'unknown', 'approval', 'escalate', 'notice'];
const NONE = -1;
/** Via, extra, approvals, element, code: a finding of the content itself, which nobody approved, with the code of its rule. */
const USUAL: readonly unknown[] = [NONE, NONE, 0, null, null];
const FIRST_USUAL = 3;

export function textOfState({ classes }: ContentState): string {
  const roots = new Places<string>();
  const vias = new Places<[string, string]>();
  const extras = new Places<Extra>();
  const entries = classes.map((cls): Entry => {
    const { rule, root, element, outcome, code, approvals, via } = cls;
    const entry: Entry = [
      rule,
      roots.of(root, root),
      OUTCOMES.indexOf(outcome),
      via === null ? NONE : vias.of(`${via.edge} ${via.from}`, [via.from, via.edge]),
      placeOfExtra(cls, extras),
      approvals.length === 0 ? 0 : approvals,
      element,
      code === usualCode(rule) ? null : code,
    ];
    while (entry.length > FIRST_USUAL && entry.at(-1) === USUAL[entry.length - 1 - FIRST_USUAL]) entry.pop();
    return entry;
  });
  const written: Written = [roots.values, vias.values, extras.values, entries];
  return JSON.stringify(written);
}

export function stateOfText(text: string): ContentState {
  const [roots, vias, extras, entries] = JSON.parse(text) as Written;
  const witnesses = vias.map(([from, edge]) => ({ from, edge }) as FindingClass['via']);
  const classes = entries.map((entry): FindingClass => {
    const [rule, root, outcome, via = NONE, extra = NONE, approvals = 0, element = null, code = null] = entry as [
      string,
      number,
      number,
      number?,
      number?,
      (readonly string[] | 0)?,
      (string | null)?,
      (string | null)?,
    ];
    const cls = {
      rule,
      root: roots[root]!,
      element,
      outcome: OUTCOMES[outcome]!,
      code: code ?? usualCode(rule),
      approvals: approvals === 0 ? NO_APPROVALS : approvals,
      via: via === NONE ? null : witnesses[via]!,
    };
    return extra === NONE ? cls : { ...cls, ...extras[extra]! };
  });
  return { classes };
}

const NO_APPROVALS: readonly string[] = [];

function placeOfExtra({ guard, clearing, replaces }: FindingClass, extras: Places<Extra>): number {
  if (guard === undefined && clearing === undefined && replaces === undefined) return NONE;
  // Nothing that a class may have is left behind: one more, and this does not compile.
  const extra = { guard, clearing, replaces } satisfies Record<keyof Extra, unknown>;
  return extras.of(JSON.stringify(extra), extra as Extra);
}

/** What the rules of packs have (their ids in small letters). */
function usualCode(rule: string): string {
  return rule.toLowerCase();
}

/** Values by the place at which they stand first. */
class Places<V> {
  readonly values: V[] = [];
  private readonly places = new Map<string, number>();

  of(key: string, value: V): number {
    const known = this.places.get(key);
    if (known !== undefined) return known;
    this.places.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
