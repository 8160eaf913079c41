import { contradictingAlgorithms, type Digests } from '@clearance/domain';

/** A file of a released package, as judged. */
export interface SubjectFile {
  readonly path: string;
  readonly digests: Digests;
}
/** in-toto ResourceDescriptor. Algorithms keep the ledger's names: sha256, sha1, md5, c4, xxh128, xxh64. */
export interface Subject {
  readonly name: string;
  readonly digest: Digests;
}
export interface SubjectList {
  /** By path (UTF-16 code units), each path once. */
  readonly subjects: readonly Subject[];
  /** Paths that nobody gave a digest for: in-toto has no subject without one. Sorted. */
  readonly unhashed: readonly string[];
}

/** Two manifests list other bytes under one path: no file could be both, so there is nothing to attest. */
export class ConflictingSubject extends Error {
  override readonly name = 'ConflictingSubject';
  constructor(
    readonly path: string,
    readonly algorithm: string,
  ) {
    super(`${path} was released with two different ${algorithm} digests`);
  }
}

/**
 * Several manifests may list one path: their digests are taken together.
 * @throws ConflictingSubject
 */
export function subjectsOf(files: Iterable<SubjectFile>): SubjectList {
  const byPath = new Map<string, Digests>();
  for (const { path, digests } of files) {
    const known = byPath.get(path) ?? {};
    const [algorithm] = contradictingAlgorithms(known, digests);
    if (algorithm !== undefined) throw new ConflictingSubject(path, algorithm);
    byPath.set(path, { ...known, ...digests });
  }
  const sorted = [...byPath].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    subjects: sorted.filter(([, digest]) => isHashed(digest)).map(([name, digest]) => ({ name, digest })),
    unhashed: sorted.filter(([, digest]) => !isHashed(digest)).map(([path]) => path),
  };
}

function isHashed(digests: Digests): boolean {
  return Object.keys(digests).length > 0;
}
