import { ApiProperty } from '@nestjs/swagger';
import { TOOL_RULING_STATES } from '@clearance/projections';
import { ExpectingDto } from '../assets/index.js';
import { EvidenceDto, ListOf, Name, Text, Timestamp, Words } from '../http/fields/index.js';
import { PageQuery, TextParameter, WordsParameter } from '../http/query/index.js';

export class ToolRulingDto extends ExpectingDto {
  @Name({ max: 128, example: 'rx' })
  tool!: string;

  @Name({ max: 100, description: 'A version, the beginning of one followed by `.*`, or `*`', example: '11.*' })
  version!: string;

  @Name({ max: 100, description: 'One mode, in the words of the tool', example: 'denoise' })
  mode!: string;

  @Words({ min: 1, max: 100, maxLength: 64, description: 'Rules of the policy in force that escalate' })
  rules!: string[];

  @Text()
  reason!: string;

  @ListOf(() => EvidenceDto, { min: 1, max: 100 })
  evidence!: EvidenceDto[];

  @Timestamp({ optional: true })
  expiresAt?: string | null;
}

export class ToolRulingsQuery extends PageQuery {
  @TextParameter({ max: 128 })
  tool?: string;

  @WordsParameter({ of: TOOL_RULING_STATES })
  state?: string[];
}

export class ToolRulingRevocationBody {
  @ApiProperty()
  reason!: string;

  @ApiProperty({ enum: ['ab-initio', 'from'] })
  effect!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  effectiveAt!: string | null;

  @ApiProperty({ type: [EvidenceDto] })
  evidence!: EvidenceDto[];

  @ApiProperty({ format: 'date-time' })
  revokedAt!: string;

  @ApiProperty()
  revokedBy!: string;
}

export class ToolRulingBody {
  @ApiProperty({ example: 'rul_…' })
  id!: string;

  @ApiProperty()
  production!: string;

  @ApiProperty()
  tool!: string;

  @ApiProperty()
  version!: string;

  @ApiProperty()
  mode!: string;

  @ApiProperty({ type: [String] })
  rules!: string[];

  @ApiProperty()
  reason!: string;

  @ApiProperty({ type: [EvidenceDto] })
  evidence!: EvidenceDto[];

  @ApiProperty({ enum: TOOL_RULING_STATES })
  state!: (typeof TOOL_RULING_STATES)[number];

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  expiresAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  ruledAt!: string;

  @ApiProperty()
  ruledBy!: string;

  @ApiProperty({ type: ToolRulingRevocationBody, nullable: true })
  revoked!: ToolRulingRevocationBody | null;
}

export class ToolRulingAnswer extends ToolRulingBody {
  @ApiProperty({ example: '18231' })
  position!: string;
}

export class ToolRulingPage {
  @ApiProperty({ type: [ToolRulingBody] })
  items!: ToolRulingBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
