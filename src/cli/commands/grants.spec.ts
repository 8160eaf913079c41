import { describe, expect, it } from 'vitest';
import { fakeLedger, type FakeAnswer } from '../testing/fake-ledger.js';
import { cli } from '../testing/run-cli.js';

const P = '/v1/productions/nightfall';

async function ask(words: readonly string[], route: string, answer: FakeAnswer = { status: 201, json: { id: 'x_1' } }) {
  const ledger = await fakeLedger({ [route]: answer });
  const seen = await cli([...words, '-p', 'nightfall'], { url: ledger.url });
  return { ...seen, sent: route.startsWith('POST') ? ledger.sent(route) : [], requests: ledger.requests };
}

describe('delivery use', () => {
  const route = `POST ${P}/deliveries/ep101/uses`;
  const words = ['delivery', 'use', 'poster', '--delivery', 'ep101'];
  const use = ['--prominence', 'incidental', '--on-screen', 'yes', '--human-input', 'some'];

  it('says all three of an asset, and a note', async () => {
    const seen = await ask([...words, ...use, '--note', 'in the back'], route, { json: {} });
    expect(seen).toMatchObject({
      code: 0,
      stdout: 'poster is incidental in ep101, on screen yes, human input some\n',
      sent: [{ asset: 'poster', prominence: 'incidental', onScreen: 'yes', humanInput: 'some', note: 'in the back' }],
    });
  });

  it('leaves none of them out, and takes no other words', async () => {
    for (const less of [
      words,
      [...words, ...use.slice(2)],
      [...words, ...use.with(1, 'huge')],
      [...words, ...use.with(3, 'true')],
    ]) {
      const refused = await ask(less, route);
      expect([refused.code, refused.requests]).toEqual([64, []]);
    }
  });

  it('lists what was said', async () => {
    const items = [{ asset: 'poster', prominence: 'none', onScreen: 'no', humanInput: 'some', declaredBy: 'd.lead' }];
    const answer = { json: { items, next: null } };
    const seen = await ask(['delivery', 'uses', '--delivery', 'ep101'], `GET ${P}/deliveries/ep101/uses`, answer);
    expect(seen.stdout).toContain('poster\tnone\tno\tsome\td.lead');
  });

  it('lists the roots of which nobody has said it', async () => {
    const items = [{ asset: 'poster', fields: ['onScreen', 'prominence'], rules: ['NFX-F2', 'NFX-F4'] }];
    const answer = { json: { items, next: null, position: '1' } };
    const words = ['delivery', 'uses', '--delivery', 'ep101', '--missing'];
    const seen = await ask(words, `GET ${P}/deliveries/ep101/uses/missing`, answer);
    expect(seen.stdout).toContain('poster\tonScreen, prominence\tNFX-F2, NFX-F4');
  });
});

describe('tool rule', () => {
  const route = `POST ${P}/tool-rulings`;
  const words = ['tool', 'rule', 'rx@11.*', '--mode', 'denoise', '--rule', 'A-1', '--rule', 'A-2', '--reason', 'noise'];

  it('rules once on a mode of a tool', async () => {
    const seen = await ask([...words, '--evidence', 'dms://3', '--expires', '2027-01-01T00:00:00Z'], route);
    expect(seen).toMatchObject({
      code: 0,
      stdout: 'x_1 covers rx@11.* (denoise)\n',
      sent: [
        {
          tool: 'rx',
          version: '11.*',
          mode: 'denoise',
          rules: ['A-1', 'A-2'],
          reason: 'noise',
          evidence: [{ ref: 'dms://3' }],
          expiresAt: '2027-01-01T00:00:00.000Z',
        },
      ],
    });
    for (const less of [words, words.with(2, 'rx'), words.with(2, 'rx@'), words.slice(0, 5)])
      expect((await ask(less, route)).code).toBe(64);
  });

  it('is taken back from the start, or from a time', async () => {
    const revocation = `POST ${P}/tool-rulings/rul_1/revoke`;
    const words = ['tool', 'revoke-ruling', 'rul_1', '--reason', 'it does more'];
    const json = { id: 'rul_1' };
    const seen = await ask([...words, '--evidence', 'dms://4'], revocation, { json });
    expect(seen).toMatchObject({
      code: 0,
      stdout: 'rul_1 is revoked\n',
      sent: [{ reason: 'it does more', effect: 'ab-initio', evidence: [{ ref: 'dms://4' }] }],
    });
    const from = ['--effect', 'from', '--effective-at', '2027-01-01T00:00:00Z'];
    expect((await ask([...words, ...from], revocation, { json })).sent).toEqual([
      { reason: 'it does more', effect: 'from', effectiveAt: '2027-01-01T00:00:00.000Z' },
    ]);
    for (const wrong of [words.slice(0, 3), [...words, ...from.slice(2)], [...words, '--effect', 'never']])
      expect((await ask(wrong, revocation)).code).toBe(64);
  });

  it('lists rulings', async () => {
    const items = [
      {
        id: 'rul_1',
        tool: 'rx',
        version: '11.*',
        mode: 'denoise',
        rules: ['A-1', 'A-2'],
        state: 'active',
        expiresAt: null,
      },
    ];
    const seen = await ask(['tool', 'rulings', '--tool', 'rx', '--state', 'active'], `GET ${P}/tool-rulings`, {
      json: { items, next: null },
    });
    expect(seen.requests[0]?.query).toEqual({ tool: 'rx', state: 'active' });
    expect(seen.stdout).toContain('rul_1\trx@11.*\tdenoise\tA-1 A-2\tactive');
  });
});

describe('production share', () => {
  const route = `POST ${P}/shares`;
  const words = ['production', 'share', '--to', 'dawn', '--reason', 'library'];

  it('names assets, or bytes by their digests', async () => {
    expect(await ask([...words, '--asset', 'sky', '--asset', 'sea'], route)).toMatchObject({
      code: 0,
      stdout: 'x_1 lets dawn see sky, sea\n',
      sent: [{ to: 'dawn', assets: ['sky', 'sea'], reason: 'library' }],
    });
    expect((await ask([...words, '--digest', 'sha256:9f', '--digest', 'c4:c45'], route)).sent).toEqual([
      { to: 'dawn', digests: [{ sha256: '9f' }, { c4: 'c45' }], reason: 'library' },
    ]);
    for (const other of [
      words,
      [...words, '--asset', 'a', '--digest', 'sha256:9f'],
      [...words, '--digest', '9f'],
      words.slice(0, 4),
    ]) {
      const refused = await ask(other, route);
      expect([refused.code, refused.requests]).toEqual([64, []]);
    }
  });

  it('lists shares', async () => {
    const items = [
      { id: 'shr_1', to: 'dawn', assets: ['sky'], digests: [], grantedAt: 't' },
      { id: 'shr_2', to: 'dawn', assets: [], digests: [{ sha256: '9f', md5: '1c' }], grantedAt: 't' },
    ];
    const seen = await ask(['production', 'shares', '--to', 'dawn'], `GET ${P}/shares`, {
      json: { items, next: null },
    });
    expect(seen.requests[0]?.query).toEqual({ to: 'dawn' });
    expect(seen.stdout).toContain('shr_1\tdawn\tsky\tt');
    expect(seen.stdout).toContain('shr_2\tdawn\tsha256:9f+md5:1c\tt');
  });
});

it('production open adopts packs, with their switches', async () => {
  const ledger = await fakeLedger({ 'POST /v1/productions': { status: 201, json: { id: 'dawn' } } });
  const words = ['production', 'open', 'dawn', '--pack', 'a@1', '--switch', 'x=off'];
  expect((await cli(words, { url: ledger.url })).code).toBe(0);
  expect(ledger.sent('POST /v1/productions')).toEqual([
    { id: 'dawn', packs: [{ id: 'a', version: '1', switches: { x: false } }] },
  ]);
});
