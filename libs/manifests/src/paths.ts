/** A path in the ledger's form, or why it has none. */
export type PathReading =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

/**
 * Checks a listed path and takes out what does not change its meaning (`./`, `//`).
 * Refused is everything that leads out of the package on any operating system: absolute paths, drive letters, `..`
 * with either separator, URLs; and what cannot name a file: NUL, unpaired surrogates, nothing, a folder.
 * A backslash elsewhere is kept: it is an ordinary character of a POSIX name.
 */
export function readPath(listed: string): PathReading {
  if (listed === '') return refused('the path is empty');
  if (listed.includes('\0')) return refused('the path holds a NUL character');
  if (!listed.isWellFormed()) return refused('the path holds an unpaired surrogate');
  if (listed.startsWith('/')) return refused('the path is absolute');
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(listed)) return refused('the path is a URL');
  if (listed.endsWith('/') || listed.endsWith('/.') || listed === '.') return refused('the path names a folder');
  const path = listed
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/');
  // Of what is left after "./" is gone: "./C:x" is as little relative as "C:x".
  if (path.startsWith('\\')) return refused('the path is absolute');
  if (/^[A-Za-z]:/.test(path)) return refused('the path starts with a drive letter');
  if (path.split(/[/\\]/).includes('..')) return refused('the path holds a ".." segment');
  return { ok: true, path };
}

/** Two names that a file system or a transfer may take for one (composed and decomposed letters). */
export function pathIdentity(path: string): string {
  return path.normalize('NFC');
}

function refused(reason: string): PathReading {
  return { ok: false, reason };
}
