import { MAX_CONFORMING, MAX_USAGE_ENTRIES, REACHES, type Reach } from '@clearance/domain';
import { USAGE_VIEW_STATES } from '@clearance/projections';
import { GrantedByDto, ScopeDto } from '../approvals/index.js';
import { EvidenceDto, ListOf, Name, Nested, OneOf, Sha256Dto, Text, Timestamp, Words } from '../http/fields/index.js';
import { PageQuery, TextParameter, WordParameter, WordsParameter } from '../http/query/index.js';
import { EvidenceList, ExpectedRevisionDto, RegistryId } from '../registers/index.js';

export class UsageToolDto {
  @RegistryId({ example: 'comfyui', description: 'As facts name it: `tool.id` of generated-by-tool' })
  id!: string;

  @Name({ max: 100, example: '0.3.*', description: 'A version, the beginning of one followed by `.*`, or `*`' })
  version!: string;

  @Words({
    min: 1,
    max: 100,
    maxLength: 400,
    description: 'Modes in the words of the tool, or ["*"]: any, also one that is not stated',
  })
  modes!: string[];
}

/** What is to be made, with what and for what; whatever does not stand here is outside. */
export class ProposeUsageDto {
  @RegistryId({ optional: true, description: 'Made by the ledger where it is absent' })
  id?: string | null;

  @Text({ max: 4_000, example: 'Painted skies behind the harbour, episodes 1 to 3' })
  purpose!: string;

  @ListOf(() => UsageToolDto, { min: 1, max: MAX_USAGE_ENTRIES })
  tools!: UsageToolDto[];

  @Words({
    max: MAX_USAGE_ENTRIES,
    maxLength: 128,
    description: 'Opaque ids of performers who may be seen or heard, never names; [] = none',
  })
  performers!: string[];

  @Name({ max: 64, example: 'written', description: 'Kind of the approval asked for' })
  kind!: string;

  @Words({ min: 1, max: MAX_USAGE_ENTRIES, maxLength: 200, description: 'Rules whose findings it is to clear' })
  rules!: string[];

  @OneOf(REACHES)
  reach!: Reach;

  @Nested(() => ScopeDto)
  scope!: ScopeDto;

  @Text({ optional: true })
  note?: string | null;
}

export class ApproveUsageDto extends ExpectedRevisionDto {
  @EvidenceList({ min: 1 })
  evidence!: EvidenceDto[];

  @Nested(() => GrantedByDto, { optional: true, description: 'Who gave it, where that person has no account' })
  grantedBy?: GrantedByDto | null;

  @Timestamp({ optional: true })
  expiresAt?: string | null;

  @Text({ optional: true })
  note?: string | null;
}

export class RejectUsageDto extends ExpectedRevisionDto {
  @Text()
  reason!: string;

  @EvidenceList({ optional: true })
  evidence?: EvidenceDto[] | null;
}

export class RevokeUsageDto extends RejectUsageDto {
  @OneOf(['ab-initio', 'from'], { description: 'Void from the start, or ended at a time' })
  effect!: 'ab-initio' | 'from';

  @Timestamp({ optional: true, description: 'Only with `from`; now unless told otherwise' })
  effectiveAt?: string | null;
}

/** Bytes by digest or by asset, one of both. */
export class ConformanceDto extends ExpectedRevisionDto {
  @ListOf(() => Sha256Dto, { optional: true, min: 1, max: MAX_CONFORMING, description: 'Either these or `assets`' })
  digests?: Sha256Dto[] | null;

  @Words({ optional: true, min: 1, max: MAX_CONFORMING, maxLength: 200, description: 'Either these or `digests`' })
  assets?: string[] | null;

  @EvidenceList({ min: 1 })
  evidence!: EvidenceDto[];

  @Text({ optional: true })
  note?: string | null;
}

export class UsagesQuery extends PageQuery {
  @WordsParameter({ of: USAGE_VIEW_STATES })
  state?: string[];

  @TextParameter({ max: 64 })
  kind?: string;

  @TextParameter({ max: 200 })
  rule?: string;

  @TextParameter({ max: 128, description: 'Id of a tool' })
  tool?: string;

  @TextParameter({ max: 128, description: 'Opaque id' })
  performer?: string;

  @TextParameter({ description: 'Token subject that proposed it' })
  by?: string;
}

export class MadeUnderQuery extends PageQuery {
  @WordParameter(['yes', 'no'], { description: 'Only bytes that somebody confirmed, or only those that nobody did' })
  confirmed?: 'yes' | 'no';
}
