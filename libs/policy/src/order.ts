import type { FindingKey } from '@clearance/domain';

/** Order by UTF-16 code unit: the same on every machine, unlike a locale's. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** F1: (rule, root, element); no element comes first. */
export function compareKeys(a: FindingKey, b: FindingKey): number {
  return compareText(a.rule, b.rule) || compareText(a.root, b.root) || compareElements(a.element, b.element);
}

/** Texts element by element; the shorter list first where one begins with the other. */
export function compareLists(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = compareText(a[i] ?? '', b[i] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** A text that is equal for equal keys only. */
export function keyText(key: FindingKey): string {
  return key.element === null ? `${key.rule}\n${key.root}` : `${key.rule}\n${key.root}\n${key.element}`;
}

export function sameKey(a: FindingKey, b: FindingKey): boolean {
  return a.rule === b.rule && a.root === b.root && a.element === b.element;
}

export function sortedUnique(texts: Iterable<string>): string[] {
  const unique = texts instanceof Set ? [...(texts as ReadonlySet<string>)] : [...new Set(texts)];
  return unique.length <= 1 ? unique : unique.sort(compareText);
}

function compareElements(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareText(a, b);
}
