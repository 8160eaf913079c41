import { checkStreamName } from './encoding.js';
import type { LogFilter } from './port.js';

/** @throws RangeError for no prefix at all, too many of them or malformed ones. */
export function prefixesOf(filter: LogFilter | undefined): readonly string[] {
  const prefixes = filter?.streamPrefixes;
  if (prefixes === undefined) return [];
  if (prefixes.length === 0 || prefixes.length > MAX_PREFIXES) {
    throw new RangeError(
      `a filter names 1 to ${MAX_PREFIXES} stream prefixes, not ${prefixes.length}; leave it out to read all`,
    );
  }
  for (const prefix of prefixes) checkStreamName(prefix);
  return prefixes;
}

const MAX_PREFIXES = 100;
