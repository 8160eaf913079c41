import { describe, expect, it } from 'vitest';
import { Places } from './places.js';

/** Asks for places and notes who has come in. */
function asking(places: Places) {
  const inside: string[] = [];
  const ask = (name: string, weight = 1): void => {
    const place = places.enter(weight);
    if (place === null) inside.push(name);
    else void place.then(() => inside.push(name));
  };
  const now = async (): Promise<string[]> => {
    await new Promise(setImmediate);
    return inside.splice(0);
  };
  return { ask, now };
}

describe('places for facts under way', () => {
  it('are given at once up to the limit, then in order as others leave', async () => {
    const places = new Places(2);
    const { ask, now } = asking(places);
    for (const name of ['a', 'b', 'c', 'd']) ask(name);
    expect([await now(), places.underWay, places.waiting]).toEqual([['a', 'b'], 2, 2]);
    places.leave(1);
    expect([await now(), places.underWay, places.waiting]).toEqual([['c'], 2, 1]);
    places.leave(1);
    places.leave(1);
    expect([await now(), places.underWay, places.waiting]).toEqual([['d'], 1, 0]);
  });

  it('let in what is heavier than the limit once nothing else is under way, and let nothing overtake it', async () => {
    const places = new Places(4);
    const { ask, now } = asking(places);
    ask('light', 1);
    ask('heavy', 9);
    ask('later', 1);
    expect(await now()).toEqual(['light']);
    places.leave(1);
    expect([await now(), places.underWay, places.waiting]).toEqual([['heavy'], 9, 1]);
    places.leave(9);
    expect([await now(), places.underWay]).toEqual([['later'], 1]);
  });

  it('follow the limit: a higher one lets in at once, a lower one only stops the next', async () => {
    const places = new Places(1);
    const { ask, now } = asking(places);
    for (const name of ['a', 'b', 'c', 'd']) ask(name);
    places.limit = 3;
    expect(await now()).toEqual(['a', 'b', 'c']);
    places.limit = 1;
    places.leave(1);
    places.leave(1);
    expect([await now(), places.underWay]).toEqual([[], 1]);
    places.leave(1);
    expect(await now()).toEqual(['d']);
  });

  it('tell whether anything had to wait since they were last asked', async () => {
    const places = new Places(1);
    const { ask, now } = asking(places);
    ask('a');
    expect(places.takeReached()).toBe(false);
    ask('b');
    expect([places.takeReached(), places.takeReached()]).toEqual([true, true]);
    places.leave(1);
    await now();
    expect([places.takeReached(), places.takeReached()]).toEqual([true, false]);
  });
});
