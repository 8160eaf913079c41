import {
  Check,
  EvidenceDto,
  field,
  AssetIdField,
  Flag,
  ListOf,
  Nested,
  OneOf,
  Sha256Dto,
  Text,
  Timestamp,
  Whole,
  Words,
} from '../../http/fields/index.js';

export class ExpectingDto {
  @Whole({
    optional: true,
    min: -1,
    description: 'Revision of the asset as you saw it; refused where it has changed since',
  })
  expectedRevision?: number | null;
}

/** Takes back what somebody decided. */
export class RevokeDto extends ExpectingDto {
  @Text()
  reason!: string;

  @OneOf(['ab-initio', 'from'], { description: 'Void from the start, or ended at a time' })
  effect!: 'ab-initio' | 'from';

  @Timestamp({ optional: true, description: 'Only with `from`; now unless told otherwise' })
  effectiveAt?: string | null;

  @ListOf(() => EvidenceDto, { optional: true, max: 100 })
  evidence?: EvidenceDto[] | null;
}

export class TemporaryMarkDto extends ExpectingDto {
  @Text({ example: 'AI placeholder' })
  reason!: string;
}

const MAX_MARKS = 1_000;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export class LiftDto extends ExpectingDto {
  @field(
    { description: 'Event ids of the marks, or `all` that are there now' },
    {
      oneOf: [
        { type: 'string', enum: ['all'] },
        { type: 'array', items: { type: 'string', format: 'uuid' } },
      ],
    },
    [Check('marks', `must be "all" or a list of 1 to ${MAX_MARKS} event ids`, isMarks)],
  )
  marks!: string[] | 'all';

  @Text()
  reason!: string;

  @Nested(() => Sha256Dto, { description: 'The bytes that were looked at' })
  digest!: Sha256Dto;

  @ListOf(() => EvidenceDto, { max: 100 })
  evidence!: EvidenceDto[];
}

export class AssetRefDto {
  @AssetIdField()
  asset!: string;
}

export class ConfirmReplacementDto extends ExpectingDto {
  @Nested(() => AssetRefDto, { description: 'The older version' })
  of!: AssetRefDto;

  @Words({ min: 1, max: 2_000, description: 'What was wrong with the older version and is gone from this one' })
  roots!: string[];

  @Words({ optional: true, max: 2_000, maxLength: 200 })
  replacedBy?: string[] | null;

  @Flag({ optional: true, description: 'It was taken out, nothing stands in its place' })
  removed?: boolean | null;

  @Nested(() => Sha256Dto, { description: 'The bytes of the new version' })
  digest!: Sha256Dto;

  @Text()
  reason!: string;

  @ListOf(() => EvidenceDto, { optional: true, max: 100 })
  evidence?: EvidenceDto[] | null;
}

export class WithdrawDto extends ExpectingDto {
  @Text()
  reason!: string;
}

export class LookupDto {
  @Words({ optional: true, max: 5_000 })
  ids?: string[] | null;

  @Words({ optional: true, max: 5_000, description: '`algorithm:value`' })
  digests?: string[] | null;

  @Words({ optional: true, max: 5_000, maxLength: 1_100, description: '`scheme:value`' })
  aliases?: string[] | null;
}

function isMarks(value: unknown): boolean {
  if (value === 'all') return true;
  return (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= MAX_MARKS &&
    value.every((mark) => typeof mark === 'string' && UUID.test(mark))
  );
}
