import type { ManifestNote, ManifestNoteCode, ManifestProblem, ManifestProblemCode } from './types.js';

export interface Place {
  readonly line?: number | null;
  readonly path?: string | null;
}

/** Collects what one reading has to say. Listing is capped; counting and the verdict are not. */
export class FindingsLog {
  readonly #limit: number;
  readonly #problems: ManifestProblem[] = [];
  readonly #notes: ManifestNote[] = [];
  #moreProblems = 0;
  #moreNotes = 0;
  #refused = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The manifest cannot be used. */
  refuse(code: ManifestProblemCode, message: string, place: Place = {}): void {
    this.#refused = true;
    this.problem(code, message, place);
  }

  /** The manifest is readable, but this holds. */
  problem(code: ManifestProblemCode, message: string, place: Place = {}): void {
    if (this.#problems.length < this.#limit) this.#problems.push({ code, message, ...located(place) });
    else this.#moreProblems += 1;
  }

  note(code: ManifestNoteCode, message: string, place: Place = {}): void {
    if (this.#notes.length < this.#limit) this.#notes.push({ code, message, ...located(place) });
    else this.#moreNotes += 1;
  }

  get refused(): boolean {
    return this.#refused;
  }

  /** True once further reading could only add to the count: the manifest is refused and the list is full. */
  get exhausted(): boolean {
    return this.#refused && this.#moreProblems > 0;
  }

  get problems(): readonly ManifestProblem[] {
    if (this.#moreProblems === 0) return this.#problems;
    const message = `at least ${this.#moreProblems} more problems are not listed`;
    return [...this.#problems, { code: 'more-problems', message, line: null, path: null }];
  }

  get notes(): readonly ManifestNote[] {
    if (this.#moreNotes === 0) return this.#notes;
    return [
      ...this.#notes,
      { code: 'more-notes', message: `${this.#moreNotes} more notes are not listed`, line: null, path: null },
    ];
  }
}

function located(place: Place): { line: number | null; path: string | null } {
  return { line: place.line ?? null, path: place.path ?? null };
}
