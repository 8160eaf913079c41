import { expect, it } from 'vitest';
import { isVersionPattern, matchesVersion, versionWeight } from './version-pattern.js';

it.each(['*', '0.3.44', '0.3.*', '2025', 'v15.1-rc2'])('%s is a version pattern', (pattern) => {
  expect(isVersionPattern(pattern)).toBe(true);
});

it.each(['', '0.3*', '*.3', '0.*.4', '.*', '0 3', '**', 'x'.repeat(101)])('%s is none', (pattern) => {
  expect(isVersionPattern(pattern)).toBe(false);
});

it.each([
  ['*', '0.3.44', true],
  ['0.3.44', '0.3.44', true],
  ['0.3.44', '0.3.4', false],
  ['0.3.*', '0.3.44', true],
  ['0.3.*', '0.3', true],
  ['0.3.*', '0.30.1', false],
  ['0.3', '0.3.44', false],
])('%s takes %s: %s', (pattern, version, takes) => {
  expect(matchesVersion(pattern, version)).toBe(takes);
});

it('the exact version weighs most, the longer beginning more, any version nothing', () => {
  const sorted = ['0.3.44', '0.3.*', '0.*', '*'];
  expect([...sorted].sort((a, b) => versionWeight(b) - versionWeight(a))).toEqual(sorted);
  expect(versionWeight('*')).toBe(0);
  expect(versionWeight('x')).toBeGreaterThan(versionWeight('x.y.z.*'));
});
