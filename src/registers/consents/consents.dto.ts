import { MEDIUMS, type TriState } from '@clearance/domain';
import { CONSENT_KINDS, CONSENT_STATES } from '@clearance/projections';
import { EvidenceDto, Nested, Text, Timestamp, Tri, Words } from '../../http/fields/index.js';
import { PageQuery, TextParameter, TimeParameter, WordParameter, WordsParameter } from '../../http/query/index.js';
import { EvidenceList, ExpectedRevisionDto, RegistryId } from '../dto.js';

export class ConsentWindowDto {
  @Timestamp({ optional: true, description: 'Absent or null = since ever' })
  from?: string | null;

  @Timestamp({ optional: true, description: 'Absent or null = without an end' })
  until?: string | null;
}

export class RecordConsentDto {
  @RegistryId({ optional: true, description: 'Made by the ledger where it is absent' })
  id?: string | null;

  @RegistryId({
    optional: true,
    example: 'performer_7',
    description: 'Of a consent: who gives it, by an opaque id, never a name. Either this or `licensor`',
  })
  performer?: string | null;

  @RegistryId({
    optional: true,
    description: 'Of a licence: who gives it, by an opaque id. Either this or `performer`',
  })
  licensor?: string | null;

  @Text({ max: 4_000, description: 'What it is for, in the words of the document' })
  purpose!: string;

  @Words({ min: 1, max: 200, maxLength: 1_000, description: 'The single uses it names' })
  uses!: string[];

  @Words({ min: 1, max: 300, maxLength: 64, description: 'BCP 47 tags, or ["*"] for every language' })
  languages!: string[];

  @Words({ min: 1, max: 300, maxLength: 16, description: 'ISO 3166-1 codes, or ["*"] for everywhere' })
  territories!: string[];

  @Words({
    min: 1,
    max: 100,
    maxLength: 64,
    description: `${MEDIUMS.join(', ')}, words of the adopted packs, or ["*"]`,
  })
  mediums!: string[];

  @Nested(() => ConsentWindowDto)
  window!: ConsentWindowDto;

  @Nested(() => EvidenceDto, { description: 'The signed document' })
  document!: EvidenceDto;

  @Tri({ optional: true, description: 'Whether the conditions of the union are met; required with `performer`' })
  guildOk?: TriState | null;

  @RegistryId({ optional: true, description: 'A group that is suspended and lifted as one' })
  group?: string | null;
}

export class ChangeConsentDto extends ExpectedRevisionDto {
  @Text()
  reason!: string;

  @Timestamp({ optional: true, description: 'From when; absent = from now' })
  effectiveAt?: string | null;

  @EvidenceList({ optional: true })
  evidence?: EvidenceDto[] | null;
}

export class ChangeGroupDto extends ExpectedRevisionDto {
  @Text()
  reason!: string;

  @Timestamp({ optional: true, description: 'From when; absent = from now' })
  effectiveAt?: string | null;
}

export class ConsentsQuery extends PageQuery {
  @TextParameter({ max: 128 })
  performer?: string;

  @TextParameter({ max: 128 })
  licensor?: string;

  @TextParameter({ max: 128 })
  group?: string;

  @WordsParameter({ of: CONSENT_STATES })
  state?: string[];

  @WordParameter(CONSENT_KINDS)
  kind?: string;

  @TextParameter({ description: 'Token subject of who recorded it' })
  by?: string;

  @TimeParameter({ description: 'Whose window ends before' })
  expiresBefore?: string;
}

export class ConsentQuery {
  @TimeParameter({ description: 'The time its state is asked for; now unless told otherwise' })
  at?: string;
}
