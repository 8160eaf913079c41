import type { DerivedFromData, GeneratedByToolData, TriState } from '@clearance/domain';
import { ListOf, Name, Nested, OneOf, Tri, Whole } from '../../http/fields/index.js';
import { InputDto, InputRefDto, ToolRefDto } from './references.dto.js';

const BASES = ['observed', 'declared', 'inferred'] as const;

/** Members of both events that bring lineage. */
class LineageDto {
  @Tri({ optional: true, description: 'Whether these are all inputs there were; unknown unless stated' })
  inputsComplete?: TriState;

  @OneOf(BASES, { optional: true, description: 'How the emitter knows' })
  basis?: (typeof BASES)[number];

  @Name({ optional: true, description: 'Name of a list that comes in several events' })
  list?: string;

  @Whole({ optional: true, min: 1, description: 'Which part of the list this is, from 1' })
  part?: number;

  @Whole({ optional: true, min: 1 })
  parts?: number;

  @Name({ optional: true })
  vendor?: string;

  @Name({ optional: true, description: 'Name of the step of work' })
  step?: string;
}

export class GeneratedByToolDto extends LineageDto implements GeneratedByToolData {
  @Nested(() => ToolRefDto)
  tool!: ToolRefDto;

  @Name({ optional: true })
  model?: string;

  @ListOf(() => InputDto, { optional: true })
  inputs?: InputDto[];

  @ListOf(() => InputRefDto, { optional: true, description: 'Inputs of kind reference' })
  references?: InputRefDto[];
}

export class DerivedFromDto extends LineageDto implements DerivedFromData {
  @ListOf(() => InputDto, { min: 1 })
  inputs!: InputDto[];

  @Nested(() => ToolRefDto, { optional: true })
  tool?: ToolRefDto;
}
