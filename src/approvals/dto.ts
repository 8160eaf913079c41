import {
  DELIVERY_CLASSES,
  MAX_CONDITIONS,
  MEDIUMS,
  PROMINENCES,
  REACHES,
  type NamedFindings,
  type Prominence,
  type Reach,
} from '@clearance/domain';
import { APPROVAL_STATES, REQUEST_STATES } from '@clearance/projections';
import { ExpectingDto } from '../assets/index.js';
import {
  AssetIdField,
  Check,
  EvidenceDto,
  field,
  isPlainObject,
  ListOf,
  Name,
  Nested,
  OneOf,
  Sha256Dto,
  Text,
  Timestamp,
  Words,
} from '../http/fields/index.js';
import { PageQuery, TextParameter, TimeParameter, WordsParameter } from '../http/query/index.js';

/** F3: more is approved at the roots. The decision says so; this only bounds what is read. */
const MOST_FINDINGS = 20_000;
const ANY_TERRITORY = 'ISO 3166-1 codes, or ["*"] for everywhere';
const ANY_LANGUAGE = 'BCP 47 tags, or ["*"] for every language';
const ANY_MEDIUM = `${MEDIUMS.join(', ')}, words of the adopted packs, or ["*"]`;

export class WindowDto {
  @Timestamp({ optional: true })
  from!: string | null;

  @Timestamp({ optional: true })
  until!: string | null;
}

/** Where and how an approved thing may be used. Every list is written out: an omitted one must neither widen nor grant. */
export class ScopeDto {
  @OneOf(PROMINENCES)
  prominence!: Prominence;

  @Words({ min: 1, max: 20, of: [...DELIVERY_CLASSES, '*'] })
  classes!: string[];

  @Words({ min: 1, max: 300, maxLength: 16, description: ANY_TERRITORY })
  territories!: string[];

  @Words({ min: 1, max: 300, maxLength: 64, description: ANY_LANGUAGE })
  languages!: string[];

  @Words({ min: 1, max: 100, maxLength: 64, description: ANY_MEDIUM })
  mediums!: string[];

  @Nested(() => WindowDto, { optional: true })
  window?: WindowDto | null;
}

export class GrantedByDto {
  @Name()
  name!: string;

  @Name({ optional: true })
  organisation?: string;

  @Name({ optional: true })
  capacity?: string;
}

/** `open`, or findings by rule, root and, where the rule is about an entry of a list, element. */
function Findings(options: { readonly optional?: boolean } = {}): PropertyDecorator {
  const key = {
    type: 'object',
    required: ['rule', 'root'],
    properties: { rule: { type: 'string' }, root: { type: 'string' }, element: { type: 'string', nullable: true } },
  };
  return field(
    {
      ...options,
      description: 'The findings concerned, or `open`: exactly the clearable ones that were open at `seenAt`',
    },
    {
      oneOf: [
        { type: 'string', enum: ['open'] },
        { type: 'array', items: key },
      ],
    },
    [Check('findings', findingsMessage, (value) => findingsMessage(value) === '')],
  );
}

const CONDITION_ID = /^[a-z0-9][a-z0-9._-]{0,62}$/;

export class ConditionDto {
  @Name({ max: 63, pattern: CONDITION_ID, form: '1 to 63 characters of a-z 0-9 . _ -', example: 'credit' })
  id!: string;

  @Text({ max: 1_000, example: 'the artist stands in the end credits' })
  text!: string;
}

export class ApprovalDto extends ExpectingDto {
  @OneOf(['approved', 'rejected'], { description: 'Has no default' })
  verdict!: 'approved' | 'rejected';

  @Name({ max: 64, example: 'written' })
  kind!: string;

  @Nested(() => Sha256Dto, { description: 'The bytes that were looked at' })
  digest!: Sha256Dto;

  @OneOf(REACHES)
  reach!: Reach;

  @Findings()
  findings!: NamedFindings;

  @Name({
    optional: true,
    max: 20,
    description: 'Position up to which the findings were seen; required with `open`',
    example: '18290',
  })
  seenAt?: string | null;

  @Nested(() => ScopeDto)
  scope!: ScopeDto;

  @ListOf(() => EvidenceDto, { min: 1, max: 100 })
  evidence!: EvidenceDto[];

  @Nested(() => GrantedByDto, { optional: true, description: 'Who gave it, where that person has no account' })
  grantedBy?: GrantedByDto | null;

  @Timestamp({ optional: true, description: 'Required with the kind `break-glass`: at most 72 hours ahead' })
  expiresAt?: string | null;

  @ListOf(() => ConditionDto, {
    optional: true,
    max: MAX_CONDITIONS,
    description: 'It clears nothing until each of them is evidenced',
  })
  conditions?: ConditionDto[] | null;

  @Text({
    optional: true,
    max: 1_000,
    description: 'Why it cannot wait; required with the kind `break-glass`, refused with others',
  })
  justification?: string | null;

  @Name({ optional: true, max: 64, description: 'The approval request that this answers' })
  request?: string | null;

  @Text({ optional: true })
  note?: string | null;
}

export class AssetApprovalDto extends ApprovalDto {
  @AssetIdField()
  asset!: string;
}

export const MAX_BULK = 500;

export class ApprovalsDto {
  @ListOf(() => AssetApprovalDto, { min: 1, max: MAX_BULK })
  approvals!: AssetApprovalDto[];
}

export class ConditionEvidenceDto extends ExpectingDto {
  @ListOf(() => EvidenceDto, { min: 1, max: 100, description: 'What shows it; at least one piece with its digest' })
  evidence!: EvidenceDto[];

  @Text({ optional: true })
  note?: string | null;
}

export class ApprovalRequestDto extends ExpectingDto {
  @Name({ max: 64, example: 'written' })
  kind!: string;

  @Nested(() => ScopeDto)
  scope!: ScopeDto;

  @OneOf(REACHES, { optional: true, description: 'The narrowest, `exact`, unless told otherwise' })
  reach?: Reach | null;

  @Findings({ optional: true })
  findings?: NamedFindings | null;

  @Text({ optional: true })
  note?: string | null;

  @Words({ optional: true, max: 50, description: 'Token subjects' })
  assignees?: string[] | null;

  @Timestamp({ optional: true })
  dueAt?: string | null;
}

export class ApprovalsQuery extends PageQuery {
  @TextParameter({ max: 200, description: 'Any claim of the content' })
  asset?: string;

  @WordsParameter({ of: APPROVAL_STATES })
  state?: string[];

  @TextParameter({ max: 64 })
  kind?: string;

  @TextParameter({ description: 'Token subject of the approver' })
  by?: string;

  @TimeParameter()
  expiresBefore?: string;
}

export class RequestsQuery extends PageQuery {
  @TextParameter({ max: 200, description: 'Any claim of the content' })
  asset?: string;

  @WordsParameter({ of: REQUEST_STATES })
  state?: string[];

  @TextParameter({ max: 64 })
  kind?: string;

  @TextParameter({ description: 'Token subject that asked' })
  by?: string;
}

/** What is wrong with a value that should name findings; empty where nothing is. */
function findingsMessage(value: unknown): string {
  if (value === 'open') return '';
  if (!Array.isArray(value)) return 'must be "open" or a list of {rule, root, element?}';
  if (value.length === 0 || value.length > MOST_FINDINGS) return `must name 1 to ${MOST_FINDINGS} findings`;
  const wrong = value.findIndex((key) => !isKey(key));
  return wrong < 0 ? '' : `must name each finding as {rule, root, element?} in texts; entry ${wrong} is none`;
}

function isKey(key: unknown): boolean {
  if (!isPlainObject(key)) return false;
  const { rule, root, element, ...others } = key;
  return isName(rule) && isName(root) && (element == null || isName(element)) && Object.keys(others).length === 0;
}

function isName(name: unknown): boolean {
  return typeof name === 'string' && name.length > 0 && name.length <= 400;
}
