/** Paths of the API. Every id is percent-encoded as one segment. */
export const productionPath = (production: string): string => `/v1/productions/${encodeURIComponent(production)}`;

export const toolPath = (tool: string): string => `/v1/tools/${encodeURIComponent(tool)}`;

export const vendorPath = (vendor: string): string => `/v1/vendors/${encodeURIComponent(vendor)}`;

export const consentPath = (production: string, consent: string): string =>
  `${productionPath(production)}/consents/${encodeURIComponent(consent)}`;

export const consentGroupPath = (production: string, group: string): string =>
  `${productionPath(production)}/consent-groups/${encodeURIComponent(group)}`;

/** The packs in force in a production. */
export const policyPath = (production: string): string => `${productionPath(production)}/policy`;

export const packPath = (id: string, version: string): string =>
  `/v1/policies/${encodeURIComponent(id)}/${encodeURIComponent(version)}`;

export const usagePath = (production: string, usage: string): string =>
  `${productionPath(production)}/usages/${encodeURIComponent(usage)}`;

export const assetPath = (production: string, asset: string): string =>
  `${productionPath(production)}/assets/${encodeURIComponent(asset)}`;

export const deliveryPath = (production: string, delivery: string): string =>
  `${productionPath(production)}/deliveries/${encodeURIComponent(delivery)}`;

export const checkPath = (production: string, delivery: string, check: string): string =>
  `${deliveryPath(production, delivery)}/checks/${encodeURIComponent(check)}`;
