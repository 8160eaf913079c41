import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openEnvelope, signEnvelope, type DsseEnvelope } from './envelope.js';
import { keyIdOf } from './key-id.js';

/** RFC 8032, 7.1, TEST 1 and TEST 2: the secret keys, behind the PKCS#8 head of every ed25519 key. */
const keyOf = (secret: string) =>
  createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${secret}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  });
const KEY = keyOf('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const OTHER = keyOf('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
const PUBLIC = createPublicKey(KEY);
const TYPE = 'application/vnd.in-toto+json';
const PAYLOAD = Buffer.from('{"hello":"world"}', 'utf8');
const SIGNED = signEnvelope(TYPE, PAYLOAD, KEY);

const open = (envelope: unknown) => openEnvelope(envelope, [PUBLIC]);
const refusal = (envelope: unknown) => {
  const opened = open(envelope);
  return opened.kind === 'refused' ? opened.reason : opened;
};

describe('a signed envelope', () => {
  it('holds type, payload and the id of the key', () => {
    expect(SIGNED).toEqual({
      payloadType: TYPE,
      payload: PAYLOAD.toString('base64'),
      signatures: [{ keyid: keyIdOf(PUBLIC), sig: expect.stringMatching(/^[\w+/]{86}==$/) as string }],
    });
  });

  it('is the same bytes each time', () => {
    expect(JSON.stringify(signEnvelope(TYPE, PAYLOAD, KEY))).toBe(JSON.stringify(SIGNED));
  });

  it('opens with the key that signed it', () => {
    expect(open(SIGNED)).toEqual({ kind: 'verified', payloadType: TYPE, payload: PAYLOAD, keyId: keyIdOf(PUBLIC) });
    expect(openEnvelope(SIGNED, [createPublicKey(OTHER), PUBLIC]).kind).toBe('verified');
  });

  it('does not open with another key, or with none', () => {
    for (const keys of [[], [createPublicKey(OTHER)]]) {
      expect(openEnvelope(SIGNED, keys)).toEqual({ kind: 'refused', reason: 'it is not signed with a known key' });
    }
  });

  it('does not open once any character of it is another', () => {
    const text = JSON.stringify(SIGNED);
    const values = [SIGNED.payloadType, SIGNED.payload, SIGNED.signatures[0]!.keyid, SIGNED.signatures[0]!.sig];
    let tried = 0;
    for (const value of values) {
      const start = text.indexOf(`"${value}"`) + 1;
      for (let at = start; at < start + value.length; at += 1) {
        const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
        expect({ changed, kind: open(JSON.parse(changed) as DsseEnvelope).kind }).toEqual({ changed, kind: 'refused' });
        tried += 1;
      }
    }
    expect(tried).toBe(values.join('').length);
  });

  it('does not open where its base64 is spelt another way for the same bytes', () => {
    expect(refusal({ ...SIGNED, payload: `${SIGNED.payload}\n` })).toBe('its payload is not base64');
    expect(refusal({ ...SIGNED, payload: SIGNED.payload.replace(/=+$/, '') })).toBe('its payload is not base64');
  });

  it('opens by the one signature that is of a known key', () => {
    const foreign = signEnvelope(TYPE, PAYLOAD, OTHER).signatures[0]!;
    expect(open({ ...SIGNED, signatures: [foreign, ...SIGNED.signatures] }).kind).toBe('verified');
    expect(refusal({ ...SIGNED, signatures: [{ ...foreign, keyid: keyIdOf(PUBLIC) }] })).toBe(
      'its signature does not hold',
    );
  });

  it('is told from what is no envelope', () => {
    for (const odd of [null, 'text', [], {}, { ...SIGNED, signatures: {} }, { ...SIGNED, signatures: [null] }]) {
      expect(refusal(odd)).toBe('it is no DSSE envelope');
    }
    expect(refusal({ ...SIGNED, signatures: [] })).toBe('it is not signed with a known key');
  });
});

describe('the id of a key', () => {
  it('is the first half of the SHA-256 of its SPKI form', () => {
    const spki = Buffer.from(
      '302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      'hex',
    );
    expect(keyIdOf(PUBLIC)).toBe(createHash('sha256').update(spki).digest('hex').slice(0, 32));
  });
});
