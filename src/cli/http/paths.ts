/** Paths of the API. Every id is percent-encoded as one segment. */
export const productionPath = (production: string): string => `/v1/productions/${encodeURIComponent(production)}`;

export const assetPath = (production: string, asset: string): string =>
  `${productionPath(production)}/assets/${encodeURIComponent(asset)}`;

export const deliveryPath = (production: string, delivery: string): string =>
  `${productionPath(production)}/deliveries/${encodeURIComponent(delivery)}`;

export const checkPath = (production: string, delivery: string, check: string): string =>
  `${deliveryPath(production, delivery)}/checks/${encodeURIComponent(check)}`;
