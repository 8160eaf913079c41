import { ApiPropertyOptional } from '@nestjs/swagger';
import { assetIdFault, EDGE_KINDS, type Digests, type EdgeKind } from '@clearance/domain';
import { Check, DigestField, HasSome, Name, Nested, OneOf, ProductionIdField } from '../../http/fields/index.js';

/** Digests of one file. Hex in lower or upper case; C4 as it is. */
export class DigestsDto implements Digests {
  @DigestField('sha256', { optional: true })
  sha256?: string;

  @DigestField('sha1', { optional: true })
  sha1?: string;

  @DigestField('md5', { optional: true })
  md5?: string;

  @DigestField('xxh64', { optional: true, description: 'canonical big-endian' })
  xxh64?: string;

  @DigestField('xxh128', { optional: true, description: 'canonical big-endian' })
  xxh128?: string;

  @DigestField('c4', { optional: true })
  c4?: string;
}

/** An input: an asset by id, or bytes by their digest. */
export class InputRefDto {
  @ApiPropertyOptional({ type: String, maxLength: 200 })
  @Check(
    'asset-id',
    (value) => (typeof value === 'string' ? (assetIdFault(value) ?? '') : 'must be an asset id'),
    isAssetIdIfGiven,
  )
  @Check('one-thing', 'or digest must be given, one of the two', (_value, owner) => namesOneThing(owner))
  asset?: string;

  @ProductionIdField({ optional: true, description: 'Only where the asset belongs to another production' })
  @Check('with-asset', 'goes with an asset id only', (_value, owner) => (owner as InputRefDto).asset !== undefined)
  production?: string;

  @Nested(() => DigestsDto, { optional: true })
  @HasSome('digest')
  digest?: DigestsDto;
}

export class InputDto extends InputRefDto {
  @OneOf(EDGE_KINDS, { description: 'What the input is to the asset' })
  kind!: EdgeKind;
}

export class ToolRefDto {
  @Name({ example: 'comfyui' })
  id!: string;

  @Name({ example: '0.3.44' })
  version!: string;

  @Name({ optional: true, description: 'What the tool was set to do, in its own words' })
  mode?: string;
}

/** Not by IsOptional, which would pass over the second check where the member is missing. */
function isAssetIdIfGiven(value: unknown): boolean {
  return !isGiven(value) || (typeof value === 'string' && assetIdFault(value) === null);
}

function namesOneThing(input: { readonly asset?: unknown; readonly digest?: unknown }): boolean {
  return isGiven(input.asset) !== isGiven(input.digest);
}

const isGiven = (value: unknown) => value !== undefined && value !== null;
