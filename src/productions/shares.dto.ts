import { ApiProperty } from '@nestjs/swagger';
import { MAX_SHARED } from '@clearance/domain';
import { ExpectingDto } from '../assets/index.js';
import { ListOf, ProductionIdField, Text, Words } from '../http/fields/index.js';
import { PageQuery, TextParameter } from '../http/query/index.js';
import { DigestsDto } from '../intake/dto/references.dto.js';

export class ShareDto extends ExpectingDto {
  @ProductionIdField({ description: 'The production that may see them', example: 'dawn' })
  to!: string;

  @Words({ optional: true, max: MAX_SHARED, maxLength: 200, description: 'Asset ids; these or digests, not both' })
  assets?: string[];

  @ListOf(() => DigestsDto, { optional: true, max: MAX_SHARED })
  digests?: DigestsDto[];

  @Text()
  reason!: string;
}

export class SharesQuery extends PageQuery {
  @TextParameter({ max: 63, description: 'Granted to this production' })
  to?: string;
}

export class ShareBody {
  @ApiProperty({ example: 'shr_…' })
  id!: string;

  @ApiProperty()
  production!: string;

  @ApiProperty()
  to!: string;

  @ApiProperty({ type: [String] })
  assets!: string[];

  @ApiProperty({ type: [DigestsDto] })
  digests!: DigestsDto[];

  @ApiProperty()
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  grantedAt!: string;

  @ApiProperty()
  grantedBy!: string;
}

export class ShareAnswer extends ShareBody {
  @ApiProperty({ example: '18231' })
  position!: string;
}

export class SharePage {
  @ApiProperty({ type: [ShareBody] })
  items!: ShareBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
