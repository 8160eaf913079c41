// Plain JavaScript, as the rest of what starts servers.
import { startSecureNode, type SecureNode } from '../../../scripts/kurrentdb/secure-node.mjs';

export type { SecureNode };

/** One node with TLS and accounts, of the server that KURRENTDB_BIN names. */
export function secureNode(): Promise<SecureNode> {
  return startSecureNode(process.env['KURRENTDB_BIN'] ?? '');
}
