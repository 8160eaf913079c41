export { openEnvelope, signEnvelope, type DsseEnvelope, type OpenedEnvelope } from './dsse/envelope.js';
export { keyIdOf } from './dsse/key-id.js';
export { preAuthEncoding } from './dsse/pae.js';
export {
  ConflictingSubject,
  subjectsOf,
  type Subject,
  type SubjectFile,
  type SubjectList,
} from './release/subjects.js';
export {
  IN_TOTO_PAYLOAD,
  RELEASE_PREDICATE,
  releaseStatement,
  STATEMENT_TYPE,
  type ReleasePredicate,
  type ReleaseStatement,
} from './release/statement.js';
