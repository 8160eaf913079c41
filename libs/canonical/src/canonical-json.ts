import canonicalize from 'canonicalize';

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * The one text form of a JSON value (RFC 8785): keys sorted by UTF-16 code unit, shortest numbers, no spaces.
 * Members that are `undefined` are left out, as JSON.stringify does.
 * @throws TypeError where the value has no JSON form (a function, a cycle, a non-finite number).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('this value has no canonical JSON form');
  return text;
}
