export { SnapshotRefused, type SnapshotManifest } from './format.js';
export { takeSnapshot } from './take.js';
export { putSnapshot } from './use.js';
