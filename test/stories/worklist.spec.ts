import { describe, expect, it } from 'vitest';
import { expectProblem, openStage, placeholder } from '../harness/index.js';

const stage = await openStage('story_worklist');
await stage.told(placeholder('sky'));

interface Item {
  readonly id: string;
  readonly rule: string;
  readonly owner: string | null;
}
const path = `${stage.path}/worklist`;
const items = async () => (await stage.read<{ items: Item[] }>(path)).items;

describe('The worklist', () => {
  it('says who takes care of an item, and the last word counts', async () => {
    const item = (await items()).find((candidate) => candidate.rule === 'base-temporary-mark')!;
    expect(item.owner).toBe(null);
    for (const owner of ['k.ito@studio.example', 'm.okafor@studio.example']) {
      const assigned = await stage.cast.ito.post<Item>(`${path}/${item.id}/assign`, { owner });
      expect([assigned.status, assigned.body.owner]).toEqual([200, owner]);
    }
    expect((await items()).find(({ id }) => id === item.id)?.owner).toBe('m.okafor@studio.example');
  });

  it('assigns nothing that is not on it', async () => {
    const unknown = await stage.cast.ito.post(`${path}/wrk_0000/assign`, { owner: 'k.ito@studio.example' });
    expectProblem(unknown, 404, 'not-found');
  });
});
