export { decodedChunks, encodingOf } from './inflate.js';
export { BODY_LIMIT, BodyLimit, DEFAULT_BODY_LIMIT, GIB, KIB, MIB } from './limits.js';
export { RawBody } from './raw-body.js';
