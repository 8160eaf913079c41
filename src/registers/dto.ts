import { PRODUCTION_ID, REGISTRY_ID } from '@clearance/domain';
import { ApiProperty } from '@nestjs/swagger';
import { EvidenceDto, ListOf, Name, Whole, Words, type FieldOptions } from '../http/fields/index.js';
import { TextParameter } from '../http/query/index.js';

export const REGISTRY_ID_FORM = '1 to 128 characters of A-Z a-z 0-9 . _ -, the first a letter or digit';

/** The id of a tool, vendor, consent or group; the opaque id of a person or a firm. */
export const RegistryId = (options: FieldOptions = {}) =>
  Name({ max: 128, pattern: REGISTRY_ID, form: REGISTRY_ID_FORM, ...options });

export const EvidenceList = (options: FieldOptions & { readonly min?: number } = {}) =>
  ListOf(() => EvidenceDto, { max: 100, ...options });

/** Productions something is limited to. */
export const OnlyFor = (what: string) =>
  Words({
    optional: true,
    min: 1,
    max: 1_000,
    maxLength: 63,
    description: `Productions ${what}; absent = every production`,
  });

export const ProductionParameter = (description: string) =>
  TextParameter({ max: 63, pattern: PRODUCTION_ID, form: 'a production id', description });

export class ExpectedRevisionDto {
  @Whole({ optional: true, min: -1, description: 'Revision as you saw it; refused where it has changed since' })
  expectedRevision?: number | null;
}

/** Who said something, and when. */
export class SaidBody {
  @ApiProperty({ type: [EvidenceDto] })
  evidence!: readonly EvidenceDto[];

  @ApiProperty({ description: 'Token subject' })
  by!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ description: 'Place in the stream' })
  revision!: number;
}
