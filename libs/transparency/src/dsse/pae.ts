/**
 * What a DSSE signature is taken over (secure-systems-lab/dsse, protocol.md, "PAE"): type and payload with their lengths
 * in bytes, so that neither can be read as part of the other.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType, 'utf8');
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `, 'utf8'),
    type,
    Buffer.from(` ${payload.length} `, 'utf8'),
    payload,
  ]);
}
