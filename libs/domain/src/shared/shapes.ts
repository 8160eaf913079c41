import { DIGEST_ALGORITHMS, parseDigest, type DigestAlgorithm, type Digests } from './digests.js';
import type { EventMetadata } from './envelope.js';
import { integer, list, nullable, object, oneOf, optional, text, where, type Members, type Shape } from './shape.js';
import { PROMINENCES, type Evidence, type FindingKey, type Scope } from './vocabulary.js';

/** Digests in the ledger's form: hex in lower case, lengths right. */
export const digestsShape: Shape<Digests> = object<Digests>(
  Object.fromEntries(
    DIGEST_ALGORITHMS.map((algorithm) => [algorithm, optional(digestText(algorithm))]),
  ) as Members<Digests>,
);
/** A sha256 by itself, lower hex. */
export const sha256TextShape = digestText('sha256');
export const sha256Shape = object<{ readonly sha256: string }>({ sha256: sha256TextShape });

export const triStateShape = oneOf(['yes', 'no', 'unknown']);

export const evidenceShape = object<Evidence>({
  ref: text,
  title: optional(text),
  mediaType: optional(text),
  digest: optional(sha256Shape),
});

export const findingKeyShape = object<FindingKey>({ rule: text, root: text, element: nullable(text) });

type Window = NonNullable<Scope['window']>;
export const scopeShape = object<Scope>({
  prominence: oneOf(PROMINENCES),
  classes: list(text),
  territories: list(text),
  languages: list(text),
  mediums: list(text),
  window: optional(nullable(object<Window>({ from: nullable(text), until: nullable(text) }))),
});

export const placeShape = object<{ readonly stream: string; readonly revision: number }>({
  stream: text,
  revision: integer,
});

/** What folds read of the envelope; the rest is carried along. */
export const metadataShape = object<
  Pick<EventMetadata, 'dedup' | 'contentDigest' | 'source' | 'occurredAt' | 'recordedAt'> & { actor: ReadActor }
>({
  dedup: text,
  contentDigest: text,
  source: nullable(text),
  occurredAt: text,
  recordedAt: text,
  actor: object<ReadActor>({ subject: text, onBehalfOf: nullable(text) }),
});
interface ReadActor {
  readonly subject: string;
  readonly onBehalfOf: string | null;
}

function digestText(algorithm: DigestAlgorithm): Shape<string> {
  return where(text, (value) =>
    parseDigest(algorithm, value) === value ? null : `must be a ${algorithm} digest in the ledger's form`,
  );
}
