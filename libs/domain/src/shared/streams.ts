/** Stream names: `<category>-<id>`. A category holds no dash, so the text before the first dash is always the category. */
export const CATEGORIES = [
  'asset',
  'delivery',
  'check',
  'manifest',
  'tool',
  'vendor',
  'consent',
  'group',
  'usage',
  'production',
  'policy',
  'access',
  'ledger',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const assetStream = (production: string, asset: string) => `asset-${production}/${asset}`;
export const deliveryStream = (production: string, delivery: string) => `delivery-${production}/${delivery}`;
export const checkStream = (production: string, check: string) => `check-${production}/${check}`;
export const manifestStream = (production: string, manifest: string) => `manifest-${production}/${manifest}`;
export const toolStream = (tool: string) => `tool-${tool}`;
export const vendorStream = (vendor: string) => `vendor-${vendor}`;
export const consentStream = (production: string, consent: string) => `consent-${production}/${consent}`;
export const groupStream = (production: string, group: string) => `group-${production}/${group}`;
export const usageStream = (production: string, usage: string) => `usage-${production}/${usage}`;
export const policyStream = (policy: string) => `policy-${policy}`;
export const productionStream = (production: string) => `production-${production}`;
export const accessStream = (token: string) => `access-${token}`;
export const LEDGER_STREAM = 'ledger-main';

const LEDGER_WIDE: ReadonlySet<string> = new Set<Category>(['tool', 'vendor', 'policy', 'access', 'ledger']);

export interface StreamName {
  readonly category: string;
  /** null for streams that belong to the whole ledger (tool, vendor, policy, access, ledger). */
  readonly production: string | null;
  /** Asset id, delivery id, check id …; for a production stream its own id. */
  readonly id: string;
}

/** Takes a stream name apart. Returns null for a name that is none of ours. */
export function parseStream(name: string): StreamName | null {
  const dash = name.indexOf('-');
  if (dash < 1) return null;
  const category = name.slice(0, dash);
  const rest = name.slice(dash + 1);
  if (category === 'production') return { category, production: rest, id: rest };
  if (LEDGER_WIDE.has(category)) return { category, production: null, id: rest };
  const slash = rest.indexOf('/');
  if (slash < 1) return null;
  return { category, production: rest.slice(0, slash), id: rest.slice(slash + 1) };
}
