export { decodedChunks, encodingOf } from './inflate.js';
export { BODY_LIMIT, BodyLimit, DEFAULT_BODY_LIMIT, GIB, KIB, MIB } from './limits.js';
export { BODY_PACE, type BodyPace } from './patience.js';
export { RawBody } from './raw-body.js';
