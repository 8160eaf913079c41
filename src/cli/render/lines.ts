import { printable } from './printable.js';

/** A named line under a heading; '' where there is nothing to say. */
export function namedLine(name: string, content: string): string {
  return content.replaceAll(/[\s/,]/g, '') === '' ? '' : `  ${name.padEnd(10)} ${printable(content.trimEnd())}`;
}

/** Those that say something, one under the other. */
export function shownLines(lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}
