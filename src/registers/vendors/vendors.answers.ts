import { ASSESSMENTS, type Assessment } from '@clearance/domain';
import { VENDOR_STATES } from '@clearance/projections';
import { ApiProperty } from '@nestjs/swagger';
import { SaidBody } from '../dto.js';

export class AssessmentBody extends SaidBody {
  @ApiProperty({ format: 'date-time' })
  assessedAt!: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({ enum: ASSESSMENTS })
  dataHandling!: Assessment;

  @ApiProperty({ enum: ASSESSMENTS })
  creativeControl!: Assessment;

  @ApiProperty({ enum: ASSESSMENTS })
  results!: Assessment;

  @ApiProperty({ type: String, nullable: true })
  conditions!: string | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'Those of the caller that it was made for; null = every production',
  })
  productions!: readonly string[] | null;
}

export class VendorBody {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({
    enum: VENDOR_STATES,
    description:
      '`assessed`: an assessment is in force, however it came out. `unknown`: something said of it cannot be read',
  })
  state!: (typeof VENDOR_STATES)[number];

  @ApiProperty({ type: AssessmentBody, nullable: true, description: 'The one in force at `at`' })
  assessment!: AssessmentBody | null;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When this changes by itself; null = never, as far as is known',
  })
  until!: string | null;

  @ApiProperty({ format: 'date-time' })
  registeredAt!: string;

  @ApiProperty()
  registeredBy!: string;
}

export class VendorAnswer extends VendorBody {
  @ApiProperty({ type: [AssessmentBody] })
  assessments!: readonly AssessmentBody[];

  @ApiProperty({ description: 'For expectedRevision' })
  revision!: number;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class VendorPage {
  @ApiProperty({ type: [VendorBody] })
  items!: readonly VendorBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
