import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { keyIdOf } from './key-id.js';
import { preAuthEncoding } from './pae.js';

/** DSSE v1 envelope. `payload` and `sig` are standard base64 with padding. */
export interface DsseEnvelope {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

export type OpenedEnvelope =
  | { readonly kind: 'verified'; readonly payloadType: string; readonly payload: Buffer; readonly keyId: string }
  /** Nothing of the envelope may be relied on. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Signs with ed25519, which is deterministic: the same payload under the same key always gives the same envelope. */
export function signEnvelope(payloadType: string, payload: Uint8Array, privateKey: KeyObject): DsseEnvelope {
  const sig = sign(null, preAuthEncoding(payloadType, payload), privateKey).toString('base64');
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: keyIdOf(createPublicKey(privateKey)), sig }],
  };
}

/**
 * Takes the payload out of an envelope that one of the keys has signed. Stricter than DSSE asks: a signature has to name
 * its key, and base64 has one spelling only, so that no byte of the envelope can be changed unnoticed.
 */
export function openEnvelope(envelope: unknown, keys: readonly KeyObject[]): OpenedEnvelope {
  if (!isEnvelope(envelope)) return refused('it is no DSSE envelope');
  const payload = decoded(envelope.payload);
  if (payload === null) return refused('its payload is not base64');
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  const signed = preAuthEncoding(envelope.payloadType, payload);
  let named = false;
  for (const { keyid, sig } of envelope.signatures) {
    const key = byId.get(keyid);
    if (key === undefined) continue;
    named = true;
    const signature = decoded(sig);
    if (signature === null || key.asymmetricKeyType !== 'ed25519' || !verify(null, signed, key, signature)) continue;
    return { kind: 'verified', payloadType: envelope.payloadType, payload, keyId: keyid };
  }
  return refused(named ? 'its signature does not hold' : 'it is not signed with a known key');
}

function refused(reason: string): OpenedEnvelope {
  return { kind: 'refused', reason };
}

/** null where the text is not the one base64 form of its bytes. */
function decoded(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

function isEnvelope(value: unknown): value is DsseEnvelope {
  if (typeof value !== 'object' || value === null) return false;
  const { payloadType, payload, signatures } = value as Record<string, unknown>;
  return (
    typeof payloadType === 'string' &&
    typeof payload === 'string' &&
    Array.isArray(signatures) &&
    signatures.every(isSignature)
  );
}

function isSignature(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { keyid, sig } = value as Record<string, unknown>;
  return typeof keyid === 'string' && typeof sig === 'string';
}
