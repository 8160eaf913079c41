import { ROLES, type Role } from '@clearance/domain';
import { ApiProperty } from '@nestjs/swagger';
import { PRODUCTION_ID } from '@clearance/domain';
import { Check, field, ListOf, Name, Nested, OneOf, Text, Timestamp, Whole, Words } from '../http/fields/index.js';
import { PageQuery, TextParameter, WordParameter } from '../http/query/index.js';

const KINDS = ['person', 'service'] as const;
export const TOKEN_STATES = ['active', 'expired', 'revoked'] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

export class GrantDto {
  @OneOf(ROLES)
  role!: Role;

  @field(
    { description: 'Production ids, or ["*"] for all', example: ['nightfall'] },
    { type: String, isArray: true, minItems: 1 },
    [
      Check(
        'productions',
        'must be a list of production ids, or ["*"]',
        (value) =>
          Array.isArray(value) &&
          value.length > 0 &&
          value.every((id) => id === '*' || (typeof id === 'string' && PRODUCTION_ID.test(id))),
      ),
    ],
  )
  productions!: string[];
}

const prefixes = (what: string) =>
  Words({ optional: true, min: 1, max: 100, maxLength: 400, description: `Prefixes of ${what}` });

/** Prefixes; what is absent is not restricted. The singular form of a member is the list of one. */
export class RestrictDto {
  @prefixes('asset ids')
  subjects?: string[];

  @prefixes('CloudEvents sources')
  sources?: string[];

  @prefixes('event names')
  events?: string[];

  @Name({ optional: true })
  subject?: string;

  @Name({ optional: true })
  source?: string;

  @Name({ optional: true })
  event?: string;

  @Name({ optional: true, description: 'The same as `vendor` of the token' })
  vendor?: string;
}

export class IssueTokenDto {
  @Name({ description: 'Who uses it', example: 'pipeline@acme-vfx.example' })
  subject!: string;

  @OneOf(KINDS, { description: 'Only a person approves, lifts, confirms and accepts' })
  kind!: (typeof KINDS)[number];

  @Name({ optional: true, description: 'What it is for' })
  name?: string;

  @ListOf(() => GrantDto, { min: 1, max: 100 })
  grants!: GrantDto[];

  @Name({ optional: true, description: 'Stamped on what is reported with it' })
  vendor?: string;

  @Nested(() => RestrictDto, { optional: true })
  restrict?: RestrictDto;

  @Timestamp({ optional: true, description: '90 days from now unless stated; at most 400' })
  expiresAt?: string;
}

export class RevokeTokenDto {
  @Text()
  reason!: string;

  @Whole({ optional: true, min: -1 })
  expectedRevision?: number;
}

export class TokensQuery extends PageQuery {
  @TextParameter()
  subject?: string;

  @TextParameter({ pattern: PRODUCTION_ID, form: 'a production id' })
  production?: string;

  @WordParameter(TOKEN_STATES)
  state?: TokenState;
}

export class RestrictBody {
  @ApiProperty({ type: [String], nullable: true })
  subjects!: readonly string[] | null;

  @ApiProperty({ type: [String], nullable: true })
  sources!: readonly string[] | null;

  @ApiProperty({ type: [String], nullable: true })
  events!: readonly string[] | null;
}

export class GrantBody {
  @ApiProperty({ enum: ROLES })
  role!: Role;

  @ApiProperty({ type: [String] })
  productions!: readonly string[];
}

export class TokenBody {
  @ApiProperty({ example: 'tok_…' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What it is for' })
  name!: string | null;

  @ApiProperty()
  subject!: string;

  @ApiProperty({ enum: KINDS })
  kind!: (typeof KINDS)[number];

  @ApiProperty({ type: [GrantBody] })
  grants!: readonly GrantBody[];

  @ApiProperty({ type: String, nullable: true })
  vendor!: string | null;

  @ApiProperty({ type: RestrictBody, nullable: true })
  restrict!: RestrictBody | null;

  @ApiProperty({ enum: TOKEN_STATES })
  state!: TokenState;

  @ApiProperty()
  issuedBy!: string;

  @ApiProperty({ format: 'date-time' })
  issuedAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  expiresAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Since this ledger process started' })
  lastUsedAt!: string | null;
}

export class TokenAnswer extends TokenBody {
  @ApiProperty({ example: '18231' })
  position!: string;
}

export class IssuedTokenAnswer extends TokenAnswer {
  @ApiProperty({ example: 'clr_…', description: 'The secret: shown this once, kept nowhere' })
  token!: string;
}

export class TokenPage {
  @ApiProperty({ type: [TokenBody] })
  items!: TokenBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
