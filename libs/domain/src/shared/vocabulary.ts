export type TriState = 'yes' | 'no' | 'unknown';

export const EDGE_KINDS = ['component', 'representation', 'derivation', 'revision', 'variant', 'reference'] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];
/** L2, L3: what an edge carries. */
export const CONTENT_EDGES: readonly EdgeKind[] = ['component', 'representation', 'derivation'];
export const VERSION_LINKS: readonly EdgeKind[] = ['revision', 'variant'];

export const DELIVERY_CLASSES = ['final', 'marketing', 'dub', 'review', 'turnover', 'archive'] as const;
export type DeliveryClass = (typeof DELIVERY_CLASSES)[number];

export const REACHES = ['exact', 'contained', 'processed'] as const;
export type Reach = (typeof REACHES)[number];

export const PROMINENCES = ['incidental', 'story_relevant', 'key_element', '*'] as const;
export type Prominence = (typeof PROMINENCES)[number];

export const MEDIUMS = ['theatrical', 'broadcast', 'svod', 'avod', 'tvod', 'physical', 'other'] as const;

export const ASSET_KINDS = [
  'image',
  'image-sequence',
  'video',
  'audio',
  'music',
  'voice',
  'text',
  'model-3d',
  'project',
  'other',
] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

export const ALIAS_SCHEMES = ['path', 'file-name', 'clip-name', 'reel', 'urn-uuid', 'umid', 'tracker'] as const;
export type AliasScheme = (typeof ALIAS_SCHEMES)[number];

export const ROLES = ['emitter', 'reviewer', 'delivery', 'auditor', 'admin', 'break-glass'] as const;
export type Role = (typeof ROLES)[number];

export interface Evidence {
  readonly ref: string;
  readonly title?: string;
  readonly mediaType?: string;
  readonly digest?: { readonly sha256: string };
}

/** Where and how an approved thing may be used. Lists are never empty; `["*"]` = any. */
export interface Scope {
  readonly prominence: Prominence;
  readonly classes: readonly string[];
  readonly territories: readonly string[];
  readonly languages: readonly string[];
  readonly mediums: readonly string[];
  readonly window?: { readonly from: string | null; readonly until: string | null } | null;
}

/** What a delivery asks for. `territories: ["*"]` = everywhere. */
export interface Use {
  readonly class: DeliveryClass;
  readonly territories: readonly string[];
  readonly languages: readonly string[];
  /** `*` = every medium. */
  readonly medium: string;
}

/** F8: the use that a bare `state` speaks of. */
export const BARE_USE: Use = { class: 'final', territories: ['*'], languages: ['*'], medium: '*' };

/** F1. `root` is an asset id of the production (or `id@production`, or `sha256:…` of bytes nobody registered). */
export interface FindingKey {
  readonly rule: string;
  readonly root: string;
  readonly element: string | null;
}
