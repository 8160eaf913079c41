import type { FindingKey } from '../shared/vocabulary.js';

/** F1: the identity of a finding as one text. */
export function keyText(key: FindingKey): string {
  return JSON.stringify([key.rule, key.root, key.element]);
}
