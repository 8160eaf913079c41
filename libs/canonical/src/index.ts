export { canonicalJson, type JsonValue } from './canonical-json.js';
export { contentDigestOf, sha256Hex } from './digest.js';
export { CLEARANCE_NAMESPACE, uuidFrom } from './uuid.js';
