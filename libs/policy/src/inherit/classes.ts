import type { FindingKey } from '@clearance/domain';
import { compareKeys, compareLists, compareText, keyText, sortedUnique } from '../order.js';
import type { FindingClass } from '../types.js';

/**
 * Most classes kept of one finding at one content. Paths that differ in their approvals can double with every step; past
 * this they are taken together under what all of them have in common, which blocks more, never less.
 */
export const MAX_CLASSES = 64;

/** F5: the classes of findings at one content; of A within A' only A stays. The order of adding changes nothing. */
export class FindingClasses {
  private readonly byKey = new Map<string, FindingClass[]>();

  /** @param cls its approvals sorted. */
  add(cls: FindingClass): void {
    const key = keyText(cls);
    const kept = this.byKey.get(key);
    if (kept === undefined) this.byKey.set(key, [cls]);
    else keep(kept, cls);
  }

  /** Adds approvals to every class of a finding; a finding that is not there needs none. */
  approve(key: FindingKey, tokens: readonly string[]): void {
    const text = keyText(key);
    const classes = this.byKey.get(text);
    if (classes === undefined) return;
    const approved: FindingClass[] = [];
    for (const cls of classes) keep(approved, { ...cls, approvals: sortedUnique([...cls.approvals, ...tokens]) });
    this.byKey.set(text, approved);
  }

  /** Outcomes by finding, e.g. to see which approvals may clear it. */
  find(key: FindingKey): FindingClass | null {
    return this.byKey.get(keyText(key))?.[0] ?? null;
  }

  /** Sorted by (rule, root, element, approvals). */
  sorted(): FindingClass[] {
    return [...this.byKey.values()].flat().sort((a, b) => compareKeys(a, b) || compareLists(a.approvals, b.approvals));
  }
}

/** Puts a class among those of the same finding, unless one that is open wherever it is stands there already. */
function keep(kept: FindingClass[], cls: FindingClass): void {
  const same = kept.findIndex(({ approvals }) => compareLists(approvals, cls.approvals) === 0);
  if (same >= 0) {
    if (isNearer(cls, kept[same]!)) kept[same] = cls;
    return;
  }
  if (kept.some(({ approvals }) => isWithin(approvals, cls.approvals))) return;
  const rest = kept.filter(({ approvals }) => !isWithin(cls.approvals, approvals));
  kept.splice(0, kept.length, ...rest, cls);
  if (kept.length > MAX_CLASSES) kept.splice(0, kept.length, together(kept));
}

function together(classes: readonly FindingClass[]): FindingClass {
  const nearest = classes.reduce((best, cls) => (isNearer(cls, best) ? cls : best));
  const approvals = nearest.approvals.filter((token) => classes.every((cls) => cls.approvals.includes(token)));
  return { ...nearest, approvals };
}

/** Both sorted. */
function isWithin(few: readonly string[], many: readonly string[]): boolean {
  if (few.length > many.length) return false;
  let at = 0;
  for (const token of many) if (token === few[at]) at += 1;
  return at === few.length;
}

/** F5: the witness is the smallest parent; what arises here needs none. */
function isNearer(a: FindingClass, b: FindingClass): boolean {
  if (a.via === null || b.via === null) return a.via === null && b.via !== null;
  const order =
    compareText(a.via.from, b.via.from) ||
    compareText(a.via.edge, b.via.edge) ||
    compareText(a.replaces ?? '', b.replaces ?? '');
  return order < 0;
}
