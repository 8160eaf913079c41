import { describe, expect, it } from 'vitest';
import { cameraPlate, openStage, type LedgerEvent } from '../harness/index.js';

const rounds = 8;
const stage = await openStage('s31_race');

/** What may be seen when the mark was recorded before, within or after the release's window. */
const stories = {
  'known when judged': { status: 409, outcome: 'release-refused', verdict: 'hold', compromised: false, honest: true },
  'between judgement and outcome': {
    status: 200,
    outcome: 'released',
    verdict: 'hold',
    compromised: true,
    honest: true,
  },
  'after the outcome': { status: 200, outcome: 'released', verdict: 'release', compromised: true, honest: true },
};

/** Releases a clear reel while another hand marks it temporary, and tells which story it became and what was seen. */
async function race(asset: string, delivery: string) {
  await stage.told(cameraPlate(asset));
  await stage.openDelivery(delivery);
  const check = await stage.checkAssets(delivery, asset);
  const [release, taint] = await Promise.all([
    stage.release(delivery, check.id),
    stage.emit({ event: 'marked-temporary', subject: asset, data: { reason: 'the wrong take' } }),
  ]);
  const taintedAt = BigInt(taint.body.position ?? '0');
  const ofDelivery = (event: LedgerEvent) => event.stream === `delivery-${stage.production}/${delivery}`;
  const outcome = (await stage.events('delivery-released,delivery-release-refused')).find(ofDelivery);
  const judgedAt = BigInt(release.body.decision.position);
  const kind: keyof typeof stories =
    judgedAt >= taintedAt
      ? 'known when judged'
      : taintedAt < BigInt(outcome?.position ?? '0')
        ? 'between judgement and outcome'
        : 'after the outcome';
  if (kind !== 'known when judged') await stage.awaitEvent('delivery-compromised', ofDelivery);
  const verdict = release.headers['clearance-decision'];
  const answered = release.status === 409 ? 'held' : release.body.delivery.state;
  const seen = {
    status: release.status,
    outcome: outcome?.type,
    // Behind the outcome the mark may or may not have been seen before the answer left.
    verdict: kind === 'after the outcome' && answered === 'compromised' ? 'release' : verdict,
    compromised: (await stage.delivery(delivery)).state === 'compromised',
    honest: (verdict === 'release') === (answered === 'released'),
  };
  return { kind, seen };
}

describe('Scenario 31: a taint lands between release request and outcome', () => {
  it('D1, D4: every interleaving is either refused or released and compromised, and the answer is true to it', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { kind, seen } = await race(`reel_${round}`, `ep${round}`);
      expect({ kind, seen }).toEqual({ kind, seen: stories[kind] });
    }
  });

  it('D4: announces each cause once', async () => {
    const compromised = await stage.events('delivery-compromised');
    const perDelivery = compromised.map((event) => event.stream);
    expect(new Set(perDelivery).size).toBe(perDelivery.length);
  });

  it('a compromised delivery cannot be released again by the same check', async () => {
    await stage.told(cameraPlate('again'));
    await stage.openDelivery('again');
    const check = await stage.checkAssets('again', 'again');
    expect((await stage.release('again', check.id)).status).toBe(200);
    await stage.told({ event: 'marked-temporary', subject: 'again', data: { reason: 'late' } });
    await stage.awaitEvent('delivery-compromised', (event) => event.stream.endsWith('/again'));
    expect((await stage.release('again', check.id)).status).toBe(409);
  });
});
