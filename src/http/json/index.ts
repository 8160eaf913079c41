export { JSON_LIMITS, type JsonLimits } from './limits.js';
export { jsonProblem, parseJson, readJson } from './parse.js';
export { pointerTo } from './pointer.js';
export { utf8Text } from './read-text.js';
export { scanJson, type JsonFault, type JsonScan } from './scan.js';
