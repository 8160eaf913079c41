import type { AdoptedPack } from '@clearance/domain';
import { ApiProperty } from '@nestjs/swagger';
import { Check, field, isPlainObject, ListOf, Name, ProductionIdField, Text, Whole } from '../http/fields/index.js';

export class AdoptedPackDto implements AdoptedPack {
  @Name({ example: 'netflix-genai' })
  id!: string;

  @Name({ example: '2025.11' })
  version!: string;

  @field(
    { optional: true, description: 'Switches of the pack and where they stand' },
    { type: 'object', additionalProperties: true },
    [Check('object', 'must be an object', isPlainObject)],
  )
  switches?: Record<string, unknown>;
}

export class OpenProductionDto {
  @ProductionIdField({ example: 'nightfall' })
  id!: string;

  @Name({ optional: true, example: 'Nightfall, season 1' })
  title?: string;

  @ListOf(() => AdoptedPackDto, { optional: true, max: 50, description: 'Policy packs beside the base pack' })
  packs?: AdoptedPackDto[];
}

export class CloseProductionDto {
  @Text()
  reason!: string;

  @Whole({ optional: true, min: -1, description: 'Revision as last seen; otherwise changed-meanwhile' })
  expectedRevision?: number;
}

export class ProductionBody {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: String, nullable: true })
  title!: string | null;

  @ApiProperty({
    enum: ['open', 'closed'],
    description: 'Closed: no promotion or release; facts and recalls still come in',
  })
  state!: 'open' | 'closed';

  @ApiProperty({ format: 'date-time' })
  openedAt!: string;

  @ApiProperty()
  openedBy!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  closedAt!: string | null;
}

export class ProductionAnswer extends ProductionBody {
  @ApiProperty({ example: '18231' })
  position!: string;
}

export class ProductionPage {
  @ApiProperty({ type: [ProductionBody] })
  items!: ProductionBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
