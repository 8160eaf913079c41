import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marked, plate } from '../../libs/projections/src/testing/index.js';
import { AssetLedger, type Person } from '../assets/testing/asset-ledger.js';
import { AuditModule } from './index.js';

const ledger = new AssetLedger();
let auditor: Person;

beforeAll(async () => {
  await ledger.start(AuditModule);
  auditor = await ledger.person('a.uditor@guild.example', 'auditor');
  await ledger.tell(plate('plate'), marked('plate'));
});
afterAll(() => ledger.stop());

const types = async (query = '') =>
  ((await auditor.get(`/assets/plate/history${query}`)).body['items'] as { type: string }[]).map(({ type }) => type);

describe('GET history', () => {
  it('gives events oldest first, or the other way, of the types asked for', async () => {
    expect(await types()).toEqual(['registered', 'bytes-identified', 'facts-declared', 'marked-temporary']);
    expect(await types('?order=desc&limit=1')).toEqual(['marked-temporary']);
    expect(await types('?types=asset-marked-*,delivery-*')).toEqual(['marked-temporary']);
  });

  it('pages either way without gaps or repeats', async () => {
    for (const order of ['asc', 'desc']) {
      const first = await auditor.get(`/assets/plate/history?order=${order}&limit=3`);
      const second = await auditor.get(
        `/assets/plate/history?order=${order}&limit=3&cursor=${String(first.body['next'])}`,
      );
      expect([(second.body['items'] as unknown[]).length, second.body['next']]).toEqual([1, null]);
    }
  });

  it('takes positions and times as bounds', async () => {
    const [first] = (await auditor.get('/assets/plate/history')).body['items'] as {
      position: string;
      recordedAt: string;
    }[];
    expect(await types(`?to=${String(first?.position)}`)).toEqual(['registered']);
    expect(await types(`?to=${String(first?.recordedAt)}`)).toEqual(['registered']);
  });

  it.each(['from=yesterday', 'to=@1/2', 'from=2026-03-01', 'order=up', 'include=causes', 'asOf=1'])(
    'refuses ?%s',
    async (query) => {
      expect((await auditor.get(`/assets/plate/history?${query}`)).status).toBe(422);
    },
  );

  it('knows nothing of what nobody registered', async () => {
    expect((await auditor.get('/assets/ghost/history')).status).toBe(404);
  });
});
