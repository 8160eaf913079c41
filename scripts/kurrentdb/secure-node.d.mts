export interface SecureNode {
  /** File of the certificate that callers have to trust. */
  readonly certificate: string;
  /** Of the store, for an account given as `name:password`. */
  url(account: string): string;
  /** `name:password` of the administrator. */
  readonly admin: string;
  /** Ends it and removes what it stored. */
  stop(): Promise<void>;
}

/** Starts one node with TLS and accounts on loopback and resolves once its administrator is known. */
export function startSecureNode(executable: string): Promise<SecureNode>;
