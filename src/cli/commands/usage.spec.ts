import { describe, expect, it } from 'vitest';
import { hashBytes } from '../hash/hash-file.js';
import { fakeLedger, problem, type FakeAnswer } from '../testing/fake-ledger.js';
import { cli, folderWith } from '../testing/run-cli.js';

const P = '/v1/productions/nightfall/usages';
const SHA = 'a'.repeat(64);
const USAGE = { id: 'skies', state: 'approved', quorum: { needed: 1, have: 1 } };

/** Runs a command against one route, and gives what it sent there. */
async function ask(words: readonly string[], route: string, answer: FakeAnswer = { status: 200, json: USAGE }) {
  const ledger = await fakeLedger({ [route]: answer });
  const cwd = await folderWith({ 'signed.pdf': 'signed', 'sky.exr': 'stars' });
  const seen = await cli(words, { url: ledger.url, cwd });
  const queries = ledger.requests.map(({ query }) => query);
  return { ...seen, queries, sent: route.startsWith('POST') ? ledger.sent(route) : [], requests: ledger.requests };
}
const EVIDENCE = ['--evidence', 'dms://legal/1'];

describe('usage propose', () => {
  const words = [
    ['usage', 'propose', '--purpose', 'painted skies', '--tool', 'comfyui@0.3.*:txt2img,inpaint', '--tool', 'veo@3:*'],
    ['--performers', 'p_7,p_8', '--kind', 'written', '--rule', 'base-generated', '--reach', 'contained'],
    ['--prominence', 'incidental', '--classes', 'final', '--territories', '*', '--languages', '*', '--mediums', 'svod'],
  ].flat();
  const scope = {
    prominence: 'incidental',
    classes: ['final'],
    territories: ['*'],
    languages: ['*'],
    mediums: ['svod'],
  };
  const sent = {
    purpose: 'painted skies',
    tools: [
      { id: 'comfyui', version: '0.3.*', modes: ['txt2img', 'inpaint'] },
      { id: 'veo', version: '3', modes: ['*'] },
    ],
    performers: ['p_7', 'p_8'],
    kind: 'written',
    rules: ['base-generated'],
    reach: 'contained',
    scope,
  };

  it('says all of it, and nothing by default', async () => {
    const seen = await ask(words, `POST ${P}`, { status: 201, json: { ...USAGE, state: 'proposed' } });
    expect(seen).toMatchObject({ code: 0, stdout: 'usage skies is proposed\n', sent: [sent] });
    const more = [
      '--id',
      'skies',
      '--from',
      '2026-04-01T00:00:00Z',
      '--until',
      '2026-05-01T00:00:00Z',
      '--note',
      'E101',
    ];
    const window = { from: '2026-04-01T00:00:00.000Z', until: '2026-05-01T00:00:00.000Z' };
    expect((await ask([...words, ...more], `POST ${P}`)).sent).toEqual([
      { ...sent, id: 'skies', note: 'E101', scope: { ...scope, window } },
    ]);
    const nobody = words.with(words.indexOf('p_7,p_8'), 'none');
    expect((await ask(nobody, `POST ${P}`)).sent).toEqual([{ ...sent, performers: [] }]);
  });

  it('sends nothing where something is missing or cannot be read', async () => {
    const bare = await ask(['usage', 'propose', ...words.slice(words.indexOf('--kind'))], `POST ${P}`);
    expect([bare.code, bare.stderr]).toEqual([64, 'clearance: --purpose, --tool, --performers must be given\n']);
    for (const tool of ['comfyui', 'comfyui@0.3', 'comfyui@0.3:', '@1:*', 'comfyui@0.3:a,,b']) {
      const refused = await ask(words.with(words.indexOf('veo@3:*'), tool), `POST ${P}`);
      expect([tool, refused.code, refused.requests]).toEqual([tool, 64, []]);
    }
    expect((await ask(words.with(words.indexOf('contained'), 'far'), `POST ${P}`)).code).toBe(64);
  });
});

describe('deciding on a usage', () => {
  it('approve, reject and revoke send what is theirs, and tell how it stands', async () => {
    const given = await ask(
      [
        'usage',
        'approve',
        'skies',
        ...EVIDENCE,
        '--granted-by',
        'J. Doe',
        '--expires',
        '2027-01-01T00:00:00Z',
        '--note',
        'n',
      ],
      `POST ${P}/skies/approve`,
      { status: 200, json: { ...USAGE, state: 'pending-quorum', quorum: { needed: 2, have: 1 } } },
    );
    expect(given).toMatchObject({
      code: 0,
      stdout: 'usage skies is pending-quorum, approved by 1 of 2\n',
      sent: [
        {
          evidence: [{ ref: 'dms://legal/1' }],
          grantedBy: { name: 'J. Doe' },
          expiresAt: '2027-01-01T00:00:00.000Z',
          note: 'n',
        },
      ],
    });
    expect((await ask(['usage', 'approve', 'skies'], `POST ${P}/skies/approve`)).code).toBe(64);
    const rejected = await ask(['usage', 'reject', 'skies', '--reason', 'no'], `POST ${P}/skies/reject`);
    expect(rejected.sent).toEqual([{ reason: 'no' }]);
    expect((await ask(['usage', 'reject', 'skies'], `POST ${P}/skies/reject`)).code).toBe(64);
    const revoke = ['usage', 'revoke', 'skies', '--reason', 'r'];
    expect((await ask(revoke, `POST ${P}/skies/revoke`)).sent).toEqual([{ reason: 'r', effect: 'ab-initio' }]);
    const dated = await ask(
      [...revoke, '--effect', 'from', '--effective-at', '2027-01-01T00:00:00Z'],
      `POST ${P}/skies/revoke`,
    );
    expect(dated.sent).toEqual([{ reason: 'r', effect: 'from', effectiveAt: '2027-01-01T00:00:00.000Z' }]);
    expect((await ask([...revoke, '--effective-at', '2027-01-01T00:00:00Z'], `POST ${P}/skies/revoke`)).code).toBe(64);
  });

  it('conform takes assets by id, or bytes by digest and file, never both', async () => {
    const route = `POST ${P}/skies/conformance`;
    const words = ['usage', 'conform', 'skies'];
    const answer = { status: 201, json: { id: 'cfm_1', digests: [SHA, SHA] } };
    const assets = await ask([...words, 'sky', 'moon@nightfall', ...EVIDENCE, '--note', 'n'], route, answer);
    expect(assets).toMatchObject({
      code: 0,
      stdout: 'cfm_1 confirms 2 digests under skies\n',
      sent: [{ assets: ['sky', 'moon'], evidence: [{ ref: 'dms://legal/1' }], note: 'n' }],
    });
    const bytes = await ask([...words, `sha256:${SHA}`, '--file', 'sky.exr', ...EVIDENCE], route, answer);
    const { sha256 } = await hashBytes(Buffer.from('stars'));
    expect(bytes.sent).toEqual([{ digests: [{ sha256: SHA }, { sha256 }], evidence: [{ ref: 'dms://legal/1' }] }]);
    for (const wrong of [
      ['sky', `sha256:${SHA}`],
      ['sky', '--file', 'sky.exr'],
      [],
      [`md5:${'a'.repeat(32)}`],
      ['sky@daybreak'],
    ]) {
      const refused = await ask([...words, ...wrong, ...EVIDENCE], route, answer);
      expect([wrong, refused.code, refused.requests]).toEqual([wrong, 64, []]);
    }
    expect((await ask([...words, '--file', 'gone.exr', ...EVIDENCE], route, answer)).code).toBe(3);
    expect((await ask([...words, 'sky'], route, answer)).code).toBe(64);
  });

  it('what is refused is told with what is outside, and exits 2', async () => {
    const refused = await ask(
      ['usage', 'conform', 'skies', 'sky', ...EVIDENCE],
      `POST ${P}/skies/conformance`,
      problem(409, 'wrong-state', {
        errors: [{ pointer: '/assets/0', message: 'veo 3 (mode not stated) is not among its tools' }],
      }),
    );
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('veo 3')]);
  });

  it('unconform takes a confirmation back', async () => {
    const seen = await ask(
      ['usage', 'unconform', 'skies', 'cfm_1', '--reason', 'another sky'],
      `POST ${P}/skies/conformance/cfm_1/revoke`,
    );
    expect(seen).toMatchObject({ code: 0, stdout: 'cfm_1 is revoked\n', sent: [{ reason: 'another sky' }] });
  });
});

describe('asking about usages', () => {
  it('show tells all that was said', async () => {
    const json = {
      ...USAGE,
      purpose: 'painted skies',
      tools: [{ id: 'comfyui', version: '0.3.*', modes: ['txt2img'] }],
      performers: [],
      rules: ['base-generated'],
      kind: 'written',
      reach: 'contained',
      scope: {
        prominence: 'incidental',
        classes: ['final'],
        territories: ['*'],
        languages: ['*'],
        mediums: ['svod'],
        window: { from: null, until: 'U' },
      },
      note: null,
      proposedAt: 'T1',
      proposedBy: 'director',
      approvals: [{ at: 'T2', by: 'ito', inForce: false, evidence: [{ ref: 'dms://1' }] }],
      rejection: null,
      revocation: { at: 'T3', by: 'kim', reason: 'r', evidence: [] },
      conformances: [{ id: 'cfm_1', digests: 2, by: 'okafor', revoked: {} }],
    };
    const seen = await ask(['usage', 'show', 'skies'], `GET ${P}/skies`, { status: 200, json });
    expect(seen.stdout).toBe(`skies  approved  painted skies
  tool       comfyui 0.3.*  txt2img
  performers nobody
  clears     base-generated  written, contained
  prominence incidental
  where      final / * / * / svod
  window     ever to U
  proposed   T1  by director
  quorum     1 of 1
  approved   T2  by ito, ended  dms://1
  revocation T3  by kim: r
  conforms   cfm_1  2 digests  by okafor, revoked
`);
  });

  it('list and assets filter', async () => {
    const page = {
      status: 200,
      json: { items: [{ ...USAGE, kind: 'written', purpose: 'p' }], next: null, position: '1' },
    };
    const listed = await ask(
      [
        'usage',
        'list',
        '--state',
        'proposed',
        '--tool',
        'veo',
        '--rule',
        'R',
        '--performer',
        'p',
        '--by',
        'b',
        '--kind',
        'k',
        '--limit',
        '5',
      ],
      `GET ${P}`,
      page,
    );
    expect(listed.queries).toEqual([
      { state: 'proposed', tool: 'veo', rule: 'R', performer: 'p', by: 'b', kind: 'k', limit: '5' },
    ]);
    expect(listed.stdout).toContain('skies\tapproved\t1 of 1\twritten');
    const assets = await ask(['usage', 'assets', 'skies', '--confirmed', 'no'], `GET ${P}/skies/assets`, {
      status: 200,
      json: {
        items: [{ asset: 'sky', state: 'needs-approval', confirmed: null, clears: false, outside: ['a', 'b'] }],
        next: null,
      },
    });
    expect(assets).toMatchObject({
      queries: [{ confirmed: 'no' }],
      stdout: expect.stringContaining('sky\tneeds-approval\t\tno\ta; b'),
    });
  });
});
