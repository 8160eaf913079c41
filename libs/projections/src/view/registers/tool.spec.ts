import { toolStream } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { classified, HOOK, modelOf, saying, termsReviewed, toolRegistered, toolStanding } from '../../testing/index.js';
import type { Asking } from './folding.js';
import { toolById, toolClassification, toolsWhere, toolView, type ToolQuestion } from './tool.js';

const [FEB, MAR, APR] = ['02', '03', '04'].map((month) => `2026-${month}-01T00:00:00.000Z`) as [string, string, string];
const asking = (at: string, ...productions: readonly string[]): Asking => ({ at, productions });
const ALL = { after: null, limit: 100 };

describe('a tool', () => {
  const model = modelOf(
    toolRegistered('enhancer'),
    toolRegistered('comfyui'),
    classified('enhancer', { version: '1.*', mode: 'denoise', class: 'assistive' }),
    classified('enhancer', { version: '1.*', mode: 'enhance', class: 'generative', from: MAR }),
    termsReviewed('enhancer'),
    termsReviewed('enhancer', { from: MAR, tier: 'studio', productions: ['nightfall', 'daybreak'] }),
    toolStanding('enhancer', 'suspended', APR),
  );
  const enhancer = toolById(model.db, 'enhancer')!;
  const ask = (at: string, question: Partial<ToolQuestion> = {}, ...productions: readonly string[]) =>
    toolClassification(
      enhancer,
      { version: '1.2', mode: null, production: null, ...question },
      asking(at, ...productions),
    );

  it('is answered for the version, mode and time asked about, with what that rests on', () => {
    expect(ask(FEB, { mode: 'denoise' })).toEqual({
      class: 'assistive',
      terms: {
        reviewedAt: '2026-01-10T00:00:00.000Z',
        from: '2026-01-01T00:00:00.000Z',
        tier: 'enterprise',
        processing: 'local',
        enterpriseAgreement: 'yes',
        storesIO: 'no',
        trainsOnIO: 'no',
        productions: null,
        evidence: [{ ref: 'dms://legal/terms' }],
        by: HOOK,
        recordedAt: '2026-03-01T10:00:05.000Z',
        revision: 3,
      },
      suspended: false,
      basis: [
        { type: 'classified', stream: 'tool-enhancer', revision: 1, by: HOOK, recordedAt: '2026-03-01T10:00:03.000Z' },
        {
          type: 'terms-reviewed',
          stream: 'tool-enhancer',
          revision: 3,
          by: HOOK,
          recordedAt: '2026-03-01T10:00:05.000Z',
        },
      ],
      at: FEB,
      until: MAR,
    });
  });

  it('a mode that is not stated is the worst one known then', () => {
    expect([ask(FEB).class, ask(MAR).class]).toEqual(['assistive', 'generative']);
  });

  it('terms agreed for a production count where it is asked about, and name only productions the caller sees', () => {
    expect([ask(MAR).terms?.tier, ask(MAR, { production: 'nightfall' }, 'nightfall').terms?.tier]).toEqual([
      'enterprise',
      'studio',
    ]);
    expect(ask(MAR, { production: 'nightfall' }, 'nightfall').terms?.productions).toEqual(['nightfall']);
  });

  it('suspended, has no terms but keeps its class', () => {
    const answered = ask(APR, { mode: 'denoise' });
    expect([answered.class, answered.terms, answered.suspended, answered.until]).toEqual([
      'assistive',
      null,
      true,
      null,
    ]);
    expect(answered.basis.map(({ type, revision }) => [type, revision])).toEqual([
      ['classified', 1],
      ['suspended', 5],
    ]);
  });

  it('that nobody classed or reviewed is not known', () => {
    expect(
      toolClassification(toolById(model.db, 'comfyui')!, { version: '1', mode: null, production: null }, asking(FEB)),
    ).toEqual({ class: null, terms: null, suspended: false, basis: [], at: FEB, until: null });
  });

  it('is shown with all that was said of it, but terms of productions the caller does not see', () => {
    const view = toolView(enhancer, asking(APR));
    expect([view.state, view.revision, view.registeredBy]).toEqual(['suspended', 5, HOOK]);
    expect(view.classifications.map(({ mode, from }) => [mode, from])).toEqual([
      ['denoise', null],
      ['enhance', MAR],
    ]);
    expect(view.termsReviews.map(({ tier }) => tier)).toEqual(['enterprise']);
    expect(toolView(enhancer, asking(APR, 'daybreak')).termsReviews.map(({ productions }) => productions)).toEqual([
      null,
      ['daybreak'],
    ]);
    expect(view.standings).toMatchObject([{ state: 'suspended', reason: 'under review', from: APR }]);
  });

  it('is listed in the order of registration, by its state at the time, page by page', () => {
    const ids = (states: readonly string[] | null, at: string) =>
      toolsWhere(model.db, { states }, ALL, asking(at)).items.map(({ id }) => id);
    expect([ids(null, MAR), ids(['suspended'], MAR), ids(['suspended'], APR), ids(['active'], APR)]).toEqual([
      ['enhancer', 'comfyui'],
      [],
      ['enhancer'],
      ['comfyui'],
    ]);
    const first = toolsWhere(model.db, { states: null }, { after: null, limit: 1 }, asking(MAR));
    expect([first.items.map(({ id }) => id), first.next]).toEqual([['enhancer'], 1]);
    const second = toolsWhere(model.db, { states: null }, { after: first.next, limit: 1 }, asking(MAR));
    expect([second.items.map(({ id }) => id), second.next]).toEqual([['comfyui'], null]);
  });

  it('of which something cannot be read says nothing: it may be what suspends it', () => {
    const { db } = modelOf(
      toolRegistered('odd'),
      classified('odd', { class: 'none' }),
      saying(toolStream('odd'), 'suspended', { reason: 7 }),
    );
    const odd = toolById(db, 'odd')!;
    expect(toolClassification(odd, { version: '1', mode: null, production: null }, asking(APR))).toMatchObject({
      class: null,
      terms: null,
      basis: [],
    });
    expect(toolView(odd, asking(APR))).toMatchObject({ state: 'unknown', classifications: [{ class: 'none' }] });
    expect(toolsWhere(db, { states: ['unknown'] }, ALL, asking(APR)).items.map(({ id }) => id)).toEqual(['odd']);
  });

  it('is none before it is registered', () => {
    const early = modelOf(classified('ghost'));
    expect(toolById(early.db, 'ghost')).toBeNull();
    expect(toolById(early.db, 'nobody')).toBeNull();
    expect(toolsWhere(early.db, { states: null }, ALL, asking(MAR)).items).toEqual([]);
  });
});
