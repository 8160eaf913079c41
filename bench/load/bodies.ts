import { digestsOfName } from '../world/facts.js';
import type { Requests } from './jobs.js';

export interface Body {
  readonly path: string;
  readonly contentType: string;
  readonly text: string;
}

/** The requests of a job, written out before the clock starts. */
export function bodiesOf(requests: Requests): Body[] {
  if (requests.kind === 'events') {
    return Array.from({ length: requests.count }, (_, index) => ({
      path: '/v1/events',
      contentType: 'application/cloudevents+json',
      text: JSON.stringify(cloudEvent(requests.production, `${requests.prefix}${index}`)),
    }));
  }
  if (requests.kind === 'batches') {
    return Array.from({ length: requests.count }, (_, batch) => ({
      path: '/v1/events',
      contentType: 'application/cloudevents-batch+json',
      text: JSON.stringify(
        Array.from({ length: requests.size }, (_unused, index) =>
          cloudEvent(requests.production, `${requests.prefix}${batch * requests.size + index}`),
        ),
      ),
    }));
  }
  return requests.assets.map((asset) => ({
    path: `/v1/productions/${requests.production}/assets/${encodeURIComponent(asset)}/promotions`,
    contentType: 'application/json',
    text: JSON.stringify({ delivery: requests.delivery }),
  }));
}

export function cloudEvent(production: string, asset: string): Record<string, unknown> {
  return {
    specversion: '1.0',
    type: 'clearance.asset.bytes-identified.v1',
    source: 'urn:bench:publish-hook',
    id: `${asset}/1`,
    subject: asset,
    production,
    data: { digests: digestsOfName(asset), size: 1_048_576, seen: 'bytes' },
  };
}
