import {
  ALIAS_SCHEMES,
  ASSET_KINDS,
  REGISTRY_ID,
  type AliasedData,
  type AliasScheme,
  type AssetKind,
  type FactsDeclaredData,
  type MadeUnderData,
  type MarkedTemporaryData,
  type OriginDetectedData,
  type OriginSignal,
  type RegisteredData,
  type SupersededData,
} from '@clearance/domain';
import {
  AssetIdField,
  Check,
  EvidenceDto,
  field,
  isPlainObject,
  ListOf,
  Name,
  OneOf,
  Text,
  TextMap,
} from '../../http/fields/index.js';

const MAX_LABELS = 32;
const MAX_ALIAS = 1024;
const FACT_BASES = ['camera-report', 'vendor-warranty', 'artist-statement', 'library-licence', 'tracker'] as const;
const SIGNAL_KINDS = ['c2pa', 'xmp', 'png-text', 'exif', 'container-tag', 'alpha-lsb', 'workflow'] as const;
const VERDICTS = ['ai', 'ai-composite', 'procedural', 'claims-capture', 'unreadable', 'tampered', 'none'] as const;
const TRUSTS = ['trusted', 'valid', 'invalid', 'none'] as const;
/** `group.field` of a fact model, or the group alone where it is a list (`likeness`). */
const FACT_KEY = /^[a-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*(?:\.[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)?$/;

export class RegisteredDto implements RegisteredData {
  @Name({ example: 'sh010_comp_v003' })
  name!: string;

  @OneOf(ASSET_KINDS)
  kind!: AssetKind;

  @TextMap({ optional: true, maxEntries: MAX_LABELS, example: { shot: 'sh010', department: 'comp' } })
  labels?: Record<string, string>;

  @Name({ optional: true, description: 'A token issued for a vendor stamps it' })
  vendor?: string;
}

export class AliasDto {
  @OneOf(ALIAS_SCHEMES)
  scheme!: AliasScheme;

  @Text({ max: MAX_ALIAS })
  value!: string;
}

export class AliasedDto implements AliasedData {
  @ListOf(() => AliasDto, { min: 1 })
  aliases!: AliasDto[];
}

export class FactsDeclaredDto implements FactsDeclaredData {
  @field(
    {
      description: '`group.field` of a fact model and its value; every field may be "unknown"',
      example: { 'asset.genai': 'none' },
    },
    { type: 'object', additionalProperties: true, minProperties: 1 },
    [
      Check('facts', 'must name at least one fact', (value) => isPlainObject(value) && Object.keys(value).length > 0),
      Check('fact-key', factKeyMessage, (value) => badFactKey(value) === undefined),
      Check('fact-value', factValueMessage, (value) => badFactValue(value) === undefined),
    ],
  )
  facts!: Record<string, unknown>;

  @OneOf(FACT_BASES, { optional: true })
  basis?: (typeof FACT_BASES)[number];

  @ListOf(() => EvidenceDto, { optional: true })
  evidence?: EvidenceDto[];
}

export class OriginSignalDto implements OriginSignal {
  @OneOf(SIGNAL_KINDS)
  kind!: (typeof SIGNAL_KINDS)[number];

  @Text({ max: 1024, description: 'Where in the file' })
  where!: string;

  @Text({ description: 'What was found there' })
  value!: string;

  @OneOf(VERDICTS, { description: '`none` never means made by a human' })
  verdict!: (typeof VERDICTS)[number];

  @OneOf(TRUSTS, { description: 'Of the signature, where there is one' })
  trust!: (typeof TRUSTS)[number];

  @Name()
  detector!: string;

  @Name()
  detectorVersion!: string;
}

export class OriginDetectedDto implements OriginDetectedData {
  @ListOf(() => OriginSignalDto, { min: 1 })
  signals!: OriginSignalDto[];
}

export class MarkedTemporaryDto implements MarkedTemporaryData {
  @Text({ example: 'AI placeholder' })
  reason!: string;
}

export class SupersededDto implements SupersededData {
  @AssetIdField()
  by!: string;

  @Text({ optional: true })
  reason?: string;
}

export class MadeUnderDto implements MadeUnderData {
  @Name({
    max: 128,
    pattern: REGISTRY_ID,
    form: 'the id of a usage',
    description: 'The usage that it was made under; clears nothing until a second person confirms conformance',
  })
  usage!: string;
}

function badFactKey(facts: unknown): string | undefined {
  return isPlainObject(facts) ? Object.keys(facts).find((key) => !FACT_KEY.test(key)) : undefined;
}

/** JSON booleans and nulls stand for no answer of a fact model, which knows yes, no and unknown. */
function badFactValue(facts: unknown): string | undefined {
  return isPlainObject(facts) ? Object.keys(facts).find((key) => holdsNoAnswer(facts[key])) : undefined;
}

function holdsNoAnswer(value: unknown): boolean {
  if (value === null || typeof value === 'boolean') return true;
  return typeof value === 'object' && Object.values(value).some(holdsNoAnswer);
}

function factKeyMessage(facts: unknown): string {
  return `holds ${JSON.stringify(badFactKey(facts))}, which is no group.field of a fact model`;
}

function factValueMessage(facts: unknown): string {
  return `holds true, false or null under ${JSON.stringify(badFactValue(facts))}: answers are "yes", "no", "unknown" or the words of the fact model`;
}
