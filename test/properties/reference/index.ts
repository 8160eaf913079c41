export type { Content } from './contents.js';
export { digestsOf, isCryptographic, memberDigestsOf } from './bytes.js';
export { releasesIn, statusOf, type Concern, type Release } from './deliveries.js';
export { dataOf, entriesOf, isFact, isReadable, type Entry } from './entries.js';
export { keyOf, type ConcernKind, type Judged } from './judging.js';
export type { PackageVerdict } from './packages.js';
export { Reference } from './reference.js';
