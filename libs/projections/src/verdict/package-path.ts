import { MANIFEST_FORMATS, manifestBase, type ManifestFormat } from '@clearance/manifests';

/** Path of a manifest's item within the package: items are named from where the manifest's format says they are. */
export function packagePath(manifest: { readonly name: string; readonly format: string }, itemPath: string): string {
  if (!isFormat(manifest.format))
    throw new Error(`a check rests on a manifest of the unknown format ${manifest.format}`);
  const base = manifestBase(manifest.format, manifest.name);
  return base === '' ? itemPath : `${base}/${itemPath}`;
}

function isFormat(format: string): format is ManifestFormat {
  return (MANIFEST_FORMATS as readonly string[]).includes(format);
}
