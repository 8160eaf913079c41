import { DigestField, Name, Nested, Text } from './fields.js';

/** The one digest that acts and evidence name bytes by. */
export class Sha256Dto {
  @DigestField('sha256')
  sha256!: string;
}

/** A document that supports a statement: where it is, and which bytes it had. */
export class EvidenceDto {
  @Text({
    max: 2048,
    description: 'Where the document is: a URL or a reference of the studio',
    example: 'dms://legal/4711',
  })
  ref!: string;

  @Name({ optional: true })
  title?: string;

  @Name({ optional: true, max: 200, example: 'application/pdf' })
  mediaType?: string;

  @Nested(() => Sha256Dto, { optional: true })
  digest?: Sha256Dto;
}
