import { ApiProperty } from '@nestjs/swagger';
import { ListOf, Name, ProductionIdField, Text, Whole } from '../http/fields/index.js';
import { AdoptedPackDto, MAX_NAMED_PACKS } from './adopted-pack.dto.js';

export class OpenProductionDto {
  @ProductionIdField({ example: 'nightfall' })
  id!: string;

  @Name({ optional: true, example: 'Nightfall, season 1' })
  title?: string;

  @ListOf(() => AdoptedPackDto, {
    optional: true,
    max: MAX_NAMED_PACKS,
    description: 'Policy packs that bind besides the base rules',
  })
  packs?: AdoptedPackDto[];
}

export class CloseProductionDto {
  @Text()
  reason!: string;

  @Whole({ optional: true, min: -1, description: 'Revision as last seen; otherwise changed-meanwhile' })
  expectedRevision?: number;
}

export class PackNameBody {
  @ApiProperty({ example: 'netflix-genai' })
  id!: string;

  @ApiProperty({ example: '2025.11' })
  version!: string;
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

  @ApiProperty({ type: [PackNameBody], description: 'Packs in force besides the base rules' })
  packs!: PackNameBody[];

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
