import { describe, expect, it } from 'vitest';
import {
  comp,
  deliveryOpened,
  EVERYWHERE,
  inventedId,
  marked,
  modelOf,
  plate,
  PRODUCTION,
  released,
  type TestModel,
} from '../testing/index.js';
import { checkDecision } from './decision-view.js';

function itemStates(model: TestModel, delivery: string, assets: readonly string[]) {
  const decision = checkDecision(model.db, PRODUCTION, inventedId('chk', delivery, assets.join(' ')), 'all');
  return decision?.items.map(({ asset, state }) => [asset, state]);
}

describe('the items of a decision', () => {
  const facts = [plate('sky'), comp('mid', ['sky']), comp('cut', ['mid'])];

  it('P2: show the state as of the last fact, though what inherits it has not been evaluated again', () => {
    const model = modelOf(...facts, deliveryOpened('ep101'), released('ep101', ['cut', 'sky']));
    model.tellUnsettled(marked('sky'));
    const unsettled = itemStates(model, 'ep101', ['cut', 'sky']);
    expect(unsettled).toEqual([
      ['cut', 'temporary'],
      ['sky', 'temporary'],
    ]);
    model.settle();
    expect(itemStates(model, 'ep101', ['cut', 'sky'])).toEqual(unsettled);
  });

  it('F8: show it under the use that was judged', () => {
    const model = modelOf(
      ...facts,
      marked('sky'),
      deliveryOpened('dailies', { class: 'review' }),
      released('dailies', ['cut'], { use: { ...EVERYWHERE, class: 'review' } }),
    );
    expect(itemStates(model, 'dailies', ['cut'])).toEqual([['cut', 'clear']]);
  });
});
