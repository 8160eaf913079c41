import type { Use } from '@clearance/domain';
import { subjectsOf, type Subject, type SubjectFile } from './subjects.js';

export const IN_TOTO_PAYLOAD = 'application/vnd.in-toto+json';
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const RELEASE_PREDICATE = 'urn:clearance:predicate:release:v1';

/** What a release receipt says. A published format: members are only ever added. */
export interface ReleasePredicate {
  readonly production: string;
  /** Delivery id. */
  readonly delivery: string;
  readonly recipient: string;
  readonly use: Use;
  /** Decision id. */
  readonly decision: string;
  /** Point of the ledger at which was judged. */
  readonly position: string;
  readonly policies: readonly unknown[];
  readonly engine: number;
  /** What the package was checked by; `sha256` is that of the manifest file itself. */
  readonly manifests: readonly {
    readonly name: string;
    readonly format: string;
    readonly sha256: string;
    readonly items: number;
  }[];
  readonly releasedAt: string;
  /** After it the receipt is expired; null = no end was set. */
  readonly validUntil: string | null;
  readonly keyId: string;
  /** There where the delivery's class is not `final`. */
  readonly notForFinal?: true;
  /** Broken glasses under which it went out: what each let through stays found. Absent where there are none. */
  readonly overrides?: readonly unknown[];
  /** Released paths for which no digest is known (manifests of manifests); absent where there are none. */
  readonly unhashed?: readonly string[];
}
/** in-toto Statement v1. */
export interface ReleaseStatement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly Subject[];
  readonly predicateType: typeof RELEASE_PREDICATE;
  readonly predicate: ReleasePredicate;
}

/**
 * The statement about one release: every released file by its digests, and what it was released under.
 * @throws ConflictingSubject
 */
export function releaseStatement(
  release: Omit<ReleasePredicate, 'notForFinal' | 'unhashed'>,
  files: Iterable<SubjectFile>,
): ReleaseStatement {
  const { subjects, unhashed } = subjectsOf(files);
  return {
    _type: STATEMENT_TYPE,
    subject: subjects,
    predicateType: RELEASE_PREDICATE,
    predicate: {
      ...release,
      ...(release.use.class === 'final' ? {} : { notForFinal: true }),
      ...(unhashed.length === 0 ? {} : { unhashed }),
    },
  };
}
