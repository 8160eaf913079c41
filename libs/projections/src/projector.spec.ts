import { describe, expect, it } from 'vitest';
import { comp, generated, marked, modelOf, plate } from './testing/index.js';

describe('Projector', () => {
  it('evaluates an asset and what was made from it', () => {
    const model = modelOf(plate('plate'), generated('sky'), marked('sky'), comp('comp', ['plate', 'sky']));
    expect(model.states()).toEqual({ plate: 'clear', sky: 'temporary', comp: 'temporary' });
  });
});
