import { MAX_ADOPTED_PACKS, type AdoptedPack } from '@clearance/domain';
import { Check, field, isPlainObject, Name } from '../http/fields/index.js';

/** The decision says how many may bind; this only bounds what is read. */
export const MAX_NAMED_PACKS = 4 * MAX_ADOPTED_PACKS;

export class AdoptedPackDto implements AdoptedPack {
  @Name({ max: 128, example: 'netflix-genai' })
  id!: string;

  @Name({ max: 64, example: '2025.11' })
  version!: string;

  @field(
    {
      optional: true,
      description: 'Switches of the pack and where they stand; those left out are as the pack has them',
    },
    { type: 'object', additionalProperties: { type: 'boolean' } },
    [Check('object', 'must be an object', isPlainObject)],
  )
  switches?: Record<string, unknown>;
}
