export { Answer, answer, created, page, type AnswerOptions, type Page } from './answer.js';
export { WaitsForState } from './answer.interceptor.js';
export { AssetId, AssetIdPipe, assetIdOfSegment } from './asset-id.js';
export { BodyLimit, decodedChunks, encodingOf, GIB, KIB, MIB, RawBody } from './body/index.js';
export { CONNECTION_LIMITS, limitedServer, patienceFor, type ConnectionLimits } from './connections.js';
export { createHttpAdapter } from './adapter.js';
export { configureHttp } from './configure.js';
export { cursorFor, keyOfCursor, type CursorKey } from './cursor.js';
export * from './fields/index.js';
export { HttpModule } from './http.module.js';
export { idempotencyKeyOf } from './idempotency-key.js';
export {
  jsonProblem,
  JSON_LIMITS,
  parseJson,
  pointerTo,
  readJson,
  scanJson,
  utf8Text,
  type JsonFault,
} from './json/index.js';
export { parsePoint } from './position.js';
export { preferencesOf, type Preferences } from './prefer.js';
export { PROBLEMS } from './problem/catalogue.js';
export { problemDocument, problemHeaders, PROBLEM_MEDIA_TYPE, type ProblemDocument } from './problem/document.js';
export { problemFrom } from './problem/from-error.js';
export { sendProblem } from './problem/problem.filter.js';
export * from './query/index.js';
export { readBody, type OpenQuery } from './request.pipe.js';
export { normalisedPath } from './request-path.js';
