import { createHash } from 'node:crypto';
import type { Digests } from './contract.js';

/** A CloudEvent in the ledger's own terms; the helpers below write it in each of the four forms. */
export interface FactEvent {
  /** The fact, e.g. `registered`, `derived-from`, `reported`. */
  event: string;
  subject: string;
  data: unknown;
  id?: string;
  source?: string;
  /** Left out unless a test is about time: a retry with a fresh clock value is different content. */
  time?: string;
  /** The person behind a service token. */
  authid?: string;
  production?: string;
  extensions?: Record<string, string>;
}

export type CloudEvent = Record<string, unknown> & { id: string; subject: string };

export const defaultSource = '/pipeline/publish-hook';

/** The structured form. The id follows from asset, fact and content, as a hook's does: sending again is harmless. */
export function cloudEvent(production: string, fact: FactEvent): CloudEvent {
  const authorship = fact.authid === undefined ? {} : { authtype: 'user', authid: fact.authid };
  return {
    specversion: '1.0',
    type: `clearance.asset.${fact.event}.v1`,
    source: fact.source ?? defaultSource,
    id:
      fact.id ??
      `${fact.subject}@${sha256(JSON.stringify([fact.event, fact.data, fact.time ?? '', fact.authid ?? '']))}`,
    subject: fact.subject,
    production: fact.production ?? production,
    datacontenttype: 'application/json',
    ...(fact.time === undefined ? {} : { time: fact.time }),
    ...authorship,
    ...fact.extensions,
    data: fact.data,
  };
}

/** The binary form: attributes as `ce-` headers, data alone in the body. */
export function binaryForm(event: CloudEvent): { headers: Record<string, string>; body: unknown } {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event)) {
    if (name !== 'data' && name !== 'datacontenttype') headers[`ce-${name}`] = String(value);
  }
  return { headers, body: event['data'] };
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The bytes a made-up asset stands for: its own name, so that every test knows every digest. */
export function bytesOf(name: string): Buffer {
  return Buffer.from(`the bytes of ${name}`, 'utf8');
}

/** The three cryptographic digests most manifests list. */
export function digestsOf(name: string): Required<Pick<Digests, 'sha256' | 'sha1' | 'md5'>> {
  const hash = (algorithm: string) => createHash(algorithm).update(bytesOf(name)).digest('hex');
  return { sha256: hash('sha256'), sha1: hash('sha1'), md5: hash('md5') };
}
