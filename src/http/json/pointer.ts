/** RFC 6901: the pointer to the value reached by these member names and indexes; '' is the whole document. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
