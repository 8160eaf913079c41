import { sha256Hex } from '@clearance/canonical';

/** Strong validator of an answer: the hash of its text without its top-level `position`, which moves on by itself. */
export function etagOf(body: object): string {
  const rest = 'position' in body ? { ...body, position: undefined } : body;
  return `"${sha256Hex(JSON.stringify(rest)).slice(0, 32)}"`;
}

/** Whether an If-None-Match header names this validator (RFC 9110, weak comparison). */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((candidate) => {
    const given = candidate.trim();
    return given === '*' || given === etag || given === `W/${etag}`;
  });
}
