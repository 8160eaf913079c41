import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeLedger, problem, type FakeAnswer } from '../testing/fake-ledger.js';
import { cli, folderWith } from '../testing/run-cli.js';

const path = '/v1/productions/nightfall/deliveries/ep101';
const released = {
  delivery: { id: 'ep101', production: 'nightfall', state: 'released', class: 'final' },
  decision: { id: 'dec_1', kind: 'release', decision: 'release' },
  receipt: `${path}/receipt`,
  position: '50',
};
const receiptOf = (decision: string) => ({
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from(JSON.stringify({ predicate: { decision } })).toString('base64'),
  signatures: [{ keyid: 'k', sig: 's' }],
});
const receipt: FakeAnswer = {
  text: JSON.stringify(receiptOf('dec_1')),
  headers: { 'Content-Type': 'application/vnd.dsse.envelope.v1+json' },
};

async function release(answer: FakeAnswer, words: readonly string[] = [], receiptAnswer: FakeAnswer = receipt) {
  const ledger = await fakeLedger({ [`POST ${path}/release`]: answer, [`GET ${path}/receipt`]: receiptAnswer });
  const cwd = await folderWith({ 'old.json': 'an old receipt' });
  const seen = await cli(['release', '--delivery', 'ep101', '--check', 'chk_1', ...words], { url: ledger.url, cwd });
  return { ...seen, ledger, cwd };
}

describe('clearance release', () => {
  it('released is 0, and the receipt is written as it came', async () => {
    const seen = await release({ json: released, headers: { 'Clearance-Decision': 'release' } }, [
      '--receipt',
      'receipt.json',
    ]);
    expect(seen.code).toBe(0);
    expect(seen.ledger.sent(`POST ${path}/release`)).toEqual([{ check: 'chk_1' }]);
    expect(JSON.parse(await readFile(join(seen.cwd, 'receipt.json'), 'utf8'))).toEqual(receiptOf('dec_1'));
    expect((await readdir(seen.cwd)).sort()).toEqual(['old.json', 'receipt.json']);
  });

  it('D4: a delivery that is compromised at once is 2, and there is no receipt', async () => {
    const compromised = { ...released, delivery: { ...released.delivery, state: 'compromised' } };
    const seen = await release({ json: compromised, headers: { 'Clearance-Decision': 'hold' } }, [
      '--receipt',
      'receipt.json',
    ]);
    expect(seen.code).toBe(2);
    expect(existsSync(join(seen.cwd, 'receipt.json'))).toBe(false);
  });

  it('a refusal is 2, shows the held items, and --json is the problem with the decision', async () => {
    const decision = {
      id: 'dec_2',
      kind: 'release',
      decision: 'hold',
      delivery: 'ep101',
      summary: { total: 1, held: 1 },
      items: [{ path: 'a.mov', status: 'held', code: 'unregistered', findings: [] }],
    };
    const words = await release(problem(409, 'release-refused', { decision }), ['--receipt', 'receipt.json']);
    const json = await release(problem(409, 'release-refused', { decision }), ['--json']);
    expect([words.code, json.code]).toEqual([2, 2]);
    expect(words.stdout).toContain('a.mov');
    expect(existsSync(join(words.cwd, 'receipt.json'))).toBe(false);
    expect(json.json()).toMatchObject({
      problem: { type: 'urn:clearance:problem:release-refused', status: 409, decision },
    });
  });

  it('another class is 2 even when released', async () => {
    const review = { ...released, delivery: { ...released.delivery, class: 'review' } };
    const asFinal = await release({ json: review }, ['--receipt', 'receipt.json']);
    const asReview = await release({ json: review }, ['--class', 'review']);
    expect([asFinal.code, asReview.code]).toEqual([2, 0]);
    expect(asFinal.stdout).toBe('no go for final: decision release, delivery released, class review\n');
    expect(existsSync(join(asFinal.cwd, 'receipt.json'))).toBe(false);
  });

  it('a receipt file that exists is usage, and nothing is released', async () => {
    const seen = await release({ json: released }, ['--receipt', 'old.json']);
    expect(seen.code).toBe(64);
    expect(seen.ledger.requests).toEqual([]);
    expect(await readFile(join(seen.cwd, 'old.json'), 'utf8')).toBe('an old receipt');
  });

  it('a receipt in a folder that is not there is usage, and nothing is released', async () => {
    const seen = await release({ json: released }, ['--receipt', 'absent/receipt.json']);
    expect([seen.code, seen.ledger.requests]).toEqual([64, []]);
  });

  it.each<[string, FakeAnswer]>([
    [
      'of another decision',
      { text: JSON.stringify(receiptOf('dec_0')), headers: { 'Content-Type': 'application/json' } },
    ],
    ['that is no receipt', { json: { hello: 'world' } }],
    ['that is not there', problem(404, 'not-found')],
  ])('a receipt %s is 3 and not written; the release itself is told', async (_what, answer) => {
    const seen = await release({ json: released }, ['--receipt', 'receipt.json', '--json'], answer);
    expect(seen.code).toBe(3);
    expect(seen.json()).toEqual(released);
    expect(existsSync(join(seen.cwd, 'receipt.json'))).toBe(false);
    expect(seen.stderr).toContain('the delivery is released, but its receipt could not be written');
  });

  it.each<[string, FakeAnswer]>([
    ['an unknown decision', { json: { ...released, decision: { decision: 'maybe' } } }],
    ['no decision', { json: { ...released, decision: null } }],
    ['202 in place of an answer', { status: 202, json: released }],
    ['204', { status: 204 }],
    ['no JSON', { text: 'released', headers: { 'Content-Type': 'text/plain' } }],
    ['503', problem(503, 'store-unavailable')],
    ['422', problem(422, 'invalid-request')],
    ['403', problem(403, 'role-required')],
    [
      'a cut answer',
      (response) =>
        void response
          .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '900' })
          .write('{"decision"', () => response.destroy()),
    ],
  ])('%s is 3', async (_what, answer) => {
    expect((await release(answer)).code).toBe(3);
  });
});
