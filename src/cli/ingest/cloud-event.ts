import { contentDigestOf } from '@clearance/canonical';

/** A structured CloudEvent of the intake (bodies.md 2). It carries no `time`: a retry must be the same content. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly type: string;
  /** Absent only in a spool that was written while nobody could say who the token speaks for; the flush adds it. */
  readonly source?: string;
  readonly id: string;
  readonly subject: string;
  readonly production: string;
  readonly time?: string;
  readonly authtype?: 'user';
  readonly authid?: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
}

export interface EventAttributes {
  readonly source: string | null;
  readonly production: string;
  /** The person behind a service token: a claim (`authid`). */
  readonly person: string | null;
}

/** The source of events that this command line makes: one for each token subject. */
export function sourceOf(tokenSubject: string): string {
  return `urn:clearance:cli:${encodeURIComponent(tokenSubject).replaceAll('%40', '@')}`;
}

/**
 * A `reported` event whose id comes from its content: `<asset>@` and the SHA-256 of its data as RFC 8785 JSON. The person
 * spoken for is content too (rule E1), so with one the digest is that of data and person.
 */
export function reportedEvent(asset: string, data: unknown, attributes: EventAttributes): CloudEvent {
  const { source, production, person } = attributes;
  const content = person === null ? data : { authid: person, data };
  return {
    specversion: '1.0',
    type: typeOf('reported'),
    ...(source === null ? {} : { source }),
    id: `${asset}@${contentDigestOf(content)}`,
    subject: asset,
    production,
    ...(person === null ? {} : { authtype: 'user', authid: person }),
    datacontenttype: 'application/json',
    data,
  };
}

export const typeOf = (event: string): string => `clearance.asset.${event}.v1`;
