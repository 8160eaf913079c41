/**
 * The form in which people are compared (F6). Coarser than lower case, so that no spelling of one subject ("ß", "ſ",
 * full-width letters) passes for a second person.
 */
export function foldedSubject(subject: string): string {
  return subject.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase();
}

export function isExcluded(subject: string, excluded: readonly string[]): boolean {
  const folded = foldedSubject(subject);
  return excluded.some((other) => foldedSubject(other) === folded);
}

/** The union of lists of subjects: folded, sorted, each once. */
export function subjectsOf(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat().map(foldedSubject))].sort();
}
