import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  getSchemaPath,
} from '@nestjs/swagger';
import { FACT_DTOS, ReportedDto } from './dto/reported.dto.js';
import { EVENT_NAMES } from './read-envelope.js';

const DATA_DTOS = [ReportedDto, ...Object.values(FACT_DTOS)];

/** A CloudEvent 1.0 in its structured form. Further attributes (at most 16) are kept with the event. */
export class CloudEventDto {
  @ApiProperty({ enum: ['1.0'] })
  specversion!: string;

  @ApiProperty({ enum: EVENT_NAMES.map((name) => `clearance.asset.${name}.v1`) })
  type!: string;

  @ApiProperty({
    description: 'With `id` it identifies the event for ever within its production',
    example: '/pipeline/publish-hook',
  })
  source!: string;

  @ApiProperty()
  id!: string;

  @ApiProperty({ description: 'Asset id', example: 'sh010_comp_v003' })
  subject!: string;

  @ApiProperty({ example: 'nightfall' })
  production!: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'When it happened; leave it out unless known' })
  time?: string;

  @ApiProperty({ required: false, enum: ['application/json'] })
  datacontenttype?: string;

  @ApiProperty({ required: false })
  authtype?: string;

  @ApiProperty({ required: false, description: 'The person behind a service token' })
  authid?: string;

  @ApiProperty({ required: false })
  correlationid?: string;

  @ApiProperty({ required: false })
  causationid?: string;

  @ApiProperty({ oneOf: DATA_DTOS.map((dto) => ({ $ref: getSchemaPath(dto) })) })
  data!: object;
}

/** What became of a single event. */
export class IntakeAnswerDto {
  @ApiProperty({ enum: ['accepted', 'duplicate'] })
  status!: string;

  @ApiProperty({ example: 'asset-nightfall/sh010_comp_v003' })
  stream!: string;

  @ApiProperty({ type: 'integer' })
  revision!: number;

  @ApiProperty({ example: '18231' })
  position!: string;

  @ApiProperty({ type: 'integer', description: 'How many events it was recorded as' })
  events!: number;
}

export class IntakeResultDto {
  @ApiProperty({ type: 'integer' })
  index!: number;

  @ApiProperty({ type: String, nullable: true })
  id!: string | null;

  @ApiProperty({ enum: ['accepted', 'duplicate', 'refused', 'failed'] })
  status!: string;

  @ApiProperty({ type: String, nullable: true })
  stream!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  revision!: number | null;

  @ApiProperty({ type: String, nullable: true })
  position!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  events!: number | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'A problem document' })
  problem!: object | null;
}

export class IntakeSummaryDto {
  @ApiProperty({ type: 'integer' })
  accepted!: number;

  @ApiProperty({ type: 'integer' })
  duplicate!: number;

  @ApiProperty({ type: 'integer' })
  refused!: number;

  @ApiProperty({ type: 'integer' })
  failed!: number;
}

export class BatchAnswerDto {
  @ApiProperty({ type: [IntakeResultDto] })
  results!: IntakeResultDto[];

  @ApiProperty({ type: IntakeSummaryDto })
  summary!: IntakeSummaryDto;

  @ApiProperty()
  position!: string;
}

/** What /openapi.json says about the intake route. */
export function DocumentsIntake(): MethodDecorator {
  const event = { $ref: getSchemaPath(CloudEventDto) };
  return applyDecorators(
    ApiExtraModels(CloudEventDto, BatchAnswerDto, IntakeResultDto, IntakeAnswerDto, ...DATA_DTOS),
    ApiOperation({
      summary: 'Report facts about assets',
      description:
        'CloudEvents 1.0: structured, batch, binary (attributes as ce- headers over application/json) or NDJSON, which is answered line by line. Content-Encoding gzip is read.',
    }),
    ApiBody({
      required: true,
      schema: event,
    }),
    ApiCreatedResponse({ description: 'A single event was recorded', type: IntakeAnswerDto }),
    ApiOkResponse({
      description: 'A single event had come before, or the results of several in their order',
      content: {
        'application/json': {
          schema: { oneOf: [{ $ref: getSchemaPath(IntakeAnswerDto) }, { $ref: getSchemaPath(BatchAnswerDto) }] },
        },
        'application/x-ndjson': { schema: { $ref: getSchemaPath(IntakeResultDto) } },
      },
    }),
  );
}
