import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Gathering } from './gathering.js';

/** Appends that join with so many events each, and who of them went on. */
function joining(more: () => boolean, enough = 100, now = () => 0) {
  const gathering = new Gathering(more, enough, now);
  const gone: string[] = [];
  return { gone, join: (name: string, events = 1) => void gathering.join(events).then(() => gone.push(name)) };
}

describe('appends that wait for each other', () => {
  it('go on at once when nothing more is on its way', async () => {
    let coming = true;
    const { gone, join } = joining(() => coming);
    join('a');
    await turn();
    join('b');
    await turn();
    await turn();
    expect(gone).toEqual([]);
    coming = false;
    join('c');
    await turn();
    await turn();
    expect(gone).toEqual(['a', 'b', 'c']);
  });

  it('go on when they are enough, whatever is on its way, and the next begin anew', async () => {
    const { gone, join } = joining(() => true, 5);
    join('a', 4);
    await turn();
    join('b', 1);
    await turn();
    await turn();
    expect(gone).toEqual(['a', 'b']);
    join('c', 4);
    await turn();
    await turn();
    expect(gone).toEqual(['a', 'b']);
    join('d', 3);
    await turn();
    await turn();
    expect(gone).toEqual(['a', 'b', 'c', 'd']);
  });

  it('go on after 100 ms although something comes all the time, and the next wait as long again', async () => {
    let time = 1_000;
    const { gone, join } = joining(
      () => true,
      100,
      () => time,
    );
    join('a');
    time = 1_050;
    join('b');
    time = 1_099;
    await turn();
    await turn();
    expect(gone).toEqual([]);
    time = 1_100;
    await turn();
    await turn();
    expect(gone).toEqual(['a', 'b']);
    join('c');
    time = 1_199;
    await turn();
    await turn();
    expect(gone).toEqual(['a', 'b']);
    time = 1_200;
    await turn();
    await turn();
    expect(gone).toEqual(['a', 'b', 'c']);
  });
});
