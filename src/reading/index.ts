export type { AnswerTo, Ask, QuestionKind, Questions } from './questions.js';
export { InlineReader } from './inline-reader.js';
export { ReaderHost } from './reader-host.js';
export { Reader } from './reader.js';
export { unknownAsset, unknownCheck, unknownUse } from './unknown.js';
