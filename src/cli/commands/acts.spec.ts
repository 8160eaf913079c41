import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashBytes } from '../hash/hash-file.js';
import { fakeLedger, problem, type FakeRoutes } from '../testing/fake-ledger.js';
import { cli, folderWith } from '../testing/run-cli.js';

const P = '/v1/productions/nightfall';
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const asset = {
  asset: 'comp',
  position: '18290',
  digests: { sha256 },
  findings: [
    { rule: 'base-replacement-unconfirmed', outcome: 'approval', status: 'open', root: 'bg_v2' },
    { rule: 'base-replacement-unconfirmed', outcome: 'approval', status: 'open', root: 'bg_v1' },
    { rule: 'base-generated', outcome: 'approval', status: 'open', root: 'sky' },
  ],
};
const scope = [
  '--kind',
  'written',
  '--prominence',
  'incidental',
  '--classes',
  'final',
  '--territories',
  '*',
  '--languages',
  'de,en',
  '--mediums',
  'svod',
];

/** Runs a command whose POST is answered with a success, and gives what it sent. */
async function act(words: readonly string[], path: string, json: unknown = {}, more: FakeRoutes = {}) {
  const ledger = await fakeLedger({
    [`GET ${P}/assets/comp`]: { json: asset },
    [`POST ${path}`]: { status: 201, json },
    ...more,
  });
  const cwd = await folderWith({ 'letter.pdf': 'granted' });
  const seen = await cli(words, { url: ledger.url, cwd });
  return { ...seen, cwd, sent: ledger.sent(`POST ${path}`), ledger };
}

describe('approve and reject', () => {
  const path = `${P}/assets/comp/approvals`;
  const words = [
    'approve',
    'comp',
    ...scope,
    '--reach',
    'contained',
    '--finding',
    'base-generated@sky',
    '--evidence',
    'dms://legal/4711',
  ];

  it('binds to the bytes and the position that were looked at', async () => {
    const seen = await act([...words, '--evidence', 'letter.pdf', '--expires', '90d', '--note', 'ok'], path, {
      id: 'apr_1',
      state: 'active',
    });
    expect(seen).toMatchObject({ code: 0, stdout: 'apr_1 of comp is active\n' });
    expect(seen.sent).toEqual([
      {
        verdict: 'approved',
        kind: 'written',
        digest: { sha256 },
        reach: 'contained',
        findings: [{ rule: 'base-generated', root: 'sky' }],
        seenAt: '18290',
        scope: {
          prominence: 'incidental',
          classes: ['final'],
          territories: ['*'],
          languages: ['de', 'en'],
          mediums: ['svod'],
        },
        evidence: [
          { ref: 'dms://legal/4711' },
          {
            ref: 'file:letter.pdf',
            title: 'letter.pdf',
            mediaType: 'application/pdf',
            digest: { sha256: (await hashBytes(Buffer.from('granted'))).sha256 },
          },
        ],
        expiresAt: '2026-05-30T12:00:00.000Z',
        note: 'ok',
      },
    ]);
  });

  it('reject says rejected', async () => {
    const seen = await act(['reject', ...words.slice(1)], path);
    expect(seen.sent).toMatchObject([{ verdict: 'rejected' }]);
  });

  it('findings may name another production and an element, or be all that are open', async () => {
    const named = await act([...words, '--finding', 'NFX-T1@anna@daybreak#performer-7'], path);
    expect(named.sent).toMatchObject([
      {
        findings: [
          { rule: 'base-generated', root: 'sky' },
          { rule: 'NFX-T1', root: 'anna@daybreak', element: 'performer-7' },
        ],
      },
    ]);
    const open = await act(
      words.map((word) => (word === 'base-generated@sky' ? 'open' : word)),
      path,
    );
    expect(open.sent).toMatchObject([{ findings: 'open' }]);
  });

  it('nothing of what it means has a default: each missing part is named (64)', async () => {
    const seen = await act(['approve', 'comp', '--kind', 'written', '--classes', 'final'], path);
    expect(seen.code).toBe(64);
    expect(seen.stderr).toBe('clearance: --prominence, --territories, --languages, --mediums must be given\n');
    for (const left of ['--reach', '--finding', '--evidence']) {
      const at = words.indexOf(left);
      const less = await act(words.toSpliced(at, 2), path);
      expect([less.code, less.sent]).toEqual([64, []]);
    }
  });

  it('an asset whose bytes are not known is refused here (2)', async () => {
    const seen = await act(words, path, {}, { [`GET ${P}/assets/comp`]: { json: { ...asset, digests: {} } } });
    expect([seen.code, seen.sent]).toEqual([2, []]);
  });

  it('four eyes: a refusal is 2 and names who is excluded', async () => {
    const seen = await act(
      words,
      path,
      {},
      { [`POST ${path}`]: problem(403, 'four-eyes', { excluded: ['k.ito@studio.example'] }) },
    );
    expect(seen.code).toBe(2);
    expect(seen.stderr).toContain('excluded: k.ito@studio.example');
  });

  it('evidence that is not there is 3', async () => {
    const seen = await act(
      words.map((word) => (word === 'dms://legal/4711' ? 'absent.pdf' : word)),
      path,
    );
    expect([seen.code, seen.sent]).toEqual([3, []]);
  });
});

describe('request-approval', () => {
  it('asks about one asset', async () => {
    const seen = await act(
      ['request-approval', 'comp', ...scope, '--note', 'please', '--assignee', 'k.ito@studio.example', '--due', '3d'],
      `${P}/assets/comp/approval-requests`,
      { id: 'req_1', state: 'open' },
    );
    expect(seen.code).toBe(0);
    expect(seen.sent).toMatchObject([
      { kind: 'written', note: 'please', assignees: ['k.ito@studio.example'], dueAt: '2026-03-04T12:00:00.000Z' },
    ]);
  });

  it('--from-check finds the delivery whose last check it is', async () => {
    const seen = await act(
      ['request-approval', '--from-check', 'chk_1', '--note', 'by Friday'],
      `${P}/deliveries/ep101/checks/chk_1/approval-requests`,
      { created: [{ id: 'req_1' }], skipped: [{ asset: 'bg', reason: 'denied' }] },
      {
        [`GET ${P}/deliveries`]: {
          json: {
            items: [
              { id: 'ep100', lastCheck: null },
              { id: 'ep101', lastCheck: { id: 'chk_1' } },
            ],
            next: null,
          },
        },
      },
    );
    expect(seen).toMatchObject({
      code: 0,
      stdout: '1 requests made; not for bg: denied\n',
      sent: [{ note: 'by Friday' }],
    });
  });

  it('--from-check of an older check asks each delivery', async () => {
    const seen = await act(
      ['request-approval', '--from-check', 'chk_0'],
      `${P}/deliveries/ep101/checks/chk_0/approval-requests`,
      { created: [], skipped: [] },
      {
        [`GET ${P}/deliveries`]: {
          json: {
            items: [
              { id: 'ep100', lastCheck: null },
              { id: 'ep101', lastCheck: { id: 'chk_1' } },
            ],
            next: null,
          },
        },
        [`GET ${P}/deliveries/ep101/checks/chk_0`]: { json: { id: 'chk_0' } },
      },
    );
    expect(seen.code).toBe(0);
    const none = await act(
      ['request-approval', '--from-check', 'chk_9'],
      '/none',
      {},
      { [`GET ${P}/deliveries`]: { json: { items: [], next: null } } },
    );
    expect(none.code).toBe(2);
  });
});

describe('conditions of an approval', () => {
  const path = `${P}/approvals/apr_1/conditions/credit/evidence`;

  it('are given with it, each as ID=TEXT', async () => {
    const words = ['approve', 'comp', ...scope, '--reach', 'exact', '--finding', 'base-generated@sky'];
    const given = [...words, '--evidence', 'dms://legal/4711', '--condition', 'credit=in the credits: a=b'];
    const seen = await act([...given, '--condition', 'guild=told'], `${P}/assets/comp/approvals`, {
      id: 'apr_1',
      state: 'pending-conditions',
    });
    expect(seen).toMatchObject({
      code: 0,
      stdout: 'apr_1 of comp is pending-conditions\n',
      sent: [
        {
          conditions: [
            { id: 'credit', text: 'in the credits: a=b' },
            { id: 'guild', text: 'told' },
          ],
        },
      ],
    });
    for (const wrong of ['credit', 'credit=', '=told'])
      expect((await act([...given, '--condition', wrong], `${P}/assets/comp/approvals`)).code).toBe(64);
    expect((await act(['reject', ...given.slice(1)], `${P}/assets/comp/approvals`)).code).toBe(64);
  });

  it('are evidenced by a file, with its digest', async () => {
    const words = ['evidence-condition', 'apr_1', 'credit', '--evidence', 'letter.pdf', '--note', 'end roll'];
    const done = await act(words, path, { id: 'apr_1', state: 'active' });
    const digest = { sha256: (await hashBytes(Buffer.from('granted'))).sha256 };
    expect(done).toMatchObject({
      code: 0,
      stdout: 'credit of apr_1 is evidenced; the approval is active\n',
      sent: [{ evidence: [{ ref: 'file:letter.pdf', digest }], note: 'end roll' }],
    });
    expect((await act(['evidence-condition', 'apr_1', 'credit'], path)).code).toBe(64);
  });
});

describe('revoke', () => {
  const path = `${P}/approvals/apr_1/revoke`;

  it('revokes as if never given unless an end is asked for', async () => {
    expect((await act(['revoke', 'apr_1', '--reason', 'forged'], path)).sent).toEqual([
      { reason: 'forged', effect: 'ab-initio' },
    ]);
    const ended = await act(
      ['revoke', 'apr_1', '--reason', 'ended', '--effect', 'from', '--effective-at', '2026-04-01T00:00:00Z'],
      path,
    );
    expect(ended.sent).toEqual([{ reason: 'ended', effect: 'from', effectiveAt: '2026-04-01T00:00:00.000Z' }]);
  });

  it('an end of what never was is usage', async () => {
    expect((await act(['revoke', 'apr_1', '--reason', 'x', '--effective-at', '1d'], path)).code).toBe(64);
  });
});

describe('mark and lift', () => {
  it('lift binds to the bytes, and lifts all marks there are unless some are named', async () => {
    const path = `${P}/assets/comp/temporary-mark/lift`;
    const words = ['lift', 'comp', '--reason', 'replaced', '--evidence', 'urn:dms:88'];
    expect((await act(words, path)).sent).toEqual([
      { marks: 'all', reason: 'replaced', digest: { sha256 }, evidence: [{ ref: 'urn:dms:88' }] },
    ]);
    expect((await act([...words, '--mark', 'ev1', '--mark', 'ev2'], path)).sent).toMatchObject([
      { marks: ['ev1', 'ev2'] },
    ]);
  });

  it('several are done one by one; one refusal is 2 and keeps none of the others', async () => {
    const ledger = await fakeLedger({
      [`POST ${P}/assets/a/temporary-mark`]: { status: 201, json: { id: 'e1' } },
      [`POST ${P}/assets/b/temporary-mark`]: problem(403, 'restricted'),
      [`POST ${P}/assets/c/temporary-mark`]: { status: 201, json: { id: 'e3' } },
    });
    const seen = await cli(['mark', 'a', 'b', 'c', '--reason', 'placeholder', '--json'], { url: ledger.url });
    expect(seen.code).toBe(2);
    expect(seen.json()).toMatchObject({
      items: [{ id: 'e1' }, { asset: 'b', problem: { status: 403 } }, { id: 'e3' }],
    });
  });
});

describe('retractions and replacements', () => {
  it('proposes, accepts and rejects', async () => {
    const proposed = await act(
      ['retract', 'comp', 'ev1', 'ev2', '--reason', 'wrong plate'],
      `${P}/assets/comp/retractions`,
      { id: 'ret_1', state: 'proposed' },
    );
    expect(proposed).toMatchObject({
      code: 0,
      stdout: 'retraction ret_1 is proposed; a second person accepts it\n',
      sent: [{ events: ['ev1', 'ev2'], reason: 'wrong plate' }],
    });
    const accepted = await act(['retract', 'accept', 'ret_1', '--reason', 'seen'], `${P}/retractions/ret_1/accept`);
    expect(accepted).toMatchObject({ code: 0, stdout: 'retraction ret_1 is accepted\n', sent: [{ reason: 'seen' }] });
    const rejected = await act(
      ['retract', 'reject', 'ret_1', '--reason', 'was right'],
      `${P}/retractions/ret_1/reject`,
    );
    expect(rejected).toMatchObject({ code: 0, stdout: 'retraction ret_1 is rejected\n' });
  });

  it('without an event there is nothing to retract: 64', async () => {
    expect((await act(['retract', 'comp', '--reason', 'x'], '/none')).code).toBe(64);
  });

  it('L3: confirms the roots that wait for it, unless some are named', async () => {
    const path = `${P}/assets/comp/replacement-confirmations`;
    const words = ['confirm-replacement', 'comp', '--of', 'comp_v1', '--reason', 'new plate'];
    expect((await act(words, path)).sent).toEqual([
      { of: { asset: 'comp_v1' }, roots: ['bg_v1', 'bg_v2'], digest: { sha256 }, reason: 'new plate' },
    ]);
    expect((await act([...words, '--root', 'bg_v1', '--replaced-by', 'plate'], path)).sent).toMatchObject([
      { roots: ['bg_v1'], replacedBy: ['plate'] },
    ]);
    const nothing = await act(words, path, {}, { [`GET ${P}/assets/comp`]: { json: { ...asset, findings: [] } } });
    expect([nothing.code, nothing.sent]).toEqual([2, []]);
  });
});

describe('promote and recall', () => {
  const path = `${P}/assets/comp/promotions`;

  it('a promotion is done only when its decision says release', async () => {
    const words = ['promote', 'comp', '--delivery', 'ep101'];
    expect((await act(words, path, { asset: 'comp', decision: { decision: 'release' } })).code).toBe(0);
    expect((await act(words, path, { asset: 'comp', decision: { decision: 'hold' } })).code).toBe(2);
    expect((await act(words, path, { asset: 'comp' })).code).toBe(3);
    expect((await act(words, path, {}, { [`POST ${path}`]: problem(409, 'promotion-refused') })).code).toBe(2);
    expect((await act(words, path, {}, { [`POST ${path}`]: problem(503, 'behind') })).code).toBe(3);
  });

  it('a recall says why and what about', async () => {
    const seen = await act(
      ['recall', '--delivery', 'ep101', '--reason', 'consent withdrawn', '--asset', 'comp', '--path', 'a.mov'],
      `${P}/deliveries/ep101/recall`,
    );
    expect(seen).toMatchObject({
      code: 0,
      sent: [{ reason: 'consent withdrawn', cause: { asset: 'comp' }, paths: ['a.mov'] }],
    });
  });
});

describe('tokens', () => {
  const words = [
    'token',
    'issue',
    '--subject',
    'hook@acme.example',
    '--kind',
    'service',
    '--grant',
    'emitter@nightfall,daybreak',
    '--grant',
    'auditor@*',
  ];
  const issued = { id: 'tok_1', token: 'clr_secret', subject: 'hook@acme.example', expiresAt: null };

  it('issues what was asked for', async () => {
    const seen = await act(
      [...words, '--vendor', 'acme', '--restrict-subject', 'acme/', '--restrict-event', 'reported', '--expires', '30d'],
      '/v1/tokens',
      issued,
    );
    expect(seen.code).toBe(0);
    expect(seen.stdout).toContain('clr_secret');
    expect(seen.sent).toEqual([
      {
        subject: 'hook@acme.example',
        kind: 'service',
        grants: [
          { role: 'emitter', productions: ['nightfall', 'daybreak'] },
          { role: 'auditor', productions: ['*'] },
        ],
        vendor: 'acme',
        restrict: { subjects: ['acme/'], events: ['reported'] },
        expiresAt: '2026-03-31T12:00:00.000Z',
      },
    ]);
  });

  it('--out keeps the secret off the screen, in a file for its owner alone, and never over another', async () => {
    const seen = await act([...words, '--out', 'hook.token', '--json'], '/v1/tokens', issued);
    expect(seen.code).toBe(0);
    expect(seen.json()).toEqual({ id: 'tok_1', subject: 'hook@acme.example', expiresAt: null });
    const file = join(seen.cwd, 'hook.token');
    expect(await readFile(file, 'utf8')).toBe('clr_secret\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await act([...words, '--out', 'letter.pdf'], '/v1/tokens', issued);
    expect([again.code, again.sent]).toEqual([64, []]);
  });

  it.each(['emitter', 'emperor@nightfall', 'emitter@', 'emitter@Night Fall'])(
    'the grant "%s" is usage',
    async (grant) => {
      expect(
        (await act(['token', 'issue', '--subject', 's', '--kind', 'person', '--grant', grant], '/v1/tokens')).code,
      ).toBe(64);
    },
  );

  it('whoami says who', async () => {
    const ledger = await fakeLedger({
      'GET /v1/tokens/self': {
        json: {
          subject: 'k.ito@studio.example',
          kind: 'person',
          grants: [{ role: 'reviewer', productions: ['nightfall'] }],
          expiresAt: null,
        },
      },
    });
    expect((await cli(['token', 'whoami'], { url: ledger.url })).stdout).toBe(
      'k.ito@studio.example  person  reviewer@nightfall  until revoked\n',
    );
  });

  it('revoke needs a reason', async () => {
    expect((await act(['token', 'revoke', 'tok_1'], '/v1/tokens/tok_1/revoke')).code).toBe(64);
    expect((await act(['token', 'revoke', 'tok_1', '--reason', 'lost'], '/v1/tokens/tok_1/revoke')).sent).toEqual([
      { reason: 'lost' },
    ]);
  });
});

describe('productions and deliveries', () => {
  it('opens a production with its packs', async () => {
    const seen = await act(
      ['production', 'open', 'daybreak', '--title', 'Daybreak', '--pack', 'netflix-genai@2025.11'],
      '/v1/productions',
      { id: 'daybreak' },
    );
    expect(seen).toMatchObject({
      code: 0,
      sent: [{ id: 'daybreak', title: 'Daybreak', packs: [{ id: 'netflix-genai', version: '2025.11' }] }],
    });
  });

  it('opens a delivery; what it is for has no default', async () => {
    const words = [
      'delivery',
      'open',
      'ep101',
      '--class',
      'final',
      '--recipient',
      'streamer',
      '--territories',
      'DE,AT',
      '--languages',
      '*',
      '--medium',
      'svod',
    ];
    expect((await act(words, `${P}/deliveries`)).sent).toEqual([
      {
        id: 'ep101',
        name: 'ep101',
        class: 'final',
        recipient: 'streamer',
        territories: ['DE', 'AT'],
        languages: ['*'],
        medium: 'svod',
      },
    ]);
    expect((await act(words.slice(0, -2), `${P}/deliveries`)).code).toBe(64);
    expect((await act(['delivery', 'open', 'Episode 101', ...words.slice(3)], `${P}/deliveries`)).code).toBe(64);
  });

  it('shows a delivery with its concerns', async () => {
    const ledger = await fakeLedger({
      [`GET ${P}/deliveries/ep101`]: {
        json: {
          id: 'ep101',
          name: 'Episode',
          state: 'compromised',
          class: 'final',
          recipient: 'streamer',
          territories: ['*'],
          languages: ['*'],
          medium: 'svod',
          lastCheck: null,
          release: null,
          concerns: [{ kind: 'compromised', since: '2026-03-01T00:00:00.000Z', findings: [], closed: null }],
        },
      },
    });
    const seen = await cli(['delivery', 'show', 'ep101'], { url: ledger.url });
    expect(seen.stdout).toBe(
      'ep101  compromised  Episode\n  for        streamer, final, svod\n  use        * / *\n  concern    compromised since 2026-03-01T00:00:00.000Z\n',
    );
  });
});

describe('questions', () => {
  it('lists every page with --ndjson, one with a table', async () => {
    const routes: FakeRoutes = {
      [`GET ${P}/worklist`]: [
        { json: { items: [{ id: 'w1', kind: 'approval' }], next: 'n' } },
        { json: { items: [{ id: 'w2' }], next: null } },
      ],
    };
    const all = await cli(['worklist', '--ndjson', '--kind', 'approval'], { url: (await fakeLedger(routes)).url });
    expect(all.lines()).toEqual([{ id: 'w1', kind: 'approval' }, { id: 'w2' }]);
    const one = await cli(['worklist'], { url: (await fakeLedger(routes)).url });
    expect(one.stdout.split('\n')[1]).toBe('approval\t\t\t\t\t\t\tw1');
    expect(one.stderr).toContain('there is more');
  });

  it('a list that breaks off after a page is 3', async () => {
    const ledger = await fakeLedger({
      [`GET ${P}/worklist`]: [{ json: { items: [{ id: 'w1' }], next: 'n' } }, problem(503, 'store-unavailable')],
    });
    expect((await cli(['worklist', '--ndjson'], { url: ledger.url })).code).toBe(3);
  });

  it('history asks for what was asked', async () => {
    const ledger = await fakeLedger({ [`GET ${P}/assets/comp/history`]: { json: { items: [], next: null } } });
    await cli(['history', 'comp', '--types', 'approved', '--limit', '5', '--as-of', '17', '--include-causes'], {
      url: ledger.url,
    });
    expect(ledger.requests[0]?.query).toEqual({ types: 'approved', limit: '5', asOf: '17', include: 'causes' });
  });

  it('lineage is a tree for people and what was asked for otherwise', async () => {
    const graph = {
      root: 'comp',
      nodes: [
        { asset: 'comp', production: 'nightfall', state: 'temporary' },
        { asset: 'bg', production: 'nightfall', state: 'temporary' },
        { asset: 'plate', production: 'nightfall', state: 'clear' },
      ],
      edges: [
        { from: 'comp', to: 'bg', kind: 'component' },
        { from: 'comp', to: 'plate', kind: 'component' },
        { from: 'bg', to: 'plate', kind: 'derivation' },
      ],
      truncated: false,
    };
    const ledger = await fakeLedger({
      [`GET ${P}/assets/comp/lineage`]: (response, request) => {
        const mermaid = (request.headers.accept ?? '').startsWith('text/vnd.mermaid');
        response.writeHead(200, { 'Content-Type': mermaid ? 'text/vnd.mermaid' : 'application/json' });
        response.end(mermaid ? 'graph TD\n' : JSON.stringify(graph));
      },
    });
    expect((await cli(['lineage', 'comp', '--depth', '3'], { url: ledger.url })).stdout).toBe(
      'comp  temporary\n  <-component- bg  temporary\n    <-derivation- plate  clear\n  <-component- plate  clear  (see above)\n',
    );
    expect((await cli(['lineage', 'comp', '--format', 'mermaid'], { url: ledger.url })).stdout).toBe('graph TD\n');
    expect((await cli(['lineage', 'comp', '--format', 'dot'], { url: ledger.url })).code).toBe(3);
    expect((await cli(['lineage', 'comp', '--json'], { url: ledger.url })).json()).toEqual(graph);
  });

  it('api sends anything, and a decision fetched with it is still a decision', async () => {
    const ledger = await fakeLedger({
      'GET /health/ready': { text: 'ready', headers: { 'Content-Type': 'text/plain' } },
      'POST /v1/x': { status: 201, json: { decision: 'hold' }, headers: { 'Clearance-Decision': 'hold' } },
      'POST /v1/y': { status: 201, json: {}, headers: { 'Clearance-Decision': 'perhaps' } },
      'POST /v1/z': problem(422, 'invalid-request', {
        errors: [{ pointer: '/name', message: 'must be there', code: 'required' }],
      }),
    });
    const send = (words: string[]) => cli(['api', ...words], { url: ledger.url });
    expect(await send(['get', '/health/ready'])).toMatchObject({ code: 0, stdout: 'ready\n' });
    expect((await send(['POST', '/v1/x', '-d', '{"a":1}'])).code).toBe(2);
    expect((await send(['POST', '/v1/y', '-d', '{}'])).code).toBe(3);
    const refused = await send(['POST', '/v1/z', '-d', '{}']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('  /name: must be there');
    expect(ledger.requests[1]).toMatchObject({ body: '{"a":1}', headers: { 'content-type': 'application/json' } });
    expect((await send(['GET', 'https://elsewhere/'])).code).toBe(64);
  });

  it('--quiet says nothing but the code', async () => {
    const ledger = await fakeLedger({ [`GET ${P}/worklist`]: { json: { items: [{ id: 'w1' }], next: null } } });
    expect(await cli(['worklist', '--quiet'], { url: ledger.url })).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
