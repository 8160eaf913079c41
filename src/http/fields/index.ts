export { Check, isPlainObject } from './checks.js';
export { bodyFaults, detailOf, queryFaults } from './faults.js';
export {
  AssetIdField,
  DigestField,
  field,
  Flag,
  HasSome,
  ListOf,
  Name,
  Nested,
  OneOf,
  ProductionIdField,
  Text,
  TextMap,
  Timestamp,
  Tri,
  Whole,
  Words,
  type FieldOptions,
} from './fields.js';
export { readQuickly } from './quick.js';
export { isCleanText } from './text.js';
export { parseTime } from './time.js';
export { plainOf, readInto, type Read } from './validate.js';
export { EvidenceDto, Sha256Dto } from './shared.dto.js';
