/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, givenStream, NOW, recorded, said } from '../testing/given.js';
import {
  decideClassifyTool,
  decideRegisterTool,
  decideReinstateTool,
  decideReviewTerms,
  decideSuspendTool,
  type ClassifyToolCommand,
  type RegisterToolCommand,
  type ReviewTermsCommand,
  type ToolStandingCommand,
} from './decide.js';
import { evolveTool, foldTool, type ToolState } from './fold.js';

const givenTool = givenStream('tool-comfyui', (events) => foldTool('comfyui', events));
const EVIDENCE = [{ ref: 'dms://legal/1' }];
const REGISTERED = { type: 'registered', data: { name: 'ComfyUI', supplier: null } };
const CLASSIFIED = {
  type: 'classified',
  data: { version: '0.3.*', mode: 'txt2img', class: 'generative', from: null, evidence: [] },
};
const SUSPENDED = { type: 'suspended', data: { reason: 'breach', from: null } };
const REINSTATED = { type: 'reinstated', data: { reason: 'mended', from: null } };
const again = (event: { type: string; data: unknown }) =>
  said(event, { dedup: 'new', contentDigest: 'content of new' });
const REPEATED = { contentDigest: 'content of new', revision: 1, n: 2, events: 1 };

describe('registering a tool', () => {
  const register =
    (command: RegisterToolCommand = { name: 'ComfyUI' }) =>
    (state: ToolState) =>
      decideRegisterTool(state, command, by('admin'));

  it('records its name and who supplies it', () => {
    givenTool().when(register()).records(REGISTERED);
    givenTool()
      .when(register({ name: 'Topaz', supplier: 'Topaz Labs' }))
      .records({ type: 'registered', data: { name: 'Topaz', supplier: 'Topaz Labs' } });
  });

  it('happens once; the same request again repeats', () => {
    givenTool(REGISTERED)
      .when(register())
      .refuses({ slug: 'already-exists', members: { id: 'comfyui' } });
    givenTool(again(REGISTERED))
      .when(register())
      .repeats({ ...REPEATED, revision: 0, n: 1 });
  });

  it('takes an id of the right form and a name', () => {
    givenTool()
      .when((state) => decideRegisterTool({ ...state, id: 'comfy ui' }, { name: 'x' }, by('admin')))
      .refuses({ slug: 'invalid-request', pointers: ['/id'] });
    givenTool()
      .when(register({ name: ' ' }))
      .refuses({ slug: 'invalid-request', pointers: ['/name'] });
  });
});

describe('classifying a tool', () => {
  const command: ClassifyToolCommand = { version: '0.3.*', mode: 'txt2img', class: 'generative', evidence: [] };
  const classify =
    (parts: Partial<ClassifyToolCommand> = {}) =>
    (state: ToolState) =>
      decideClassifyTool(state, { ...command, ...parts }, by('k.ito'));

  it('records the class for a version and a mode, since ever unless a time is given', () => {
    givenTool(REGISTERED).when(classify()).records(CLASSIFIED);
    givenTool(REGISTERED)
      .when(classify({ from: '2026-02-01T01:00:00+01:00', evidence: EVIDENCE }))
      .records({
        type: 'classified',
        data: { ...CLASSIFIED.data, from: '2026-02-01T00:00:00.000Z', evidence: EVIDENCE },
      });
  });

  it('may be done again: what was said before stays', () => {
    givenTool(REGISTERED, CLASSIFIED).when(classify()).records(CLASSIFIED);
    givenTool(REGISTERED, again(CLASSIFIED)).when(classify()).repeats(REPEATED);
  });

  it('needs a registered tool, a version, a mode and a time that can be read', () => {
    givenTool().when(classify()).refuses({ slug: 'not-found' });
    for (const [parts, pointer] of [
      [{ version: '0.*.3' }, '/version'],
      [{ mode: ' ' }, '/mode'],
      [{ from: '2026-02-01' }, '/from'],
    ] as const) {
      givenTool(REGISTERED)
        .when(classify(parts))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    }
    givenTool(REGISTERED)
      .when(classify({ expectedRevision: 4 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 4, actual: 0 } });
  });
});

describe('reviewing the terms of a tool', () => {
  const command: ReviewTermsCommand = {
    reviewedAt: '2026-02-01T00:00:00Z',
    from: '2026-01-01T00:00:00Z',
    tier: 'enterprise',
    processing: 'vendor',
    enterpriseAgreement: 'yes',
    storesIO: 'no',
    trainsOnIO: 'no',
    evidence: EVIDENCE,
  };
  const review =
    (parts: Partial<ReviewTermsCommand> = {}) =>
    (state: ToolState) =>
      decideReviewTerms(state, { ...command, ...parts }, by('k.ito'));
  const REVIEWED = {
    type: 'terms-reviewed',
    data: {
      ...command,
      reviewedAt: '2026-02-01T00:00:00.000Z',
      from: '2026-01-01T00:00:00.000Z',
      productions: null,
    },
  };

  it('records them for every production, or for those named', () => {
    givenTool(REGISTERED).when(review()).records(REVIEWED);
    givenTool(REGISTERED)
      .when(review({ productions: ['nightfall'] }))
      .records({ ...REVIEWED, data: { ...REVIEWED.data, productions: ['nightfall'] } });
    givenTool(REGISTERED, again(REVIEWED)).when(review()).repeats(REPEATED);
  });

  it('takes a review that happened, productions by id, and a document', () => {
    givenTool().when(review()).refuses({ slug: 'not-found' });
    for (const [parts, pointer] of [
      [{ reviewedAt: 'yesterday' }, '/reviewedAt'],
      [{ from: '2026-02-30T00:00:00Z' }, '/from'],
      [{ reviewedAt: '2026-03-10T12:00:00.001Z' }, '/reviewedAt'],
      [{ productions: [] }, '/productions'],
      [{ productions: ['nightfall', 'Night Fall'] }, '/productions/1'],
      [{ evidence: [] }, '/evidence'],
    ] as const) {
      givenTool(REGISTERED)
        .when(review(parts))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    }
    givenTool(REGISTERED)
      .when(review({ reviewedAt: NOW }))
      .records({ ...REVIEWED, data: { ...REVIEWED.data, reviewedAt: NOW } });
    givenTool(REGISTERED)
      .when(review({ expectedRevision: 1 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 1, actual: 0 } });
  });
});

describe('suspending and reinstating a tool', () => {
  const suspend =
    (parts: Partial<ToolStandingCommand> = {}) =>
    (state: ToolState) =>
      decideSuspendTool(state, { reason: 'breach', ...parts }, by('k.ito'));
  const reinstate =
    (parts: Partial<ToolStandingCommand> = {}) =>
    (state: ToolState) =>
      decideReinstateTool(state, { reason: 'mended', ...parts }, by('k.ito'));

  it('take turns', () => {
    givenTool(REGISTERED).when(suspend()).records(SUSPENDED);
    givenTool(REGISTERED, SUSPENDED).when(reinstate()).records(REINSTATED);
    givenTool(REGISTERED, SUSPENDED, REINSTATED).when(suspend()).records(SUSPENDED);
    givenTool(REGISTERED, SUSPENDED)
      .when(suspend())
      .refuses({ slug: 'wrong-state', members: { state: 'suspended' } });
    givenTool(REGISTERED)
      .when(reinstate())
      .refuses({ slug: 'wrong-state', members: { state: 'active' } });
    givenTool(REGISTERED, again(SUSPENDED)).when(suspend()).repeats(REPEATED);
  });

  it('may hold from another time, and are judged at that time', () => {
    const from = '2026-04-01T00:00:00.000Z';
    givenTool(REGISTERED)
      .when(suspend({ from: '2026-04-01T02:00:00+02:00' }))
      .records({ type: 'suspended', data: { reason: 'breach', from } });
    const planned = { type: 'suspended', data: { reason: 'breach', from } };
    givenTool(REGISTERED, planned)
      .when(reinstate())
      .refuses({ slug: 'wrong-state', members: { state: 'active' } });
    givenTool(REGISTERED, planned)
      .when(reinstate({ from }))
      .records({ type: 'reinstated', data: { reason: 'mended', from } });
  });

  it('need a registered tool, a reason, a time that can be read and the revision expected', () => {
    givenTool().when(suspend()).refuses({ slug: 'not-found' });
    givenTool(REGISTERED)
      .when(suspend({ reason: '' }))
      .refuses({ slug: 'invalid-request', pointers: ['/reason'] });
    givenTool(REGISTERED)
      .when(suspend({ from: 'soon' }))
      .refuses({ slug: 'invalid-request', pointers: ['/from'] });
    givenTool(REGISTERED)
      .when(suspend({ expectedRevision: 2 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 2, actual: 0 } });
  });
});

it('a tool evolves as it folds', () => {
  const events = recorded('tool-comfyui', [REGISTERED, CLASSIFIED, SUSPENDED, REINSTATED]);
  const state = foldTool('comfyui', events);
  expect(events.reduce(evolveTool, foldTool('comfyui', []))).toEqual(state);
  expect(state).toMatchObject({
    registered: { event: 'e0' },
    classifications: [{ event: 'e1' }],
    standings: [
      { event: 'e2', suspends: true },
      { event: 'e3', suspends: false },
    ],
  });
});
