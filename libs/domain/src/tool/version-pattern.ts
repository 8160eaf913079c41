/** A version (`0.3.44`), the beginning of one (`0.3.*`), or any (`*`). */
const PATTERN = /^(?:\*|[^*\s]{1,100}|[^*\s]{1,98}\.\*)$/;

export function isVersionPattern(pattern: string): boolean {
  return PATTERN.test(pattern);
}

/** `0.3.*` takes `0.3` and everything that begins with `0.3.`. */
export function matchesVersion(pattern: string, version: string): boolean {
  if (pattern === '*' || pattern === version) return true;
  if (!pattern.endsWith('.*')) return false;
  const stem = pattern.slice(0, -2);
  return version === stem || version.startsWith(`${stem}.`);
}

/** How much a pattern pins down: the exact version most, `*` nothing. Comparable among patterns that match one version. */
export function versionWeight(pattern: string): number {
  if (pattern === '*') return 0;
  return pattern.endsWith('.*') ? pattern.length : Number.MAX_SAFE_INTEGER;
}
