import { describe, expect, it } from 'vitest';
import { bytes, givenPlate, member, members, registered, SHA } from '../testing/asset.js';
import { said } from '../testing/given.js';
import { compareOccurrence, profileOf } from './profile.js';

const early = { occurredAt: '2026-01-01T00:00:00.000Z' };
const late = { occurredAt: '2026-02-01T00:00:00.000Z' };

describe('profileOf', () => {
  it('says nothing where nothing was said', () => {
    expect(profileOf(givenPlate().state)).toEqual({
      name: null,
      kind: null,
      labels: {},
      vendor: null,
      size: null,
      mediaType: null,
      fileName: null,
      seen: null,
    });
  });

  it('I5: the value that is said to be latest stands, not the one that came last', () => {
    const { state } = givenPlate(
      said(registered({ name: 'New', kind: 'video' }), late),
      said(registered({ name: 'Old' }), early),
    );
    expect(profileOf(state)).toMatchObject({ name: 'New', kind: 'video' });
  });

  it('I5: at one time the greater event id decides', () => {
    const { state } = givenPlate(
      said(registered({ name: 'B' }), { ...early, id: 'b' }),
      said(registered({ name: 'A' }), { ...early, id: 'a' }),
    );
    expect(profileOf(state).name).toBe('B');
  });

  it('I5: occurrences are ordered by time, then by event id', () => {
    const sorted = [
      { ...early, event: 'a' },
      { ...early, event: 'b' },
      { ...late, event: 'a' },
      { ...late, event: 'c' },
    ].map(({ occurredAt, event }) => ({ occurredAt, event }));
    for (const [i, a] of sorted.entries()) {
      for (const [j, b] of sorted.entries()) expect(Math.sign(compareOccurrence(a, b))).toBe(Math.sign(i - j));
    }
  });

  it('keeps whose it is, and who saw the bytes', () => {
    expect(profileOf(givenPlate(registered({ vendor: 'acme' })).state).vendor).toBe('acme');
    expect(profileOf(givenPlate(bytes({ sha256: SHA }, { seen: 'manifest' })).state).seen).toBe('manifest');
    expect(profileOf(givenPlate(bytes()).state).seen).toBeNull();
  });

  it('I5: each label for itself', () => {
    const { state } = givenPlate(
      said(registered({ labels: { shot: 'sh020' } }), late),
      said(registered({ labels: { shot: 'sh010', sequence: 'sq1' } }), early),
      said(registered(), { occurredAt: '2026-03-01T00:00:00.000Z' }),
    );
    expect(profileOf(state).labels).toEqual({ shot: 'sh020', sequence: 'sq1' });
  });

  it('takes size, media type and file name from what was said of the bytes', () => {
    const { state } = givenPlate(
      said(bytes({ sha256: SHA }, { size: 5, fileName: 'a.exr', seen: 'bytes' }), early),
      said(bytes({ sha256: SHA }, { mediaType: 'image/x-exr', seen: 'manifest' }), late),
    );
    expect(profileOf(state)).toMatchObject({ size: 5, fileName: 'a.exr', mediaType: 'image/x-exr', seen: 'bytes' });
  });

  it('adds up the members of a sequence once they are all there', () => {
    expect(profileOf(givenPlate(members([member('a', SHA, 3)], 1, 2)).state).size).toBeNull();
    expect(profileOf(givenPlate(members([member('a', SHA, 3), member('b', SHA, 4)])).state).size).toBe(7);
  });
});
