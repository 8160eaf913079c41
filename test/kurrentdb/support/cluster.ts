import { describe } from 'vitest';
// Plain JavaScript, because npm run test:kurrentdb runs it before anything is built.
import { startCluster, type Cluster, type ClusterOptions } from '../../../scripts/kurrentdb/cluster.mjs';

export { freePort } from '../../../scripts/kurrentdb/server-process.mjs';
export type { Cluster };

/** The server's executable. These tests stop, freeze and kill servers, so that they start their own. */
const BINARY = process.env['KURRENTDB_BIN'] ?? '';

export const hasServers = BINARY !== '';

/** Skipped, and counted as skipped, where there is no server to start. */
// oxlint-disable-next-line vitest/valid-describe-callback -- name and callback are given where it is used
export const describeWithServers = describe.skipIf(BINARY === '');

export function cluster(nodes: 1 | 3, options: ClusterOptions = {}): Promise<Cluster> {
  return startCluster(BINARY, nodes, options);
}
