/**
 * Path of a manifest's item within the package. Items are named from where the manifest stands; an ASC MHL manifest lies
 * in an `ascmhl` folder beside what it lists, its chain file beside the manifests it lists.
 */
export function packagePath(manifest: { readonly name: string; readonly format: string }, itemPath: string): string {
  const segments = manifest.name.split('/').filter((segment) => segment !== '' && segment !== '.');
  const file = segments.pop() ?? '';
  if (manifest.format === 'asc-mhl' && file.toLowerCase().endsWith('.mhl') && segments.at(-1) === 'ascmhl')
    segments.pop();
  return [...segments, itemPath].join('/');
}
