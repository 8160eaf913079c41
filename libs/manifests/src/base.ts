import type { ManifestFormat } from './types.js';

/**
 * The folder that the paths of a manifest are relative to, without a trailing slash; `''` = the folder that `name` is
 * relative to. A generation of an ASC MHL history lies in the `ascmhl` folder of the folder it describes, its chain
 * file lists files beside itself, and the ledger's own forms are relative to the package.
 */
export function manifestBase(format: ManifestFormat, name: string): string {
  if (format === 'items' || format === 'files') return '';
  const folders = name.split('/').slice(0, -1);
  const chain = name.slice(name.lastIndexOf('/') + 1) === 'ascmhl_chain.xml';
  if (format === 'asc-mhl' && !chain && folders.at(-1) === 'ascmhl') folders.pop();
  return folders.join('/');
}
