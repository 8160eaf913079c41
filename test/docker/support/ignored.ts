import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// scripts/docker/image.mjs imports this file as it is, so it imports nothing of the tests.
const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Whether a file belongs to the build context. Reads the patterns that .dockerignore uses: `*`, names, `**` before a name,
 * and exceptions with `!`; the last one that matches counts, and a folder's pattern counts for what is in it.
 */
export function contextOf(): (path: string) => boolean {
  const patterns = readFileSync(join(repositoryRoot, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ included: line.startsWith('!'), matches: matcherOf(line.replace(/^!/, '')) }));
  return (path) => patterns.findLast(({ matches }) => matches(path))?.included ?? true;
}

function matcherOf(pattern: string): (path: string) => boolean {
  if (/[[\]?\\]/.test(pattern)) throw new Error(`.dockerignore holds the pattern ${pattern}`);
  const source = pattern
    .replaceAll(/[.+^${}()|]/g, String.raw`\$&`)
    .replaceAll('**/', '(?:.*/)?')
    .replaceAll(/(?<![.)])\*/g, '[^/]*');
  const expression = new RegExp(`^${source}(?:/.*)?$`);
  return (path) => expression.test(path);
}
