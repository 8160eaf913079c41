/**
 * Whether a caller may read what is said of an asset. A token restricted to some assets sees of the others only that they
 * are there and how they stand: `{asset, production, state}` (bodies.md 3).
 */
export type Visible = (asset: string) => boolean;

export const everything: Visible = () => true;

/** Those whose id begins so may be read; null = all. */
export function startingWith(prefixes: readonly string[] | null): Visible {
  return prefixes === null ? everything : (asset) => prefixes.some((prefix) => asset.startsWith(prefix));
}

/** An asset that a restriction hides. */
export interface HiddenAsset {
  readonly asset: string;
  readonly production: string;
  readonly state: string;
}

/** A content may be read by whoever may read one of its claims. */
export function seesAny(visible: Visible, claims: readonly { readonly id: string }[]): boolean {
  return visible === everything || claims.some((claim) => visible(claim.id));
}
