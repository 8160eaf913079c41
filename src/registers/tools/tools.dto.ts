import {
  PROCESSING_PLACES,
  TOOL_CLASSES,
  type ProcessingPlace,
  type ToolClass,
  type TriState,
} from '@clearance/domain';
import { TOOL_STATES } from '@clearance/projections';
import { Name, OneOf, Text, Timestamp, Tri, type EvidenceDto } from '../../http/fields/index.js';
import { PageQuery, TextParameter, TimeParameter, WordsParameter } from '../../http/query/index.js';
import { EvidenceList, ExpectedRevisionDto, OnlyFor, ProductionParameter, RegistryId } from '../dto.js';

export class RegisterToolDto {
  @RegistryId({ example: 'comfyui', description: 'As facts name it: `tool.id` of generated-by-tool' })
  id!: string;

  @Name({ example: 'ComfyUI' })
  name!: string;

  @Name({ optional: true, example: 'Comfy Org' })
  supplier?: string | null;
}

export class ClassifyToolDto extends ExpectedRevisionDto {
  @Name({ max: 100, example: '0.3.*', description: 'A version, the beginning of one followed by `.*`, or `*`' })
  version!: string;

  @Name({ example: 'txt2img', description: 'A mode in the words of the tool, or `*`' })
  mode!: string;

  @OneOf(TOOL_CLASSES)
  class!: ToolClass;

  @Timestamp({ optional: true, description: 'Since when; absent = since ever' })
  from?: string | null;

  @EvidenceList({ optional: true })
  evidence?: EvidenceDto[] | null;
}

export class ReviewTermsDto extends ExpectedRevisionDto {
  @Timestamp({ description: 'When somebody read them' })
  reviewedAt!: string;

  @Timestamp({ description: 'Since when they hold' })
  from!: string;

  @Name({ example: 'enterprise', description: 'The licence tier, in the words of the supplier' })
  tier!: string;

  @OneOf(PROCESSING_PLACES, { description: 'Where what it is given is processed' })
  processing!: ProcessingPlace;

  @Tri()
  enterpriseAgreement!: TriState;

  @Tri({ description: 'Whether inputs or outputs are kept or reused' })
  storesIO!: TriState;

  @Tri({ description: 'Whether inputs or outputs are trained on' })
  trainsOnIO!: TriState;

  @OnlyFor('that the terms were agreed for')
  productions?: string[] | null;

  @EvidenceList({ min: 1 })
  evidence!: EvidenceDto[];
}

export class ToolStandingDto extends ExpectedRevisionDto {
  @Text()
  reason!: string;

  @Timestamp({ optional: true, description: 'Since when; absent = from now' })
  from?: string | null;
}

export class ToolsQuery extends PageQuery {
  @WordsParameter({ of: TOOL_STATES })
  state?: string[];
}

export class ClassificationQuery {
  @TextParameter({ optional: false, max: 100, description: 'The version that was or will be used', example: '0.3.44' })
  version!: string;

  @TextParameter({ description: 'The mode; not stated, the worst mode known counts', example: 'txt2img' })
  mode?: string;

  @TimeParameter({ description: 'The time asked about; now unless told otherwise' })
  at?: string;

  @ProductionParameter('Terms agreed for this production count as well')
  production?: string;
}
