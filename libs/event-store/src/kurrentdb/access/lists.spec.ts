import { describe, expect, it } from 'vitest';
import { metadataOfAllFor, settingsFor } from './lists.js';

const STRICT = { $d: '$admins', $mw: '$admins' };

describe('the list for streams without one of their own', () => {
  it('is made where there is none', () => {
    expect(settingsFor({}, 'clearance')).toEqual({ $userStreamAcl: STRICT });
  });

  it('keeps every other key, of the settings and of the list', () => {
    const present = {
      $userStreamAcl: { $r: '$all', $w: ['$all'], $mr: ['auditors'], note: 1 },
      $systemStreamAcl: { $r: ['$admins', 'monitor'] },
      'written by another': { kept: true },
    };
    expect(settingsFor(present, 'clearance')).toEqual({
      ...present,
      $userStreamAcl: { ...present.$userStreamAcl, ...STRICT },
    });
  });

  it('takes deletion and metadata from whoever else has them', () => {
    const present = { $userStreamAcl: { $d: ['$admins', 'cleaner'], $mw: '$all' } };
    expect(settingsFor(present, 'clearance')).toEqual({ $userStreamAcl: STRICT });
  });

  it('lets the account read and write where it names who may', () => {
    const present = { $userStreamAcl: { $r: 'auditors', $w: ['editors'], ...STRICT } };
    expect(settingsFor(present, 'clearance')).toEqual({
      $userStreamAcl: { $r: ['auditors', 'clearance'], $w: ['editors', 'clearance'], ...STRICT },
    });
  });

  it.each([
    { $userStreamAcl: STRICT },
    { $userStreamAcl: { $d: ['$admins'], $mw: [], $r: ['clearance'], $w: '$all' }, other: 1 },
  ])('stays the very same where it says so already: %j', (present) => {
    expect(settingsFor(present, 'clearance')).toBe(present);
  });

  it.each([
    { $userStreamAcl: 'mine' },
    { $userStreamAcl: [] },
    { $userStreamAcl: { $d: 7 } },
    { $userStreamAcl: { $w: [1] } },
  ])('is left alone where it cannot be understood: %j', (present) => {
    expect(() => settingsFor(present, 'clearance')).toThrow(TypeError);
  });
});

describe('the metadata of $all', () => {
  it('let the account read beside administrators where nobody was named', () => {
    expect(metadataOfAllFor({}, {}, 'clearance')).toEqual({ $acl: { $r: ['$admins', 'clearance'] } });
  });

  it('keep whoever could read by them, and every other key', () => {
    const present = { $acl: { $r: ['$admins', 'backup'], $mr: '$admins' }, $maxCount: 9 };
    expect(metadataOfAllFor(present, {}, 'clearance')).toEqual({
      $acl: { $r: ['$admins', 'backup', 'clearance'], $mr: '$admins' },
      $maxCount: 9,
    });
  });

  it('keep whoever could read by the list for system streams, which they put out of force', () => {
    const settings = { $systemStreamAcl: { $r: ['$admins', 'monitor'] } };
    expect(metadataOfAllFor({}, settings, 'clearance')).toEqual({ $acl: { $r: ['$admins', 'monitor', 'clearance'] } });
  });

  it.each([
    [{ $acl: { $r: ['$admins', 'clearance'] } }, {}],
    [{ $acl: { $r: '$all' } }, {}],
    [{}, { $systemStreamAcl: { $r: ['clearance'] } }],
  ])('stay the very same where it may already: %j, %j', (present, settings) => {
    expect(metadataOfAllFor(present, settings, 'clearance')).toBe(present);
  });

  it('are left alone where they cannot be understood', () => {
    expect(() => metadataOfAllFor({ $acl: 1 }, {}, 'clearance')).toThrow(TypeError);
    expect(() => metadataOfAllFor({ $acl: { $r: {} } }, {}, 'clearance')).toThrow(TypeError);
  });
});
