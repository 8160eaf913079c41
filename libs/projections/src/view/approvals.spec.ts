import { describe, expect, it } from 'vitest';
import {
  approved,
  comp,
  conditionEvidenced,
  declared,
  generated,
  ITO,
  keyOf,
  modelOf,
  OKAFOR,
  PRODUCTION,
  rebuilt,
  rowsOf,
  type TestModel,
} from '../testing/index.js';
import { approvalsOfContent } from './approvals.js';

const KEY = keyOf('base-generated', 'sky');
const CREDIT = { id: 'credit', text: 'the artist stands in the end credits' };

const view = ({ db }: TestModel) => approvalsOfContent(db, PRODUCTION, 'sky')[0]!;
const stateOf = ({ db }: TestModel, asset: string) =>
  (db.q('SELECT state FROM content WHERE display = ?').get(asset) as { state: string }).state;

describe('an approval under conditions', () => {
  it('is pending until they are evidenced, which reaches whatever was made from it', () => {
    const conditions = [CREDIT, { id: 'guild', text: 'the guild was told' }];
    const model = modelOf(
      generated('sky'),
      comp('shot', ['sky']),
      approved('sky', [KEY], { conditions, reach: 'contained' }),
    );
    expect([view(model).state, stateOf(model, 'shot')]).toEqual(['pending-conditions', 'needs-approval']);
    model.tell(conditionEvidenced('sky', 'credit'));
    expect([view(model).state, stateOf(model, 'shot')]).toEqual(['pending-conditions', 'needs-approval']);
    expect(view(model).conditions).toMatchObject([
      { ...CREDIT, evidenced: { by: OKAFOR, note: null } },
      { id: 'guild', evidenced: null },
    ]);
    expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
    model.tell(conditionEvidenced('sky', 'guild'));
    expect([view(model).state, stateOf(model, 'shot')]).toEqual(['active', 'approved']);
    expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
  });

  it('F6: is pending again where who evidenced one had a hand in it', () => {
    const model = modelOf(generated('sky'), approved('sky', [KEY], { conditions: [CREDIT] }, { by: ITO }));
    model.tell(conditionEvidenced('sky', 'credit'));
    expect(stateOf(model, 'sky')).toBe('approved');
    model.tell(declared('sky', { 'asset.genai': 'full' }, { authid: OKAFOR }));
    expect([view(model).state, stateOf(model, 'sky')]).toEqual(['pending-conditions', 'needs-approval']);
    expect(view(model).conditions).toEqual([{ ...CREDIT, evidenced: null }]);
    expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
  });
});
