import { etagOf } from './etag.js';

/**
 * The body of an answer as JSON text, with what its headers say: made where there is time for it, so that the thread that
 * talks to callers only passes it on.
 */
export class Rendered {
  constructor(
    readonly text: string,
    /** As `etagOf` has it. */
    readonly etag: string,
    /** Members `position` and `next` of the body, where they are texts. */
    readonly position: string | null,
    readonly next: string | null,
  ) {}
}

export function rendered(body: object): Rendered {
  const member = (name: string) => {
    const value: unknown = (body as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' ? value : null;
  };
  return new Rendered(JSON.stringify(body), etagOf(body), member('position'), member('next'));
}
