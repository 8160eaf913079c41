import {
  PROCESSING_PLACES,
  TOOL_CLASSES,
  type ProcessingPlace,
  type ToolClass,
  type TriState,
} from '@clearance/domain';
import { TOOL_STATES } from '@clearance/projections';
import { ApiProperty } from '@nestjs/swagger';
import { SaidBody } from '../dto.js';

const TRI = ['yes', 'no', 'unknown'];
type Standing = 'active' | 'suspended';

export class ToolBody {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  supplier!: string | null;

  @ApiProperty({
    enum: TOOL_STATES,
    description: '`suspended`: its terms count as unknown. `unknown`: something said of it cannot be read',
  })
  state!: (typeof TOOL_STATES)[number];

  @ApiProperty({ format: 'date-time' })
  registeredAt!: string;

  @ApiProperty()
  registeredBy!: string;
}

export class ClassificationBody extends SaidBody {
  @ApiProperty({ example: '0.3.*' })
  version!: string;

  @ApiProperty({ example: 'txt2img' })
  mode!: string;

  @ApiProperty({ enum: TOOL_CLASSES })
  class!: ToolClass;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'null = since ever' })
  from!: string | null;
}

export class TermsBody extends SaidBody {
  @ApiProperty({ format: 'date-time' })
  reviewedAt!: string;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty()
  tier!: string;

  @ApiProperty({ enum: PROCESSING_PLACES })
  processing!: ProcessingPlace;

  @ApiProperty({ enum: TRI })
  enterpriseAgreement!: TriState;

  @ApiProperty({ enum: TRI })
  storesIO!: TriState;

  @ApiProperty({ enum: TRI })
  trainsOnIO!: TriState;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'Those of the caller that the terms were agreed for; null = every production',
  })
  productions!: readonly string[] | null;
}

export class StandingBody {
  @ApiProperty({ enum: ['active', 'suspended'] })
  state!: Standing;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty()
  by!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty()
  revision!: number;
}

export class ToolAnswer extends ToolBody {
  @ApiProperty({ type: [ClassificationBody] })
  classifications!: readonly ClassificationBody[];

  @ApiProperty({ type: [TermsBody] })
  termsReviews!: readonly TermsBody[];

  @ApiProperty({ type: [StandingBody] })
  standings!: readonly StandingBody[];

  @ApiProperty({ description: 'For expectedRevision' })
  revision!: number;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class ToolPage {
  @ApiProperty({ type: [ToolBody] })
  items!: readonly ToolBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class BasisBody {
  @ApiProperty({ example: 'classified' })
  type!: string;

  @ApiProperty({ example: 'tool-comfyui' })
  stream!: string;

  @ApiProperty()
  revision!: number;

  @ApiProperty()
  by!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;
}

export class ClassificationAnswer {
  @ApiProperty()
  tool!: string;

  @ApiProperty()
  version!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null = not stated: the worst mode known counts' })
  mode!: string | null;

  @ApiProperty({ type: String, nullable: true })
  production!: string | null;

  @ApiProperty({ enum: TOOL_CLASSES, nullable: true, description: 'null = nobody classed it: not known' })
  class!: ToolClass | null;

  @ApiProperty({
    type: TermsBody,
    nullable: true,
    description: 'null = not known: nobody reviewed any, or the tool is suspended',
  })
  terms!: TermsBody | null;

  @ApiProperty()
  suspended!: boolean;

  @ApiProperty({ type: [BasisBody], description: 'The events it rests on' })
  basis!: readonly BasisBody[];

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When the answer changes by itself; null = never, as far as is known',
  })
  until!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
