/** Digest algorithms the ledger indexes. The first four are cryptographic enough to join claims (rule I1). */
export const JOINING_ALGORITHMS = ['sha256', 'sha1', 'md5', 'c4'] as const;
export const WEAK_ALGORITHMS = ['xxh128', 'xxh64'] as const;
export const DIGEST_ALGORITHMS = [...JOINING_ALGORITHMS, ...WEAK_ALGORITHMS] as const;

export type JoiningAlgorithm = (typeof JOINING_ALGORITHMS)[number];
export type WeakAlgorithm = (typeof WEAK_ALGORITHMS)[number];
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];
/** Lower-case hex, except c4 which is base58 and case-sensitive. */
export type Digests = { readonly [A in DigestAlgorithm]?: string };

const FORMS: Record<DigestAlgorithm, RegExp> = {
  sha256: /^[0-9a-f]{64}$/,
  sha1: /^[0-9a-f]{40}$/,
  md5: /^[0-9a-f]{32}$/,
  xxh64: /^[0-9a-f]{16}$/,
  xxh128: /^[0-9a-f]{32}$/,
  c4: /^c4[1-9A-HJ-NP-Za-km-z]{88}$/,
};

export function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return (DIGEST_ALGORITHMS as readonly string[]).includes(name);
}

/** The digest in the ledger's form (hex lowered), or null where the text is no digest of that algorithm. */
export function parseDigest(algorithm: DigestAlgorithm, text: string): string | null {
  const value = algorithm === 'c4' ? text : text.toLowerCase();
  return FORMS[algorithm].test(value) ? value : null;
}

/** `alg:value` as used in queries and on the command line, or null where it is none. */
export function parseNamedDigest(text: string): { algorithm: DigestAlgorithm; value: string } | null {
  const colon = text.indexOf(':');
  const algorithm = text.slice(0, Math.max(colon, 0));
  if (!isDigestAlgorithm(algorithm)) return null;
  const value = parseDigest(algorithm, text.slice(colon + 1));
  return value === null ? null : { algorithm, value };
}

/** Algorithms for which both name a value and the values differ. */
export function contradictingAlgorithms(a: Digests, b: Digests): DigestAlgorithm[] {
  return DIGEST_ALGORITHMS.filter((alg) => a[alg] !== undefined && b[alg] !== undefined && a[alg] !== b[alg]);
}

export function hasJoiningDigest(digests: Digests): boolean {
  return JOINING_ALGORITHMS.some((alg) => digests[alg] !== undefined);
}
