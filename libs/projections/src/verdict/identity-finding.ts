import type { Finding } from '@clearance/policy';

/** An item that identity alone holds, in the form of a finding, so that a reader finds the reason where all others stand. */
export function identityFinding(code: string, message: string, root: string): Finding {
  return {
    rule: 'identity',
    outcome: 'unknown',
    status: 'open',
    code,
    message,
    root,
    element: null,
    path: [root],
    edges: [],
    evidence: [],
    missing: null,
    clears: {
      message: CLEARS[code] ?? 'Correct the package or what the ledger knows of it, then check again',
      anyOf: [],
    },
  };
}

const CLEARS: Readonly<Record<string, string>> = {
  unregistered: 'Register the file with what it was made from (clearance ingest), or take it out of the package',
  'bytes-unknown': 'Verify the bytes: check with --root, or list a cryptographic digest',
  'weak-match-only': 'Verify the bytes: check with --root, or list a cryptographic digest',
  'digest-mismatch':
    'Put the registered file into the package, or register this one as a new asset with a revision edge',
  ambiguous: 'List a digest that only one asset has',
  'missing-file': 'Add the file to the package, or take it out of the manifest',
  'extra-file': 'List the file in a manifest, or take it out of the package',
  'failed-verification': 'Copy the file again and make a new manifest',
};
