/**
 * The token in an Authorization header; null where there is none that counts. Basic carries the token as its password
 * (browsers, scrapers) and is good for reading only.
 */
export function tokenIn(header: string | undefined, method: string): string | null {
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(header ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return value;
    case 'basic':
      return method === 'GET' || method === 'HEAD' ? passwordIn(value) : null;
    default:
      return null;
  }
}

function passwordIn(value: string): string | null {
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? null : text.slice(colon + 1);
}
