import type { ConcernCause, ConcernKind, DeliveryOpenedData } from '../delivery/events.js';
import { foldDelivery } from '../delivery/fold.js';
import { verdict } from './asset.js';
import { givenStream } from './given.js';

export const givenDelivery = givenStream('delivery-nightfall/ep101', (events) =>
  foldDelivery('nightfall', 'ep101', events),
);

export const openedData: DeliveryOpenedData = {
  name: 'Episode 101',
  class: 'final',
  recipient: 'netflix',
  territories: ['*'],
  languages: ['*'],
  medium: 'svod',
  eidr: null,
  dueAt: null,
  labels: {},
};
export const OPENED = { type: 'opened', data: openedData };
export const requested = (decision: string, check: string) => ({
  type: 'release-requested',
  data: { decision, check, validUntil: null },
});
export const released = (decision: string, check: string, position = 99) => ({
  type: 'released',
  data: {
    ...verdict(decision, position, 'release'),
    check,
    validUntil: null,
    manifests: [{ id: 'm1', name: 'a.mhl', format: 'asc-mhl', sha256: 'm'.repeat(64), items: 1 }],
    verdictDigest: 'v1',
  },
});
/** A delivery that is out. */
export const LIVE = [OPENED, requested('dec_1', 'chk_1'), released('dec_1', 'chk_1')];

export const concernCause = (root: string, more: Partial<ConcernCause> = {}): ConcernCause => ({
  key: { rule: 'base-temporary-mark', root, element: null },
  message: `${root} is marked temporary`,
  outcome: 'deny',
  evidence: [{ stream: `asset-nightfall/${root}`, revision: 1 }],
  paths: ['a.exr'],
  ...more,
});
export const raised = (kind: ConcernKind, release: string, ...causes: readonly ConcernCause[]) => ({
  type: kind,
  data: { release, causes, position: 120 },
});
