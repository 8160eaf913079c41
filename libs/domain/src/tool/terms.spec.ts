import { describe, expect, it } from 'vitest';
import { recorded } from '../testing/given.js';
import { foldTool } from './fold.js';
import { suspendedAt, suspensionOf, termsAt } from './terms.js';

const [JAN, FEB, MAR, APR] = ['01', '02', '03', '04'].map((month) => `2026-${month}-01T00:00:00.000Z`);

describe('the terms at a time', () => {
  const terms = (from: string, tier: string, productions: readonly string[] | null = null) => ({
    type: 'terms-reviewed',
    data: {
      reviewedAt: from,
      from,
      tier,
      processing: 'vendor',
      enterpriseAgreement: 'yes',
      storesIO: 'no',
      trainsOnIO: 'no',
      productions,
      evidence: [],
    },
  });
  const state = foldTool(
    'comfyui',
    recorded('tool-comfyui', [terms(JAN!, 'enterprise'), terms(MAR!, 'free'), terms(FEB!, 'studio', ['nightfall'])]),
  );
  const tierAt = (production: string, at: string) => termsAt(state, production, at).value?.data.tier ?? null;

  it('scenario 16: are those that began last, then as now', () => {
    expect([tierAt('other', FEB!), tierAt('other', MAR!)]).toEqual(['enterprise', 'free']);
  });

  it('agreed for a production say nothing about others', () => {
    expect([tierAt('nightfall', FEB!), tierAt('other', FEB!)]).toEqual(['studio', 'enterprise']);
  });

  it('are not known before the first', () => {
    expect(termsAt(state, 'other', '2025-12-31T00:00:00.000Z')).toEqual({ value: null, until: JAN });
  });

  it('say when they change', () => {
    expect(termsAt(state, 'nightfall', JAN!).until).toBe(FEB);
    expect(termsAt(state, 'other', JAN!).until).toBe(MAR);
    expect(termsAt(state, 'other', MAR!).until).toBeNull();
  });
});

describe('a suspension', () => {
  const standing = (type: 'suspended' | 'reinstated', from: string | null) => ({ type, data: { reason: 'r', from } });
  const state = (...entries: readonly ReturnType<typeof standing>[]) =>
    foldTool('comfyui', recorded('tool-comfyui', entries));

  it('holds from its time until the tool is reinstated', () => {
    const both = state(standing('suspended', FEB!), standing('reinstated', APR!));
    expect([JAN, FEB, MAR, APR].map((at) => suspendedAt(both, at!).value)).toEqual([false, true, true, false]);
    expect(suspendedAt(both, JAN!).until).toBe(FEB);
    expect(suspendedAt(both, FEB!).until).toBe(APR);
    expect(suspendedAt(both, APR!).until).toBeNull();
  });

  it('holds from when it was recorded where it names no time', () => {
    expect(suspendedAt(state(standing('suspended', null)), MAR!).value).toBe(true);
    expect(suspendedAt(state(standing('suspended', null)), FEB!)).toEqual({ value: false, until: MAR });
    expect(suspendedAt(state(), MAR!)).toEqual({ value: false, until: null });
  });

  it('is the act that holds, of two that begin together the later one', () => {
    const twice = state(standing('suspended', FEB!), standing('reinstated', MAR!), standing('suspended', MAR!));
    expect([JAN, FEB, MAR].map((at) => suspensionOf(twice, at!)?.event ?? null)).toEqual([null, 'e0', 'e2']);
    expect(suspensionOf(state(standing('suspended', JAN!), standing('reinstated', FEB!)), FEB!)).toBeNull();
  });
});
