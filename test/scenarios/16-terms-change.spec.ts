import { describe, expect, it } from 'vitest';
import { openNetflix } from './support/netflix.js';

const netflix = await openNetflix('s16_terms');
const { stage } = netflix;
await netflix.tool('s16-imagine', { terms: { from: '2026-01-01T00:00:00Z' } });
await netflix.art('still', { tool: { id: 's16-imagine', version: '1' } });
await stage.openDelivery('ep1');
const classification = (at: string) =>
  netflix.keeper.get<{ terms: { tier: string } | null; at: string }>(
    `/v1/tools/s16-imagine/classification?version=1&at=${at}&production=${stage.production}`,
  );

describe('Scenario 16: the terms of a tool change between generation and delivery', () => {
  it('has nothing against the terms as they were', async () => {
    expect(await netflix.heldBy('ep1', 'still')).not.toContain('NFX-P2');
  });

  it('asks what holds now as well as what held when it was made', async () => {
    await netflix.reviewTerms('s16-imagine', { tier: 'consumer', from: '2026-06-01T00:00:00Z', trainsOnIO: 'yes' });
    expect(await netflix.heldBy('ep1', 'still')).toContain('NFX-P2');
  });

  it('answers for both dates', async () => {
    const [then, now] = [await classification('2026-03-01T00:00:00Z'), await classification('2026-07-01T00:00:00Z')];
    expect([then.body.terms?.tier, now.body.terms?.tier]).toEqual(['enterprise', 'consumer']);
  });
});
