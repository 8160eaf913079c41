/** What one manifest may ask of the process. Every limit that is hit is reported with its place. */
export interface ManifestLimits {
  /** Bytes of the manifest. */
  readonly bytes: number;
  /** Items, counted as listed. */
  readonly entries: number;
  /** Nesting of JSON values or XML elements. */
  readonly depth: number;
  /** Tags of an XML manifest: bounds the memory of the parsed tree, which bytes alone do not. */
  readonly xmlTags: number;
  /** One path in UTF-8. */
  readonly pathBytes: number;
  /** One line of NDJSON, in UTF-16 code units. */
  readonly lineLength: number;
  /** Characters of an alias value. */
  readonly aliasLength: number;
  /** Problems, and likewise notes, that are listed before the rest is only counted. */
  readonly problems: number;
}

export const DEFAULT_LIMITS: ManifestLimits = {
  bytes: 128 * 1024 * 1024,
  entries: 200_000,
  depth: 32,
  xmlTags: 4_000_000,
  pathBytes: 4_096,
  lineLength: 256 * 1024,
  aliasLength: 1_024,
  problems: 1_000,
};
