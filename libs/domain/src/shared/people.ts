/**
 * The form in which people are compared (F6). Coarser than lower case, so that no spelling of one subject ("ß", "ſ",
 * full-width letters) passes for a second person.
 */
export function foldedSubject(subject: string): string {
  const known = folded.get(subject);
  if (known !== undefined) return known;
  const form = subject.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase();
  if (folded.size >= MAX_FOLDED) folded.clear();
  folded.set(subject, form);
  return form;
}

export function isExcluded(subject: string, excluded: readonly string[]): boolean {
  const folded = foldedSubject(subject);
  return excluded.some((other) => foldedSubject(other) === folded);
}

/** The union of lists of subjects: folded, sorted, each once. */
export function subjectsOf(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat().map(foldedSubject))].sort();
}

/** Forms that were worked out lately: the same few people stand in every fact of a ledger. */
const folded = new Map<string, string>();
const MAX_FOLDED = 1_000;
