import { CONSENT_KINDS, CONSENT_STATES } from '@clearance/projections';
import type { TriState } from '@clearance/domain';
import { ApiProperty } from '@nestjs/swagger';
import { EvidenceDto } from '../../http/fields/index.js';
import { SaidBody } from '../dto.js';

export class ConsentWindowBody {
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  until!: string | null;
}

export class ConsentChangeBody extends SaidBody {
  @ApiProperty({ enum: ['withdrawn', 'suspended', 'reinstated'] })
  type!: 'withdrawn' | 'suspended' | 'reinstated';

  @ApiProperty()
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  effectiveAt!: string;
}

export class ConsentBody {
  @ApiProperty({ example: 'con_…' })
  id!: string;

  @ApiProperty()
  production!: string;

  @ApiProperty({ enum: CONSENT_KINDS })
  kind!: (typeof CONSENT_KINDS)[number];

  @ApiProperty({ type: String, nullable: true, description: 'Opaque id; null for a licence' })
  performer!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Opaque id; null for a consent' })
  licensor!: string | null;

  @ApiProperty({
    enum: CONSENT_STATES,
    description:
      'At `at`. `pending`: its window has not begun. `unknown`: something said of it or its group cannot be read',
  })
  state!: (typeof CONSENT_STATES)[number];

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When the state changes by itself; null = never, as far as is known',
  })
  until!: string | null;

  @ApiProperty()
  purpose!: string;

  @ApiProperty({ type: [String] })
  uses!: readonly string[];

  @ApiProperty({ type: [String] })
  languages!: readonly string[];

  @ApiProperty({ type: [String] })
  territories!: readonly string[];

  @ApiProperty({ type: [String] })
  mediums!: readonly string[];

  @ApiProperty({ type: ConsentWindowBody })
  window!: ConsentWindowBody;

  @ApiProperty({ type: EvidenceDto })
  document!: EvidenceDto;

  @ApiProperty({ enum: ['yes', 'no', 'unknown'] })
  guildOk!: TriState;

  @ApiProperty({ type: String, nullable: true })
  group!: string | null;

  @ApiProperty({ description: 'Whether its group is suspended, whatever the consent itself is' })
  groupSuspended!: boolean;

  @ApiProperty({ type: [ConsentChangeBody] })
  changes!: readonly ConsentChangeBody[];

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty()
  recordedBy!: string;

  @ApiProperty({ description: 'For expectedRevision' })
  revision!: number;
}

export class ConsentAnswer extends ConsentBody {
  @ApiProperty({ example: '18231' })
  position!: string;
}

export class ConsentPage {
  @ApiProperty({ type: [ConsentBody] })
  items!: readonly ConsentBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class GroupAnswer {
  @ApiProperty()
  group!: string;

  @ApiProperty()
  production!: string;

  @ApiProperty({ enum: ['active', 'suspended'] })
  state!: 'active' | 'suspended';

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When the state changes by itself; null = never, as far as is known',
  })
  until!: string | null;

  @ApiProperty({ description: 'For expectedRevision' })
  revision!: number;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class ImpactedAsset {
  @ApiProperty()
  asset!: string;

  @ApiProperty({ description: 'Whether it cites the consent itself; otherwise it was made from what does' })
  cites!: boolean;

  @ApiProperty()
  state!: string;
}

export class ImpactedDelivery {
  @ApiProperty()
  delivery!: string;

  @ApiProperty({ description: 'Of the delivery: open, released, affected, compromised, …' })
  state!: string;

  @ApiProperty({ description: 'Whether a live release holds it; otherwise it is promoted or stands in the last check' })
  released!: boolean;
}

export class ImpactAnswer {
  @ApiProperty({ type: [ImpactedAsset], description: 'The first 1,000; those that cite it first' })
  assets!: ImpactedAsset[];

  @ApiProperty({ type: [ImpactedDelivery] })
  deliveries!: ImpactedDelivery[];

  @ApiProperty()
  truncated!: boolean;

  @ApiProperty({ type: 'integer' })
  total!: number;

  @ApiProperty({ example: '18231' })
  position!: string;
}
