/** What is wrong with a pack, and where. Lines and columns count from 1. */
export interface PackFault {
  readonly line: number;
  readonly column: number;
  /** JSON pointer to the member; empty for the pack as a whole. */
  readonly pointer: string;
  readonly message: string;
  readonly code: PackFaultCode;
}

export type PackFaultCode =
  // Text
  | 'syntax'
  | 'too-long'
  | 'too-deep'
  | 'not-plain'
  | 'duplicate-key'
  // Form
  | 'wrong-type'
  | 'missing'
  | 'unexpected'
  | 'too-many'
  | 'malformed'
  | 'not-allowed'
  // Meaning
  | 'duplicate'
  | 'unknown-fact'
  | 'outside-model'
  | 'wrong-operator'
  | 'unknown-list'
  | 'outside-list'
  | 'unknown-switch'
  | 'unknown-source'
  | 'unknown-approval'
  | 'unknown-base-rule'
  | 'unknown-placeholder'
  | 'unknown-under-not'
  | 'cannot-clear'
  | 'unreachable'
  | 'model'
  // Tests
  | 'unknown-test'
  | 'unknown-rule'
  | 'failed-test';

/** One step further in a JSON pointer. */
export function pointerTo(pointer: string, member: string | number): string {
  return `${pointer}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
