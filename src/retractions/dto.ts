import { RETRACTION_STATES } from '@clearance/projections';
import { ExpectingDto } from '../assets/index.js';
import { EvidenceDto, ListOf, Text, Words } from '../http/fields/index.js';
import { PageQuery, TextParameter, WordsParameter } from '../http/query/index.js';

export class RetractionDto extends ExpectingDto {
  @Words({
    min: 1,
    max: 1_000,
    maxLength: 64,
    description: 'Event ids of the facts that are wrong; see the history of the asset',
  })
  events!: string[];

  @Text()
  reason!: string;

  @ListOf(() => EvidenceDto, { optional: true, max: 100 })
  evidence?: EvidenceDto[] | null;
}

export class CloseRetractionDto extends ExpectingDto {
  @Text()
  reason!: string;

  @ListOf(() => EvidenceDto, { optional: true, max: 100 })
  evidence?: EvidenceDto[] | null;
}

export class RetractionsQuery extends PageQuery {
  @TextParameter({ max: 200, description: 'Any claim of the content' })
  asset?: string;

  @WordsParameter({ of: RETRACTION_STATES })
  state?: string[];

  @TextParameter({ description: 'Token subject that proposed it' })
  by?: string;
}
