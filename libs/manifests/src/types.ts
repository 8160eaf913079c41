import type { AliasScheme, Digests } from '@clearance/domain';

/** The formats this version reads. The other words of the contract answer `unsupported-format`. */
export const MANIFEST_FORMATS = ['checksum-list', 'asc-mhl', 'items', 'files'] as const;
export type ManifestFormat = (typeof MANIFEST_FORMATS)[number];

/** `structural` = a file that only describes the package (another manifest, a packing list). */
export type ItemRole = 'content' | 'structural' | 'document' | 'junk';

export interface ItemAlias {
  readonly scheme: AliasScheme;
  readonly value: string;
}

/** One file that a manifest lists. Paths are relative to `manifestBase` and use `/`. */
export interface ManifestItem {
  readonly path: string;
  /** Bytes; null where the manifest does not say. */
  readonly size: number | null;
  /** Only digests that the manifest vouches for. May be empty: such an item resolves by name alone, if at all. */
  readonly digests: Digests;
  readonly aliases: readonly ItemAlias[];
  readonly role: ItemRole;
  /** The manifest itself says that this file failed verification. */
  readonly failed: boolean;
  /** `files` only: why the file could not be read. */
  readonly error?: string;
  /** 1-based line of the entry; null where the format has none. */
  readonly line: number | null;
}

export type ManifestProblemCode =
  | 'unreadable-manifest'
  | 'unsupported-format'
  | 'empty-manifest'
  | 'too-large'
  | 'too-many-entries'
  | 'too-deep'
  | 'malformed-line'
  | 'malformed-entry'
  | 'malformed-digest'
  | 'unsafe-path'
  | 'path-too-long'
  | 'duplicate-path'
  | 'contradicting-digests'
  | 'broken-chain'
  | 'failed-verification'
  | 'unreadable-file'
  | 'unindexed-digest'
  | 'unverified-digest'
  | 'references-manifest'
  | 'more-problems';

export type ManifestNoteCode =
  | 'ignore-pattern'
  | 'renamed'
  | 'repeated-path'
  | 'unindexed-digest'
  | 'unverified-digest'
  | 'malformed-digest'
  | 'unexpected-element'
  | 'more-notes';

interface Located {
  readonly message: string;
  /** 1-based. */
  readonly line: number | null;
  readonly path: string | null;
}
export interface ManifestProblem extends Located {
  readonly code: ManifestProblemCode;
}
/** Worth knowing, holds nothing. */
export interface ManifestNote extends Located {
  readonly code: ManifestNoteCode;
}

/** Stored beside the items, so that a later reading by another version can be told apart. */
export interface ReaderIdentity {
  readonly name: string;
  readonly version: number;
}

/**
 * With `ok: true` the items are complete as listed, and every problem is a reason to hold (an empty manifest, a file
 * that failed verification, a digest nobody can look up). With `ok: false` nothing of the manifest may be used.
 */
export type ManifestReading =
  | {
      readonly ok: true;
      readonly format: ManifestFormat;
      readonly reader: ReaderIdentity;
      readonly items: readonly ManifestItem[];
      readonly problems: readonly ManifestProblem[];
      readonly notes: readonly ManifestNote[];
    }
  | {
      readonly ok: false;
      /** null where no format was recognised. */
      readonly format: ManifestFormat | null;
      readonly reader: ReaderIdentity;
      readonly problems: readonly ManifestProblem[];
      readonly notes: readonly ManifestNote[];
    };
