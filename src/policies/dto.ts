import { ApiProperty } from '@nestjs/swagger';
import { ExpectingDto } from '../assets/index.js';
import { ListOf, Name, Text } from '../http/fields/index.js';
import { PageQuery, TextParameter } from '../http/query/index.js';
import { AdoptedPackDto, MAX_NAMED_PACKS } from '../productions/adopted-pack.dto.js';

export class AdoptPolicyDto extends ExpectingDto {
  @ListOf(() => AdoptedPackDto, {
    max: MAX_NAMED_PACKS,
    description: 'All that bind from here on, besides the base rules; those left out no longer do',
  })
  packs!: AdoptedPackDto[];

  @Text()
  reason!: string;
}

export class PoliciesQuery extends PageQuery {
  @TextParameter({ max: 128, description: 'Versions of this pack alone' })
  id?: string;
}

export class PackBody {
  @ApiProperty({ example: 'netflix-genai' })
  id!: string;

  @ApiProperty({ example: '2025.11' })
  version!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ description: 'SHA-256 over the pack without its tests, lower hex' })
  digest!: string;

  @ApiProperty({ description: 'It comes with the ledger; nobody published it' })
  builtIn!: boolean;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  publishedAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  publishedBy!: string | null;
}

export class PackAnswer extends PackBody {
  @ApiProperty({ example: '18231' })
  position!: string;
}

export class PackDetailAnswer extends PackAnswer {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'As PACK_SCHEMA has it, defaults written out',
  })
  pack!: object;

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  tests!: object[];
}

export class PackPage {
  @ApiProperty({ type: [PackBody] })
  items!: PackBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class PinnedPackBody {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  version!: string;

  @ApiProperty()
  digest!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'boolean' }, description: 'Every switch as it stands' })
  switches!: Record<string, unknown>;
}

export class BasePackBody {
  @ApiProperty({ example: 'base' })
  id!: string;

  @ApiProperty()
  version!: string;

  @ApiProperty()
  digest!: string;
}

export class AdoptionAnswer {
  @ApiProperty()
  production!: string;

  @ApiProperty({ type: [PinnedPackBody] })
  packs!: PinnedPackBody[];

  @ApiProperty({ description: 'Of the policy as a whole: the packs, their switches and the base rules' })
  digest!: string;

  @ApiProperty({ type: BasePackBody })
  base!: BasePackBody;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  adoptedAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  adoptedBy!: string | null;

  @ApiProperty({
    type: [String],
    description: 'Why nobody can say what the policy means; then everything in the production is unknown',
  })
  faults!: string[];

  @ApiProperty({ type: 'integer', description: 'Of the production, for expectedRevision' })
  revision!: number;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class PolicyDiffDto {
  @Name({ description: 'The production whose whole history is evaluated under both', example: 'nightfall' })
  production!: string;

  @ListOf(() => AdoptedPackDto, {
    max: MAX_NAMED_PACKS,
    optional: true,
    description: 'What binds now unless given; an empty list is the base rules alone',
  })
  from?: AdoptedPackDto[];

  @ListOf(() => AdoptedPackDto, { max: MAX_NAMED_PACKS, description: 'An empty list is the base rules alone' })
  to!: AdoptedPackDto[];
}

export class AssetDiffBody {
  @ApiProperty()
  asset!: string;

  @ApiProperty({ description: 'State for the bare use' })
  from!: string;

  @ApiProperty()
  to!: string;

  @ApiProperty({ type: [String], description: 'Rules open under one of them alone: -rule, +rule' })
  rules!: string[];
}

export class DeliveryDiffBody {
  @ApiProperty()
  delivery!: string;

  @ApiProperty({ description: 'Id of the decision that released it' })
  release!: string;

  @ApiProperty()
  state!: string;

  @ApiProperty({ type: [String] })
  rules!: string[];
}

export class DiffSummary {
  @ApiProperty({ type: 'integer' })
  evaluated!: number;

  @ApiProperty({ type: 'integer' })
  changed!: number;

  @ApiProperty({ type: 'integer', description: 'At most 10,000' })
  listed!: number;
}

export class PolicyDiffAnswer {
  @ApiProperty()
  production!: string;

  @ApiProperty({ type: [AssetDiffBody] })
  assets!: AssetDiffBody[];

  @ApiProperty({
    type: [DeliveryDiffBody],
    description: 'Live releases; none of them is compromised by a newer policy',
  })
  deliveries!: DeliveryDiffBody[];

  @ApiProperty({ type: DiffSummary })
  summary!: DiffSummary;

  @ApiProperty({ example: '18231' })
  position!: string;
}
