import { ApiProperty } from '@nestjs/swagger';
import { REACHES, type Reach } from '@clearance/domain';
import { USAGE_VIEW_STATES } from '@clearance/projections';
import { ScopeDto } from '../approvals/index.js';
import { EvidenceDto } from '../http/fields/index.js';
import { UsageToolDto } from './dto.js';

class DecidedBody {
  @ApiProperty()
  reason!: string;

  @ApiProperty({ type: [EvidenceDto] })
  evidence!: readonly EvidenceDto[];

  @ApiProperty({ description: 'Token subject' })
  by!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

class UsageRevocationBody extends DecidedBody {
  @ApiProperty({ enum: ['ab-initio', 'from'] })
  effect!: 'ab-initio' | 'from';

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  effectiveAt!: string | null;
}

class PolicyBody {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  version!: string;

  @ApiProperty()
  digest!: string;
}

class UsageApprovalBody {
  @ApiProperty({ example: 'apr_…' })
  id!: string;

  @ApiProperty({ description: 'Token subject' })
  by!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: [EvidenceDto] })
  evidence!: readonly EvidenceDto[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  grantedBy!: Readonly<Record<string, string>> | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  expiresAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;

  @ApiProperty({ type: PolicyBody, description: 'The policy in force when it was given' })
  policy!: PolicyBody;

  @ApiProperty({ description: 'Whether it counts at this point of the log' })
  inForce!: boolean;
}

export class QuorumBody {
  @ApiProperty({ type: 'integer', description: 'How many different people have to approve' })
  needed!: number;

  @ApiProperty({ type: 'integer' })
  have!: number;
}

class ConformanceSummaryBody {
  @ApiProperty({ example: 'cfm_…' })
  id!: string;

  @ApiProperty({ type: 'integer', description: 'How many digests it names' })
  digests!: number;

  @ApiProperty({ description: 'Token subject' })
  by!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: [EvidenceDto] })
  evidence!: readonly EvidenceDto[];

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;

  @ApiProperty({ type: DecidedBody, nullable: true })
  revoked!: DecidedBody | null;
}

export class UsageBody {
  @ApiProperty({ example: 'usg_…' })
  id!: string;

  @ApiProperty()
  production!: string;

  @ApiProperty({
    enum: USAGE_VIEW_STATES,
    description: 'At this point of the log. `unknown`: something said of it cannot be read, so it clears nothing',
  })
  state!: (typeof USAGE_VIEW_STATES)[number];

  @ApiProperty()
  purpose!: string;

  @ApiProperty({ type: [UsageToolDto] })
  tools!: readonly Readonly<Pick<UsageToolDto, 'id' | 'version'> & { modes: readonly string[] }>[];

  @ApiProperty({ type: [String], description: 'Opaque ids' })
  performers!: readonly string[];

  @ApiProperty()
  kind!: string;

  @ApiProperty({ type: [String] })
  rules!: readonly string[];

  @ApiProperty({ enum: REACHES })
  reach!: Reach;

  @ApiProperty({ type: ScopeDto })
  scope!: object;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;

  @ApiProperty({ description: 'Token subject' })
  proposedBy!: string;

  @ApiProperty({ format: 'date-time' })
  proposedAt!: string;

  @ApiProperty({ type: QuorumBody })
  quorum!: QuorumBody;

  @ApiProperty({ type: [UsageApprovalBody] })
  approvals!: readonly UsageApprovalBody[];

  @ApiProperty({ type: DecidedBody, nullable: true })
  rejection!: DecidedBody | null;

  @ApiProperty({ type: UsageRevocationBody, nullable: true })
  revocation!: UsageRevocationBody | null;

  @ApiProperty({ type: [ConformanceSummaryBody] })
  conformances!: readonly ConformanceSummaryBody[];

  @ApiProperty({ description: 'For expectedRevision' })
  revision!: number;
}

export class UsageAnswer extends UsageBody {
  @ApiProperty({ example: '18231' })
  position!: string;
}

export class UsagePage {
  @ApiProperty({ type: [UsageBody] })
  items!: readonly UsageBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class ConformanceAnswer {
  @ApiProperty({ example: 'cfm_…' })
  id!: string;

  @ApiProperty()
  production!: string;

  @ApiProperty()
  usage!: string;

  @ApiProperty({ type: [String], description: 'sha256' })
  digests!: readonly string[];

  @ApiProperty({ description: 'Token subject' })
  by!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: [EvidenceDto] })
  evidence!: readonly EvidenceDto[];

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;

  @ApiProperty({ type: DecidedBody, nullable: true })
  revoked!: DecidedBody | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}

class ConfirmedBody {
  @ApiProperty()
  conformance!: string;

  @ApiProperty({ description: 'Token subject' })
  by!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

class MadeUnderBody {
  @ApiProperty()
  asset!: string;

  @ApiProperty({ type: String, nullable: true })
  sha256!: string | null;

  @ApiProperty({ description: 'For class final, everywhere' })
  state!: string;

  @ApiProperty({ type: ConfirmedBody, nullable: true, description: 'The first confirmation that was not revoked' })
  confirmed!: ConfirmedBody | null;

  @ApiProperty({ type: [String], description: 'What in its facts is outside the usage, in words' })
  outside!: readonly string[];

  @ApiProperty({ description: 'Whether the usage clears what it names at this asset now, for the scope approved' })
  clears!: boolean;
}

export class MadeUnderAnswer {
  @ApiProperty({ type: [MadeUnderBody] })
  items!: readonly MadeUnderBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
