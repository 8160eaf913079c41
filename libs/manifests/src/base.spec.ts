import { expect, it } from 'vitest';
import { manifestBase } from './base.js';

it.each([
  ['asc-mhl', 'A002/ascmhl/0001_A002.mhl', 'A002'],
  ['asc-mhl', 'ascmhl/0001_A002.mhl', ''],
  ['asc-mhl', 'A002/ascmhl/ascmhl_chain.xml', 'A002/ascmhl'],
  ['asc-mhl', 'reports/0001_A002.mhl', 'reports'],
  ['checksum-list', 'SHA256SUMS', ''],
  ['checksum-list', 'a/b/SHA256SUMS', 'a/b'],
  ['items', 'a/items.json', ''],
  ['files', 'a/files.ndjson', ''],
] as const)('the paths of %s %s are relative to %j', (format, name, base) => {
  expect(manifestBase(format, name)).toBe(base);
});
