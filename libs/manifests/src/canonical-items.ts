import { contentDigestOf } from '@clearance/canonical';
import { DIGEST_ALGORITHMS, type Digests, type ManifestItemData } from '@clearance/domain';

/**
 * The items in the form in which they are stored: one order, one spelling, nothing that depends on how they were
 * written down (lines, order of members, defaults said or unsaid). Taking the form of the form changes nothing.
 */
export function canonicalItems(items: readonly ManifestItemData[]): ManifestItemData[] {
  return items.map(canonicalItem).sort((a, b) => compare(a.path, b.path));
}

/** SHA-256 (hex) over the RFC 8785 text of `canonicalItems`. */
export function itemsDigest(items: readonly ManifestItemData[]): string {
  return contentDigestOf(canonicalItems(items));
}

function canonicalItem(item: ManifestItemData): ManifestItemData {
  const aliases = canonicalAliases(item.aliases ?? []);
  return {
    path: item.path,
    size: item.size,
    digests: canonicalDigests(item.digests),
    ...(aliases.length === 0 ? {} : { aliases }),
    role: item.role ?? 'content',
    ...(item.failed === true ? { failed: true } : {}),
    ...(item.error === undefined ? {} : { error: item.error }),
  };
}

function canonicalDigests(digests: Digests): Digests {
  return Object.fromEntries(
    DIGEST_ALGORITHMS.filter((name) => digests[name] !== undefined).map((name) => [name, digests[name]]),
  );
}

type Alias = NonNullable<ManifestItemData['aliases']>[number];

function canonicalAliases(aliases: readonly Alias[]): Alias[] {
  const unique = new Map(aliases.map(({ scheme, value }) => [JSON.stringify([scheme, value]), { scheme, value }]));
  return [...unique.values()].sort((a, b) => compare(a.scheme, b.scheme) || compare(a.value, b.value));
}

/** By UTF-16 code unit, as RFC 8785 sorts; never by locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
