/** Stands for any text on a line; alone on a line for any number of lines; in JSON for any text or number. */
const ANYTHING = '…';

/** Whether a page shows what was printed. Spaces at the ends of lines and empty lines at the end do not count. */
export function printsAs(shown: readonly string[], printed: string): boolean {
  return linesMatch(trimmed(shown), trimmed(printed.split('\n')));
}

/**
 * Whether a value holds everything that a page shows of it: objects may have more members than are shown, lists have the
 * same length.
 */
export function holds(value: unknown, shown: unknown): boolean {
  if (typeof shown === 'string') {
    if (shown === ANYTHING) return true;
    return typeof value === 'string' && lineMatches(shown, value);
  }
  if (Array.isArray(shown)) {
    return (
      Array.isArray(value) && value.length === shown.length && shown.every((entry, index) => holds(value[index], entry))
    );
  }
  if (typeof shown === 'object' && shown !== null) {
    if (typeof value !== 'object' || value === null) return false;
    const members = value as Record<string, unknown>;
    return Object.entries(shown).every(([name, entry]) => Object.hasOwn(members, name) && holds(members[name], entry));
  }
  return value === shown;
}

function linesMatch(shown: readonly string[], printed: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return printed.length === 0;
  if (first === ANYTHING)
    return printed.some((_, index) => linesMatch(rest, printed.slice(index))) || rest.length === 0;
  const [line, ...others] = printed;
  return line !== undefined && lineMatches(first, line) && linesMatch(rest, others);
}

function lineMatches(shown: string, line: string): boolean {
  const pattern = shown
    .split(ANYTHING)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(line);
}

function trimmed(lines: readonly string[]): string[] {
  const ends = lines.map((line) => line.trimEnd());
  while (ends.at(-1) === '') ends.pop();
  return ends;
}
