import { DELIVERY_CLASSES, DELIVERY_ID, MEDIUMS } from '@clearance/domain';
import {
  AssetIdField,
  ListOf,
  Name,
  Nested,
  OneOf,
  Text,
  TextMap,
  Timestamp,
  Whole,
  Words,
} from '../http/fields/index.js';
import {
  FlagParameter,
  PageQuery,
  TextParameter,
  TimeParameter,
  WordParameter,
  WordsParameter,
} from '../http/query/index.js';

const STATES = [
  'open',
  'unknown',
  'held',
  'ready',
  'released',
  'questioned',
  'affected',
  'compromised',
  'recalled',
  'replaced',
] as const;
const TERRITORY = 'ISO 3166-1 codes, or ["*"] for everywhere';
const LANGUAGE = 'BCP 47 tags, or ["*"] for every language';

export class OpenDeliveryDto {
  @Name({ max: 63, pattern: DELIVERY_ID, form: '1 to 63 characters of a-z 0-9 . _ -', example: 'ep101-imf' })
  id!: string;

  @Name({ example: 'Episode 101 IMF' })
  name!: string;

  @OneOf(DELIVERY_CLASSES)
  class!: (typeof DELIVERY_CLASSES)[number];

  @Name({ example: 'Streamer' })
  recipient!: string;

  @Words({ min: 1, max: 300, maxLength: 16, description: TERRITORY, example: ['*'] })
  territories!: string[];

  @Words({ min: 1, max: 300, maxLength: 64, description: LANGUAGE, example: ['en'] })
  languages!: string[];

  @OneOf([...MEDIUMS, '*'], { example: 'svod' })
  medium!: string;

  @Name({ optional: true, max: 64, example: '10.5240/7791-8534-2C23-9030-8610-5' })
  eidr?: string | null;

  @Timestamp({ optional: true })
  dueAt?: string | null;

  @TextMap({ optional: true, maxEntries: 32 })
  labels?: Record<string, string> | null;
}

export class ReleaseDto {
  @Name({ max: 64, description: 'Id of the newest check of this delivery' })
  check!: string;

  @Timestamp({ optional: true, description: 'The release stands until then' })
  validUntil?: string | null;

  @Whole({ optional: true, min: -1 })
  expectedRevision?: number | null;
}

export class RecallCauseDto {
  @AssetIdField({ optional: true })
  asset?: string;

  @Name({ optional: true })
  consent?: string;

  @Name({ optional: true })
  tool?: string;
}

export class RecallDto {
  @Text()
  reason!: string;

  @Nested(() => RecallCauseDto, { optional: true })
  cause?: RecallCauseDto | null;

  @Words({
    optional: true,
    max: 1_000,
    maxLength: 1_024,
    description: 'Paths in the package that are concerned; absent = all',
  })
  paths?: string[] | null;

  @Whole({ optional: true, min: -1 })
  expectedRevision?: number | null;
}

export class ReplaceDto {
  @Name({
    max: 63,
    pattern: DELIVERY_ID,
    form: 'a delivery id',
    description: 'The released delivery that takes its place',
  })
  by!: string;

  @Whole({ optional: true, min: -1 })
  expectedRevision?: number | null;
}

export class PromoteDto {
  @Name({ max: 63, pattern: DELIVERY_ID, form: 'a delivery id' })
  delivery!: string;

  @Whole({ optional: true, min: -1 })
  expectedRevision?: number | null;
}

export class DeliveriesQuery extends PageQuery {
  @WordsParameter({ of: STATES })
  state?: string[];

  @WordParameter(DELIVERY_CLASSES)
  class?: string;

  @TextParameter()
  recipient?: string;

  @TimeParameter()
  dueBefore?: string;

  @TextParameter({ description: 'An asset id: deliveries whose newest check lists it or something made from it' })
  contains?: string;

  @FlagParameter({ description: 'Whether the last release was judged by a policy that the production no longer has' })
  olderPolicy?: boolean;
}

export class CheckQuery {
  @WordParameter(['all', 'held', 'none'], { description: 'How much of `items` comes back; all unless told otherwise' })
  items: 'all' | 'held' | 'none' = 'all';

  @WordParameter(['true', 'false'], { description: 'true: 2xx only for release; a hold is 409 `held`' })
  strict: 'true' | 'false' = 'false';
}

export class DecisionQuery {
  @WordParameter(['all', 'held', 'none'])
  items: 'all' | 'held' | 'none' = 'all';
}

export class ItemsQuery extends PageQuery {
  @WordParameter(['cleared', 'held', 'overridden'])
  status?: 'cleared' | 'held' | 'overridden';

  @TextParameter({ max: 64 })
  code?: string;
}

/** Documentation of the JSON form of a check; the items are read by the manifest reader of format `items`. */
export class CheckItemDto {
  @Name({ max: 1_024, description: 'Path in the package' })
  path!: string;
}
export class CheckItemsDto {
  @ListOf(() => CheckItemDto, { min: 0, max: 200_000 })
  items!: CheckItemDto[];
}

export class CheckApprovalRequestsDto {
  @Words({ optional: true, max: 1_000, maxLength: 1_024, description: 'Only these items; absent = every held one' })
  paths?: string[] | null;

  @Text({ optional: true })
  note?: string | null;

  @Words({ optional: true, max: 50, description: 'Token subjects' })
  assignees?: string[] | null;

  @Timestamp({ optional: true })
  dueAt?: string | null;
}
