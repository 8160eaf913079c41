import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adopted,
  boardPack,
  digestsOfBytes,
  generated,
  ITO,
  OKAFOR,
  packPublished,
  pinOf,
} from '../../libs/projections/src/testing/index.js';
import { AssetsModule } from '../assets/index.js';
import { AssetLedger, type Person } from '../assets/testing/asset-ledger.js';
import { ApprovalsModule } from './index.js';

const ledger = new AssetLedger();
let ito: Person;
let okafor: Person;
let auditor: Person;

beforeAll(async () => {
  await ledger.start(AssetsModule, ApprovalsModule);
  ito = await ledger.person(ITO, 'reviewer');
  okafor = await ledger.person(OKAFOR, 'reviewer');
  auditor = await ledger.person('a.uditor@guild.example', 'auditor');
});
afterAll(() => ledger.stop());

const ANYWHERE = { prominence: '*', classes: ['*'], territories: ['*'], languages: ['*'], mediums: ['*'] };
const stateOf = async (asset: string) => (await auditor.get(`/assets/${asset}`)).body['state'];

describe('POST approvals of a kind that takes several people', () => {
  const board = (asset: string, more: object = {}) => ({
    verdict: 'approved',
    kind: 'board',
    digest: { sha256: digestsOfBytes(asset).sha256 },
    reach: 'exact',
    findings: [{ rule: 'BOARD-1', root: asset }],
    scope: ANYWHERE,
    evidence: [{ ref: 'dms://board/12' }],
    ...more,
  });

  it('count once enough different people have given one that says as much', async () => {
    await ledger.tell(packPublished(boardPack()), adopted(pinOf(boardPack())), generated('castle'));
    const first = await ito.post('/assets/castle/approvals', board('castle'));
    expect([first.status, first.body['state'], first.body['quorum']]).toEqual([
      201,
      'pending-quorum',
      { needed: 2, have: 1 },
    ]);
    const open = (await auditor.get('/assets/castle')).body['findings'] as { rule: string; missing: object | null }[];
    expect(open.find(({ rule }) => rule === 'BOARD-1')?.missing).toEqual({ approvals: ['board'] });
    // Again by the same person, and by another one for less: nobody has enough.
    await ito.post('/assets/castle/approvals', board('castle'));
    const scope = { ...ANYWHERE, territories: ['DE'] };
    const less = await okafor.post('/assets/castle/approvals', board('castle', { scope }));
    expect([less.body['state'], less.body['quorum']]).toEqual(['active', { needed: 2, have: 2 }]);
    expect(await stateOf('castle')).toBe('needs-approval');
    const pending = await auditor.get('/approvals?asset=castle&state=pending-quorum');
    expect(
      (pending.body['items'] as { approver: { subject: string } }[]).map(({ approver }) => approver.subject),
    ).toEqual([ITO, ITO]);
    const second = await okafor.post('/assets/castle/approvals', board('castle'));
    expect([second.body['state'], second.body['quorum']]).toEqual(['active', { needed: 2, have: 2 }]);
    expect(await stateOf('castle')).toBe('approved');
    const rejected = await ito.post('/assets/castle/approvals', board('castle', { verdict: 'rejected' }));
    expect(rejected.status).toBe(422);
  });
});
