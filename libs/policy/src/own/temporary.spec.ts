import { describe, expect, it } from 'vitest';
import { findingsOf, plate, rulesOf } from '../testing/plate.js';

describe('base-temporary-mark', () => {
  it('matches an unlifted mark, with every mark as evidence', () => {
    const ledger = plate();
    ledger.mark('plate', 'AI placeholder');
    ledger.mark('plate', 'temp sky');
    expect(ledger.own('plate').findings).toEqual([
      {
        rule: 'base-temporary-mark',
        root: 'plate',
        element: null,
        outcome: 'deny',
        code: 'temporary-mark',
        message: 'plate is marked temporary: AI placeholder; plate is marked temporary: temp sky',
        evidence: [
          { stream: 'asset-nightfall/plate', revision: 3 },
          { stream: 'asset-nightfall/plate', revision: 4 },
        ],
      },
    ]);
  });

  it('says at most three things of it, each once, and how many more there are', () => {
    const ledger = plate();
    for (const reason of ['a', 'b', 'b', 'c']) ledger.mark('plate', reason);
    const three = 'plate is marked temporary: a; plate is marked temporary: b; plate is marked temporary: c';
    expect(findingsOf(ledger, 'plate')).toEqual([`base-temporary-mark plate: ${three}`]);
    for (const reason of ['d', 'e']) ledger.mark('plate', reason);
    expect(findingsOf(ledger, 'plate')).toEqual([`base-temporary-mark plate: ${three}; and 2 more`]);
  });

  it.each(['ideation', 'temporary'])('matches the stage %s', (stage) => {
    const ledger = plate();
    ledger.declare('plate', { 'asset.stage': stage });
    expect(findingsOf(ledger, 'plate')).toEqual([`base-temporary-mark plate: plate is at stage ${stage}`]);
  });

  it.each(['candidate', 'deliverable'])('does not match the stage %s', (stage) => {
    const ledger = plate();
    ledger.declare('plate', { 'asset.stage': stage });
    expect(findingsOf(ledger, 'plate')).toEqual([]);
  });

  it.each([['unknown'], ['final-ish'], [7], [null], [['candidate']]])(
    'F2: matches a stage that cannot be read: %j',
    (stage) => {
      const ledger = plate();
      ledger.declare('plate', { 'asset.stage': stage });
      expect(findingsOf(ledger, 'plate')).toEqual([
        'base-temporary-mark plate: plate is at a stage that is not known, so it may be temporary',
      ]);
    },
  );

  it('the stage is a state: the latest occurredAt counts, whatever came in last', () => {
    const ledger = plate();
    ledger.declare('plate', { 'asset.stage': 'candidate' }, { occurredAt: '2026-03-02T00:00:00.000Z' });
    ledger.declare('plate', { 'asset.stage': 'ideation' }, { occurredAt: '2026-03-01T00:00:00.000Z' });
    expect(rulesOf(ledger, 'plate')).toEqual([]);
    ledger.declare('plate', { 'asset.stage': 'temporary' }, { occurredAt: '2026-03-03T00:00:00Z' });
    expect(rulesOf(ledger, 'plate')).toEqual(['base-temporary-mark']);
  });

  it('among stages of one moment the greater event id counts', () => {
    const at = { occurredAt: '2026-03-02T00:00:00.000Z' };
    const ledger = plate();
    ledger.declare('plate', { 'asset.stage': 'temporary' }, { ...at, id: 'b' });
    ledger.declare('plate', { 'asset.stage': 'candidate' }, { ...at, id: 'a' });
    expect(rulesOf(ledger, 'plate')).toEqual(['base-temporary-mark']);
  });

  it('a later stage does not lift a mark', () => {
    const ledger = plate();
    ledger.mark('plate');
    ledger.declare('plate', { 'asset.stage': 'deliverable' });
    expect(rulesOf(ledger, 'plate')).toEqual(['base-temporary-mark']);
  });
});
