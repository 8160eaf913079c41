import { ApiProperty } from '@nestjs/swagger';
import type { UseDeclaredData } from '@clearance/domain';
import { ExpectingDto } from '../assets/index.js';
import { AssetIdField, OneOf, Text, Tri } from '../http/fields/index.js';

const PROMINENCES = ['none', 'incidental', 'story_relevant', 'key_element', 'unknown'] as const;
const HUMAN_INPUTS = ['none', 'some', 'meaningful', 'unknown'] as const;

/** All three are said: an omitted one must neither widen nor grant. */
export class DeclareUseDto extends ExpectingDto {
  @AssetIdField({ example: 'sh010_bg_v002' })
  asset!: string;

  @OneOf(PROMINENCES, { description: 'How prominent it is in what is delivered' })
  prominence!: UseDeclaredData['prominence'];

  @Tri({ description: 'Seen or heard in the cut' })
  onScreen!: UseDeclaredData['onScreen'];

  @OneOf(HUMAN_INPUTS, { description: 'What people put into its final form' })
  humanInput!: UseDeclaredData['humanInput'];

  @Text({ optional: true })
  note?: string | null;
}

export class UseBody {
  @ApiProperty()
  production!: string;

  @ApiProperty()
  delivery!: string;

  @ApiProperty()
  asset!: string;

  @ApiProperty({ enum: PROMINENCES })
  prominence!: UseDeclaredData['prominence'];

  @ApiProperty({ enum: ['yes', 'no', 'unknown'] })
  onScreen!: UseDeclaredData['onScreen'];

  @ApiProperty({ enum: HUMAN_INPUTS })
  humanInput!: UseDeclaredData['humanInput'];

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;

  @ApiProperty({ format: 'date-time' })
  declaredAt!: string;

  @ApiProperty()
  declaredBy!: string;
}

export class UseAnswer extends UseBody {
  @ApiProperty({ type: 'integer', description: 'Of the delivery' })
  revision!: number;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class UsePage {
  @ApiProperty({ type: [UseBody] })
  items!: UseBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class MissingUseBody {
  @ApiProperty({ description: 'The root' })
  asset!: string;

  @ApiProperty({ enum: ['humanInput', 'onScreen', 'prominence'], isArray: true, description: 'What nobody declared' })
  fields!: string[];

  @ApiProperty({ type: [String], description: 'Rules that ask' })
  rules!: string[];
}

export class MissingUsePage {
  @ApiProperty({ type: [MissingUseBody] })
  items!: MissingUseBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
