import type { FactType } from '@clearance/domain';
import { Nested } from '../../http/fields/index.js';
import { BytesIdentifiedDto, MembersIdentifiedDto } from './bytes.dto.js';
import {
  AliasedDto,
  FactsDeclaredDto,
  MadeUnderDto,
  MarkedTemporaryDto,
  OriginDetectedDto,
  RegisteredDto,
  SupersededDto,
} from './facts.dto.js';
import { DerivedFromDto, GeneratedByToolDto } from './lineage.dto.js';

const optional = { optional: true } as const;

/** Several facts of one asset in one event: each member is exactly that event's data, and at least one is there. */
export class ReportedDto {
  @Nested(() => RegisteredDto, optional)
  registered?: RegisteredDto;

  @Nested(() => BytesIdentifiedDto, optional)
  bytesIdentified?: BytesIdentifiedDto;

  @Nested(() => MembersIdentifiedDto, optional)
  membersIdentified?: MembersIdentifiedDto;

  @Nested(() => AliasedDto, optional)
  aliased?: AliasedDto;

  @Nested(() => GeneratedByToolDto, optional)
  generatedByTool?: GeneratedByToolDto;

  @Nested(() => DerivedFromDto, optional)
  derivedFrom?: DerivedFromDto;

  @Nested(() => FactsDeclaredDto, optional)
  factsDeclared?: FactsDeclaredDto;

  @Nested(() => OriginDetectedDto, optional)
  originDetected?: OriginDetectedDto;

  @Nested(() => MarkedTemporaryDto, optional)
  markedTemporary?: MarkedTemporaryDto;

  @Nested(() => SupersededDto, optional)
  superseded?: SupersededDto;

  @Nested(() => MadeUnderDto, optional)
  madeUnder?: MadeUnderDto;
}

/** The DTO of each fact's data. */
export const FACT_DTOS = {
  registered: RegisteredDto,
  'bytes-identified': BytesIdentifiedDto,
  'members-identified': MembersIdentifiedDto,
  aliased: AliasedDto,
  'generated-by-tool': GeneratedByToolDto,
  'derived-from': DerivedFromDto,
  'facts-declared': FactsDeclaredDto,
  'origin-detected': OriginDetectedDto,
  'marked-temporary': MarkedTemporaryDto,
  superseded: SupersededDto,
  'made-under': MadeUnderDto,
} as const satisfies Record<FactType, new () => object>;

/** Members of `reported` by the event each stands for, in the order in which they are recorded. */
export const REPORTED_MEMBERS = {
  registered: 'registered',
  'bytes-identified': 'bytesIdentified',
  'members-identified': 'membersIdentified',
  aliased: 'aliased',
  'generated-by-tool': 'generatedByTool',
  'derived-from': 'derivedFrom',
  'facts-declared': 'factsDeclared',
  'origin-detected': 'originDetected',
  'marked-temporary': 'markedTemporary',
  superseded: 'superseded',
  'made-under': 'madeUnder',
} as const satisfies Record<FactType, keyof ReportedDto>;
