export { manifestBase } from './base.js';
export { canonicalItems, itemsDigest } from './canonical-items.js';
export { DEFAULT_LIMITS, type ManifestLimits } from './limits.js';
export { readManifest, type ManifestInput } from './read-manifest.js';
export {
  MANIFEST_FORMATS,
  type ItemAlias,
  type ItemRole,
  type ManifestFormat,
  type ManifestItem,
  type ManifestNote,
  type ManifestNoteCode,
  type ManifestProblem,
  type ManifestProblemCode,
  type ManifestReading,
  type ReaderIdentity,
} from './types.js';
