import { ApiProperty } from '@nestjs/swagger';
import { RECEIPT_STATES, type ReceiptState } from './receipt-status.js';

export const ENVELOPE_TYPE = 'application/vnd.dsse.envelope.v1+json';

export class SignatureBody {
  @ApiProperty({ description: 'Id of the key, as in GET /v1/keys' })
  keyid!: string;

  @ApiProperty({ format: 'byte', description: 'ed25519 over the DSSE pre-authentication encoding' })
  sig!: string;
}

/** DSSE v1. */
export class EnvelopeBody {
  @ApiProperty({ enum: ['application/vnd.in-toto+json'] })
  payloadType!: string;

  @ApiProperty({
    format: 'byte',
    description: 'in-toto Statement v1 in canonical JSON, predicateType urn:clearance:predicate:release:v1',
  })
  payload!: string;

  @ApiProperty({ type: [SignatureBody] })
  signatures!: readonly SignatureBody[];
}

export class ReceiptStatus {
  @ApiProperty({ enum: RECEIPT_STATES, description: 'Only `valid` is a go' })
  state!: ReceiptState;

  @ApiProperty({ format: 'date-time' })
  since!: string;

  @ApiProperty({ description: 'The release this is about; a receipt of another decision was superseded' })
  decision!: string;

  @ApiProperty({ example: '18231' })
  position!: string;
}

export class KeyBody {
  @ApiProperty({ description: 'First 16 bytes of the SHA-256 of the SPKI DER form, hex' })
  keyId!: string;

  @ApiProperty({ enum: ['ed25519'] })
  algorithm!: 'ed25519';

  @ApiProperty({ description: 'SPKI, PEM' })
  publicKey!: string;

  @ApiProperty({ format: 'date-time' })
  publishedAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  retiredAt!: string | null;
}

export class KeysPage {
  @ApiProperty({ type: [KeyBody] })
  items!: readonly KeyBody[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;

  @ApiProperty({ example: '18231' })
  position!: string;
}
