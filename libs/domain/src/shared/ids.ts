/** Charsets of ids (interfaces.md, "Intake"). */
export const ASSET_ID = /^[A-Za-z0-9._:/-]{1,200}$/;
export const PRODUCTION_ID = /^[a-z0-9][a-z0-9_]{0,62}$/;
/** Tools, vendors, consents, groups of consents, packs. */
export const REGISTRY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
export const DELIVERY_ID = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/**
 * Why a text is no asset id, or null where it is one. Beyond the charset: no empty, `.` or `..` path segment and no
 * leading or trailing slash, so that an id can never escape a path it is put into.
 */
export function assetIdFault(id: string): string | null {
  if (!ASSET_ID.test(id)) return 'must be 1 to 200 characters of A-Z a-z 0-9 . _ : / -';
  const segments = id.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return 'must have no empty, "." or ".." path segment and no leading or trailing "/"';
  }
  return null;
}

/** An asset of another production in one text: `id@production` ("@" is in neither charset). */
export function foreignAssetName(asset: string, production: string): string {
  return `${asset}@${production}`;
}
