import { ASSESSMENTS, type Assessment } from '@clearance/domain';
import { VENDOR_STATES } from '@clearance/projections';
import { Name, OneOf, Text, Timestamp, type EvidenceDto } from '../../http/fields/index.js';
import { PageQuery, TimeParameter, WordsParameter } from '../../http/query/index.js';
import { EvidenceList, ExpectedRevisionDto, OnlyFor, ProductionParameter, RegistryId } from '../dto.js';

const COUNTS = 'Assessments made for this production count as well';
const AT = 'The time asked about; now unless told otherwise';

export class RegisterVendorDto {
  @RegistryId({ example: 'acme-vfx', description: 'As facts and tokens name it' })
  id!: string;

  @Name({ example: 'ACME VFX' })
  name!: string;
}

export class AssessVendorDto extends ExpectedRevisionDto {
  @Timestamp()
  assessedAt!: string;

  @Timestamp({ description: 'From then on the vendor counts as not assessed' })
  expiresAt!: string;

  @OneOf(ASSESSMENTS)
  dataHandling!: Assessment;

  @OneOf(ASSESSMENTS)
  creativeControl!: Assessment;

  @OneOf(ASSESSMENTS)
  results!: Assessment;

  @Text({ optional: true, description: 'What the conditions are; required where something is `conditional`' })
  conditions?: string | null;

  @OnlyFor('that it was made for')
  productions?: string[] | null;

  @EvidenceList({ min: 1 })
  evidence!: EvidenceDto[];
}

export class VendorsQuery extends PageQuery {
  @WordsParameter({ of: VENDOR_STATES })
  state?: string[];

  @ProductionParameter(COUNTS)
  production?: string;

  @TimeParameter({ description: AT })
  at?: string;
}

export class VendorQuery {
  @TimeParameter({ description: AT })
  at?: string;

  @ProductionParameter(COUNTS)
  production?: string;
}
