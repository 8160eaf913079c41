import { describe, expect, it } from 'vitest';
import { anywhere, comp, expectProblem, findingOf, type Asset } from '../harness/index.js';
import { EVIDENCE, madeUnder, openUsages, usageOf, type Usage } from './stage.js';

const { stage, director, post, approved, conform } = await openUsages('us_story');
const { ito, okafor, lead } = stage.cast;

describe('approval before the bytes exist', () => {
  it('lets a package out once its bytes are confirmed to be what was approved', async () => {
    await approved('skies');
    await stage.told(...madeUnder('sky', 'skies'), comp('shot', ['sky']));
    await stage.openDelivery('ep101');
    const early = await stage.checkAssets('ep101', 'shot');
    expect([early.decision, findingOf(early.items[0]!.findings, 'base-generated', 'sky').status]).toEqual([
      'hold',
      'open',
    ]);
    expect((await conform('skies', 'sky')).status).toBe(201);
    const check = await stage.checkAssets('ep101', 'shot');
    expect(check.decision).toBe('release');
    const released = await stage.release('ep101', check.id);
    expect([released.status, released.body.delivery.state]).toEqual([200, 'released']);
    expect((await stage.view('shot')).state).toBe('approved');
    const view = await stage.view('sky');
    expect([view.madeUnder, findingOf(view.findings, 'base-generated', 'sky').status]).toEqual([['skies'], 'cleared']);
  });

  it('D5: a release is affected by a usage that ends now, and compromised by bytes that turn out not to conform', async () => {
    await approved('dated');
    await stage.told(...madeUnder('dated_sky', 'dated'));
    await conform('dated', 'dated_sky');
    await approved('wrong');
    await stage.told(...madeUnder('wrong_sky', 'wrong'));
    const { id } = (await conform('wrong', 'wrong_sky')).body;
    for (const [delivery, asset] of [
      ['ep201', 'dated_sky'],
      ['ep202', 'wrong_sky'],
    ] as const) {
      await stage.openDelivery(delivery);
      const check = await stage.checkAssets(delivery, asset);
      expect((await stage.release(delivery, check.id)).status).toBe(200);
    }
    await stage.command(ito, '/usages/dated/revoke', { reason: 'the licence ended', effect: 'from' });
    await stage.awaitEvent('delivery-affected', ({ stream }) => stream.endsWith('/ep201'));
    await stage.command(ito, `/usages/wrong/conformance/${id}/revoke`, { reason: 'another sky' });
    await stage.awaitEvent('delivery-compromised', ({ stream }) => stream.endsWith('/ep202'));
    expect((await stage.delivery('ep201')).state).toBe('affected');
    expect((await stage.delivery('ep202')).state).toBe('compromised');
  });

  it('scenario 6: covers no other territory, class or prominence than those approved, and says which is missing', async () => {
    const scope = { ...anywhere, classes: ['final'], territories: ['DE', 'AT'], prominence: 'incidental' };
    await approved('local', { scope });
    await stage.told(...madeUnder('poster', 'local'));
    await conform('local', 'poster');
    const missing = async (delivery: string, wish: object, prominence: string | null) => {
      await stage.openDelivery(delivery, wish as Record<string, unknown>);
      if (prominence !== null) {
        const use = { asset: 'poster', prominence, onScreen: 'yes', humanInput: 'unknown' };
        await stage.command(lead, `/deliveries/${delivery}/uses`, use);
      }
      const check = await stage.checkAssets(delivery, 'poster');
      return [check.decision, check.items[0]?.findings[0]?.missing ?? null];
    };
    const local = { territories: ['DE'] };
    expect(await missing('ep301', local, 'incidental')).toEqual(['release', null]);
    expect(await missing('ep302', { territories: ['DE', 'FR'] }, 'incidental')).toEqual([
      'hold',
      { territories: ['FR'] },
    ]);
    expect(await missing('trailer', { ...local, class: 'marketing' }, 'incidental')).toEqual([
      'hold',
      { classes: ['marketing'] },
    ]);
    expect(await missing('dub-fr', { ...local, class: 'dub', languages: ['fr'] }, 'incidental')).toEqual([
      'hold',
      { classes: ['dub'] },
    ]);
    expect(await missing('ep303', local, 'story_relevant')).toEqual(['hold', { prominence: ['story_relevant'] }]);
    expect(await missing('ep304', local, null)).toEqual(['hold', { prominence: ['key_element'] }]);
  });

  it('holds what is outside, also where that comes to light after it was confirmed', async () => {
    await approved('faces', { performers: ['per_7'] });
    await stage.told(...madeUnder('face', 'faces'));
    expect((await conform('faces', 'face')).status).toBe(201);
    expect(await stage.state('face')).toBe('approved');
    const declared = (performer: string) => ({
      event: 'facts-declared',
      subject: 'face',
      data: { facts: { likeness: [{ performer, kind: 'replica' }] } },
    });
    await stage.told(declared('per_7'));
    expect(await stage.state('face')).toBe('approved');
    await stage.told(declared('per_8'));
    expect(await stage.state('face')).toBe('needs-approval');
    const refused = expectProblem(await conform('faces', 'face'), 409, 'wrong-state');
    expect(refused.errors).toEqual([{ pointer: '/digests/0', message: 'per_8 is not among its performers' }]);
  });

  it('F6: takes three different people, and none of them by another spelling of their name', async () => {
    await stage.command(director, '/usages', usageOf({ id: 'eyes' }), 201);
    await stage.command(ito, '/usages', usageOf({ id: 'own' }), 201);
    expectProblem(await post(ito, '/usages/own/approve', { evidence: EVIDENCE }), 403, 'four-eyes');
    expectProblem(await post(director, '/usages/eyes/approve', { evidence: EVIDENCE }), 403, 'role-required');
    await stage.command(ito, '/usages/eyes/approve', { evidence: EVIDENCE });
    await stage.told(...madeUnder('eye', 'eyes'));
    await stage.told({
      event: 'facts-declared',
      subject: 'eye',
      data: { facts: { 'asset.genai': 'full' } },
      authid: okafor.subject.toUpperCase(),
    });
    expectProblem(await conform('eyes', 'eye'), 403, 'four-eyes');
    const confirmed = await post(ito, '/usages/eyes/conformance', { assets: ['eye'], evidence: EVIDENCE });
    expect([confirmed.status, await stage.state('eye')]).toEqual([201, 'approved']);
  });

  it('clears what a pack asks, for the rules that the usage names alone', async () => {
    const netflix = await openUsages('us_netflix');
    const packs = [{ id: 'netflix-genai', version: '2025.11' }];
    const adopted = await netflix.stage.cast.admin.send('PUT', `${netflix.stage.path}/policy`, {
      body: { packs, reason: 'delivery to the streamer' },
    });
    expect(adopted.status).toBe(200);
    netflix.stage.noted(adopted);
    await netflix.approved('skies', { rules: ['NFX-G1', 'NFX-E1'] });
    await netflix.stage.told(...madeUnder('sky', 'skies'));
    await netflix.conform('skies', 'sky');
    const { findings } = await netflix.stage.read<Asset>(netflix.stage.asset('sky'));
    const status = (rule: string) => findingOf(findings, rule, 'sky').status;
    expect([status('NFX-G1'), status('NFX-E1'), status('NFX-F4')]).toEqual(['cleared', 'cleared', 'open']);
    const refused = await netflix.post(netflix.director, '/usages', usageOf({ rules: ['base-generated'] }));
    expectProblem(refused, 422, 'approval-kind');
  });

  it('is in the log for everybody who follows it', async () => {
    const types = (await stage.events('usage-*'))
      .filter(({ stream }) => stream.endsWith('/skies'))
      .map(({ type }) => type);
    expect(types).toEqual(['proposed', 'approved', 'conformance-confirmed']);
    const usages = await stage.read<{ items: Usage[] }>(`${stage.path}/usages`, { state: 'revoked' });
    expect(usages.items.map(({ id }) => id)).toEqual(['dated']);
  });
});
