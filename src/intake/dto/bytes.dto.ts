import type { BytesIdentifiedData, MembersIdentifiedData } from '@clearance/domain';
import { HasSome, ListOf, Name, Nested, OneOf, Whole } from '../../http/fields/index.js';
import { DigestsDto } from './references.dto.js';

const SEEN = ['bytes', 'manifest'] as const;

export class BytesIdentifiedDto implements BytesIdentifiedData {
  @Nested(() => DigestsDto)
  @HasSome('digest')
  digests!: DigestsDto;

  @Whole({ optional: true, min: 0, description: 'In bytes' })
  size?: number;

  @Name({ optional: true, max: 200, example: 'image/x-exr' })
  mediaType?: string;

  @Name({ optional: true })
  fileName?: string;

  @OneOf(SEEN, { optional: true, description: 'Whether the emitter hashed the bytes or read a list' })
  seen?: (typeof SEEN)[number];
}

export class MemberDto {
  @Name({ example: 'sh010_comp.1001.exr' })
  name!: string;

  @Whole({ optional: true, min: -1_000_000_000, max: 1_000_000_000 })
  frame?: number;

  @Whole({ min: 0, description: 'In bytes' })
  size!: number;

  @Nested(() => DigestsDto)
  @HasSome('digest')
  digests!: DigestsDto;
}

export class MembersIdentifiedDto implements MembersIdentifiedData {
  @ListOf(() => MemberDto, { min: 1 })
  members!: MemberDto[];

  @Whole({ min: 1, description: 'Which part of the list this is, from 1' })
  part!: number;

  @Whole({ min: 1 })
  parts!: number;
}
