import { describe, expect, it } from 'vitest';
import { hashBytes } from '../hash/hash-file.js';
import { fakeLedger, problem, type FakeAnswer } from '../testing/fake-ledger.js';
import { cli, folderWith } from '../testing/run-cli.js';

const P = '/v1/productions/nightfall';
const MARCH = '2026-03-01T00:00:00.000Z';

/** Runs a command against one route, and gives what it sent there. */
async function ask(words: readonly string[], route: string, answer: FakeAnswer = { status: 201, json: {} }) {
  const ledger = await fakeLedger({ [route]: answer });
  const cwd = await folderWith({ 'signed.pdf': 'signed' });
  const seen = await cli(words, { url: ledger.url, cwd });
  const queries = ledger.requests.map(({ query }) => query);
  return { ...seen, queries, sent: route.startsWith('POST') ? ledger.sent(route) : [], requests: ledger.requests };
}
const signed = async () => ({
  ref: 'file:signed.pdf',
  title: 'signed.pdf',
  mediaType: 'application/pdf',
  digest: { sha256: (await hashBytes(Buffer.from('signed'))).sha256 },
});

describe('tool', () => {
  it('register says what it is called', async () => {
    const seen = await ask(
      ['tool', 'register', 'comfyui', '--name', 'ComfyUI', '--supplier', 'Comfy'],
      'POST /v1/tools',
    );
    expect(seen).toMatchObject({
      code: 0,
      stdout: 'tool comfyui is registered\n',
      sent: [{ id: 'comfyui', name: 'ComfyUI', supplier: 'Comfy' }],
    });
  });

  it('classify takes version, mode and class, none of which has a default', async () => {
    const route = 'POST /v1/tools/comfyui/classifications';
    const words = ['tool', 'classify', 'comfyui@0.3.*', '--mode', 'txt2img', '--class', 'generative'];
    const seen = await ask([...words, '--from', '2026-03-01T01:00:00+01:00', '--evidence', 'signed.pdf'], route);
    expect(seen).toMatchObject({
      code: 0,
      stdout: 'comfyui 0.3.* txt2img is classed generative\n',
      sent: [{ version: '0.3.*', mode: 'txt2img', class: 'generative', from: MARCH, evidence: [await signed()] }],
    });
    expect((await ask(words, route)).sent).toEqual([{ version: '0.3.*', mode: 'txt2img', class: 'generative' }]);
    for (const less of [words.with(2, 'comfyui'), words.with(2, '@1'), words.with(2, 'comfyui@'), words.slice(0, 5)]) {
      const refused = await ask(less, route);
      expect([refused.code, refused.requests]).toEqual([64, []]);
    }
    expect((await ask(words.with(6, 'artistic'), route)).code).toBe(64);
  });

  it('review says all that is asked of terms', async () => {
    const route = 'POST /v1/tools/comfyui/terms-reviews';
    const words = [
      ['tool', 'review', 'comfyui', '--reviewed-at', '2026-02-01T00:00:00Z', '--from', MARCH, '--tier', 'enterprise'],
      ['--processing', 'vendor', '--enterprise-agreement', 'yes', '--stores-io', 'no', '--trains-on-io', 'unknown'],
      ['--evidence', 'https://example.org/terms'],
    ].flat();
    const seen = await ask([...words, '--for', 'nightfall,daybreak'], route);
    expect(seen).toMatchObject({
      code: 0,
      stdout: `the terms of comfyui since ${MARCH} are recorded\n`,
      sent: [
        {
          reviewedAt: '2026-02-01T00:00:00.000Z',
          from: MARCH,
          tier: 'enterprise',
          processing: 'vendor',
          enterpriseAgreement: 'yes',
          storesIO: 'no',
          trainsOnIO: 'unknown',
          productions: ['nightfall', 'daybreak'],
          evidence: [{ ref: 'https://example.org/terms' }],
        },
      ],
    });
    const bare = await ask(['tool', 'review', 'comfyui', '--tier', 'x'], route);
    expect([bare.code, bare.stderr]).toEqual([
      64,
      'clearance: --reviewed-at, --from, --processing, --enterprise-agreement, --stores-io, --trains-on-io, --evidence must be given\n',
    ]);
  });

  it('suspend and reinstate say why, and from when', async () => {
    const suspend = await ask(
      ['tool', 'suspend', 'comfyui', '--reason', 'terms changed', '--from', '14d'],
      'POST /v1/tools/comfyui/suspend',
    );
    expect(seenOf(suspend)).toEqual([
      0,
      'tool comfyui is suspended from 2026-03-15T12:00:00.000Z\n',
      [{ reason: 'terms changed', from: '2026-03-15T12:00:00.000Z' }],
    ]);
    const reinstate = ['tool', 'reinstate', 'comfyui', '--reason', 'agreed'];
    expect(seenOf(await ask(reinstate, 'POST /v1/tools/comfyui/reinstate'))).toEqual([
      0,
      'tool comfyui is active again\n',
      [{ reason: 'agreed' }],
    ]);
    const refused = await ask(reinstate, 'POST /v1/tools/comfyui/reinstate', problem(409, 'wrong-state'));
    expect(refused.code).toBe(2);
    expect((await ask(reinstate, 'POST /v1/tools/comfyui/reinstate', problem(503, 'store-unavailable'))).code).toBe(3);
  });

  const terms = {
    tier: 'enterprise',
    from: MARCH,
    processing: 'third-party',
    enterpriseAgreement: 'yes',
    storesIO: 'no',
    trainsOnIO: 'no',
    productions: ['nightfall'],
    evidence: [{ ref: 'dms://terms/1' }],
    by: 'k.ito',
  };

  it('show tells everything that was said', async () => {
    const json = {
      id: 'comfyui',
      name: 'ComfyUI',
      supplier: 'Comfy',
      state: 'suspended',
      classifications: [
        { version: '*', mode: '*', class: 'generative', from: null, by: 'k.ito' },
        { version: '1.*', mode: 'upscale', class: 'assistive', from: MARCH, by: 'k.ito' },
      ],
      termsReviews: [terms],
      standings: [{ state: 'suspended', reason: 'terms changed', from: MARCH, by: 'n.okafor' }],
    };
    const seen = await ask(['tool', 'show', 'comfyui'], 'GET /v1/tools/comfyui', { json });
    expect(seen.stdout).toBe(
      [
        'comfyui  suspended  ComfyUI',
        '  supplier   Comfy',
        '  class      * *  generative  since ever  by k.ito',
        `  class      1.* upscale  assistive  since ${MARCH}  by k.ito`,
        `  terms      enterprise  since ${MARCH} for nightfall  processed by the third-party, enterprise agreement yes, keeps no, trains no  dms://terms/1  by k.ito`,
        `  suspended  from ${MARCH}  by n.okafor: terms changed`,
        '',
      ].join('\n'),
    );
    expect((await ask(['tool', 'show', 'comfyui', '--json'], 'GET /v1/tools/comfyui', { json })).json()).toEqual(json);
    expect((await ask(['tool', 'show', 'comfyui', '--mode', 'x'], 'GET /v1/tools/comfyui')).code).toBe(64);
  });

  it('show TOOL@VERSION asks how it is classed, for the production, then or now', async () => {
    const route = 'GET /v1/tools/comfyui/classification';
    const answer = {
      tool: 'comfyui',
      version: '1.2',
      mode: null,
      class: 'generative',
      terms,
      suspended: false,
      basis: [{ stream: 'tool-comfyui', revision: 1, type: 'classified', by: 'k.ito' }],
      at: MARCH,
      until: '2026-04-01T00:00:00.000Z',
    };
    const seen = await ask(['tool', 'show', 'comfyui@1.2', '--at', MARCH], route, { json: answer });
    expect([seen.code, seen.queries]).toEqual([0, [{ version: '1.2', at: MARCH, production: 'nightfall' }]]);
    expect(seen.stdout.split('\n')).toEqual([
      `comfyui 1.2 (mode not stated)  generative  at ${MARCH}, until 2026-04-01T00:00:00.000Z`,
      expect.stringMatching(/^ {2}terms {6}enterprise {2}since/),
      '  basis      tool-comfyui#1  classified  by k.ito',
      '',
    ]);
    const unknown = { ...answer, mode: 'x', class: null, terms: null, suspended: true, basis: [], until: null };
    expect((await ask(['tool', 'show', 'comfyui@1.2', '--mode', 'x'], route, { json: unknown })).stdout).toBe(
      `comfyui 1.2 x  not classed  at ${MARCH}\n  terms      not known: the tool is suspended\n`,
    );
  });

  it('list is a table', async () => {
    const items = [{ id: 'comfyui', name: 'ComfyUI', supplier: null, state: 'active' }];
    const seen = await ask(['tool', 'list', '--state', 'active'], 'GET /v1/tools', { json: { items, next: null } });
    expect([seen.stdout, seen.queries]).toEqual([
      'id\tname\tsupplier\tstate\ncomfyui\tComfyUI\t\tactive\n',
      [{ state: 'active' }],
    ]);
  });
});

describe('vendor', () => {
  it('register and assess say what was found', async () => {
    const made = await ask(['vendor', 'register', 'acme', '--name', 'ACME'], 'POST /v1/vendors');
    expect(seenOf(made)).toEqual([0, 'vendor acme is registered\n', [{ id: 'acme', name: 'ACME' }]]);
    const route = 'POST /v1/vendors/acme/assessments';
    const seen = await ask(
      [
        ['vendor', 'assess', 'acme', '--assessed-at', MARCH, '--expires', '90d', '--data-handling', 'pass'],
        ['--creative-control', 'conditional', '--results', 'unknown', '--conditions', 'shots are signed off'],
        ['--for', 'nightfall', '--evidence', 'signed.pdf'],
      ].flat(),
      route,
    );
    expect(seenOf(seen)).toEqual([
      0,
      'the assessment of acme until 2026-05-30T12:00:00.000Z is recorded\n',
      [
        {
          assessedAt: MARCH,
          expiresAt: '2026-05-30T12:00:00.000Z',
          dataHandling: 'pass',
          creativeControl: 'conditional',
          results: 'unknown',
          conditions: 'shots are signed off',
          productions: ['nightfall'],
          evidence: [await signed()],
        },
      ],
    ]);
    expect((await ask(['vendor', 'assess', 'acme', '--results', 'pass'], route)).code).toBe(64);
    expect((await ask(['vendor', 'assess', 'acme', '--results', 'fine'], route)).code).toBe(64);
  });

  const assessment = {
    assessedAt: MARCH,
    expiresAt: '2026-06-01T00:00:00.000Z',
    dataHandling: 'pass',
    creativeControl: 'conditional',
    results: 'pass',
    conditions: 'shots are signed off',
    productions: null,
    evidence: [{ ref: 'dms://a/1' }],
    by: 'k.ito',
  };

  it('show tells the assessment in force, and all that were recorded', async () => {
    const json = {
      id: 'acme',
      name: 'ACME',
      state: 'assessed',
      at: MARCH,
      until: '2026-06-01T00:00:00.000Z',
      assessment,
      assessments: [assessment],
    };
    const said = `${MARCH} to 2026-06-01T00:00:00.000Z  data handling pass, creative control conditional, results pass (shots are signed off)  dms://a/1`;
    const seen = await ask(['vendor', 'show', 'acme'], 'GET /v1/vendors/acme', { json });
    expect([seen.stdout, seen.queries]).toEqual([
      [
        'acme  assessed  ACME',
        `  at         ${MARCH}, until 2026-06-01T00:00:00.000Z`,
        `  in force   ${said}`,
        `  recorded   ${said}  by k.ito`,
        '',
      ].join('\n'),
      [{ production: 'nightfall' }],
    ]);
    const none = { ...json, state: 'not-assessed', assessment: null, assessments: [], until: null };
    expect((await ask(['vendor', 'show', 'acme'], 'GET /v1/vendors/acme', { json: none })).stdout).toBe(
      `acme  not-assessed  ACME\n  at         ${MARCH}\n  in force   nothing\n`,
    );
  });

  it('list is a table', async () => {
    const items = [
      { id: 'acme', name: 'ACME', state: 'assessed', assessment },
      { id: 'zenith', state: 'not-assessed' },
    ];
    const seen = await ask(['vendor', 'list'], 'GET /v1/vendors', { json: { items, next: null } });
    expect(seen.stdout).toBe(
      'id\tname\tstate\tdata\tcreative\tresults\tuntil\n' +
        'acme\tACME\tassessed\tpass\tconditional\tpass\t2026-06-01T00:00:00.000Z\n' +
        'zenith\t\tnot-assessed\t\t\t\t\n',
    );
  });
});

describe('consent', () => {
  const route = `POST ${P}/consents`;
  const words = [
    ['consent', 'record', '--performer', 'performer_7', '--purpose', 'de-ageing', '--use', 'face, episode 1'],
    ['--languages', '*', '--territories', 'US,DE', '--mediums', 'svod', '--from', 'open', '--until', '365d'],
    ['--document', 'signed.pdf', '--guild-ok', 'yes'],
  ].flat();
  const json = { id: 'con_1', kind: 'consent', state: 'granted', until: '2027-03-01T12:00:00.000Z' };

  it('record says all of what was agreed, with the digest of the document', async () => {
    const seen = await ask([...words, '--use', 'voice', '--group', 'sag'], route, { status: 201, json });
    expect(seenOf(seen)).toEqual([
      0,
      'consent con_1 is recorded, granted, until 2027-03-01T12:00:00.000Z\n',
      [
        {
          performer: 'performer_7',
          purpose: 'de-ageing',
          uses: ['face, episode 1', 'voice'],
          languages: ['*'],
          territories: ['US', 'DE'],
          mediums: ['svod'],
          window: { from: null, until: '2027-03-01T12:00:00.000Z' },
          document: await signed(),
          guildOk: 'yes',
          group: 'sag',
        },
      ],
    ]);
  });

  it('record leaves nothing to a default (64)', async () => {
    for (const name of words.filter((word) => word.startsWith('--'))) {
      const less = await ask(words.toSpliced(words.indexOf(name), 2), route);
      expect([name, less.code, less.requests]).toEqual([name, 64, []]);
    }
    expect((await ask([...words, '--licensor', 'library_3'], route)).code).toBe(64);
  });

  it('record of a licence asks nothing about a guild', async () => {
    const licence = words.with(2, '--licensor').with(3, 'library_3').slice(0, -2);
    const seen = await ask(licence, route, { status: 201, json: { id: 'con_2', kind: 'licence', state: 'pending' } });
    expect([seen.code, seen.stdout]).toEqual([0, 'licence con_2 is recorded, pending\n']);
    expect(seen.sent).toMatchObject([{ licensor: 'library_3' }]);
    expect(seen.sent).not.toMatchObject([{ guildOk: expect.anything() }]);
  });

  it.each([
    ['withdraw', 'withdrawn'],
    ['suspend', 'suspended'],
    ['reinstate', 'reinstated'],
  ])('%s says why, from when and on what', async (name, done) => {
    const path = `POST ${P}/consents/con_1/${name}`;
    const seen = await ask(
      ['consent', name, 'con_1', '--reason', 'by letter', '--effective-at', MARCH, '--evidence', 'urn:letter:1'],
      path,
    );
    expect(seenOf(seen)).toEqual([
      0,
      `con_1 is ${done} from ${MARCH}\n`,
      [{ reason: 'by letter', effectiveAt: MARCH, evidence: [{ ref: 'urn:letter:1' }] }],
    ]);
    const still = await ask(['consent', name, 'con_1', '--reason', 'x'], path, { json: { state: 'expired' } });
    expect(still.stdout).toBe(`con_1 is ${done}, now expired\n`);
    expect((await ask(['consent', name, 'con_1'], path)).code).toBe(64);
    expect((await ask(['consent', name, 'con_1', '--reason', 'x'], path, problem(404, 'not-found'))).code).toBe(2);
  });

  it('show tells what was agreed, how it stands, and why', async () => {
    const view = {
      id: 'con_1',
      kind: 'consent',
      performer: 'performer_7',
      licensor: null,
      state: 'suspended',
      at: MARCH,
      until: null,
      purpose: 'de-ageing',
      uses: ['face', 'voice'],
      territories: ['US', 'DE'],
      languages: ['*'],
      mediums: ['svod'],
      window: { from: MARCH, until: null },
      document: { ref: 'dms://c/1' },
      guildOk: 'yes',
      group: 'sag',
      groupSuspended: true,
      changes: [{ type: 'suspended', effectiveAt: MARCH, by: 'k.ito', reason: 'by letter', evidence: [] }],
      recordedAt: MARCH,
      recordedBy: 'k.ito',
    };
    const seen = await ask(['consent', 'show', 'con_1', '--at', MARCH], `GET ${P}/consents/con_1`, { json: view });
    expect([seen.stdout, seen.queries]).toEqual([
      [
        'con_1  suspended  consent of performer_7',
        `  at         ${MARCH}`,
        '  purpose    de-ageing',
        '  use        face',
        '  use        voice',
        '  where      US DE / * / svod',
        `  window     ${MARCH} to no end`,
        '  document   dms://c/1',
        '  guild      yes',
        '  group      sag, suspended',
        `  suspended  from ${MARCH}  by k.ito: by letter`,
        `  recorded   ${MARCH}  by k.ito`,
        '',
      ].join('\n'),
      [{ at: MARCH }],
    ]);
  });

  it('impact tells what rests on it', async () => {
    const path = `GET ${P}/consents/con_1/impact`;
    const lead = { asset: 'lead', state: 'denied', cites: true };
    const words = ['consent', 'impact', 'con_1'];
    const one = { json: { assets: [lead], deliveries: [], total: 1 } };
    expect((await ask(words, path, one)).stdout).toBe('1 asset rests on con_1\n  asset      lead  denied  cites it\n');
    const deliveries = [{ delivery: 'ep101', state: 'compromised', released: true }];
    const assets = [lead, { asset: 'comp', state: 'denied', cites: false }];
    expect((await ask(words, path, { json: { assets, deliveries, total: 5 } })).stdout).toBe(
      [
        '5 assets rest on con_1',
        '  delivery   ep101  compromised  holds it in a live release',
        '  asset      lead  denied  cites it',
        '  asset      comp  denied',
        '  more       3',
        '',
      ].join('\n'),
    );
    const none = { json: { assets: [], deliveries: [], total: 0 } };
    expect((await ask(words, path, none)).stdout).toBe('nothing rests on con_1\n');
  });

  it('list is a table of what is asked for', async () => {
    const items = [
      { ...json, performer: 'performer_7', window: { until: MARCH }, group: 'sag', purpose: 'de-ageing' },
      { id: 'lic_1', kind: 'licence', licensor: 'library_3', state: 'expired', window: {}, purpose: 'a plate' },
    ];
    const options = ['--performer', 'performer_7', '--state', 'granted,expired', '--expires-before', '30d'];
    const seen = await ask(['consent', 'list', ...options], `GET ${P}/consents`, { json: { items, next: null } });
    expect([seen.stdout, seen.queries]).toEqual([
      'id\tkind\tby\tstate\tuntil\tgroup\tpurpose\n' +
        `con_1\tconsent\tperformer_7\tgranted\t${MARCH}\tsag\tde-ageing\n` +
        'lic_1\tlicence\tlibrary_3\texpired\t\t\ta plate\n',
      [{ performer: 'performer_7', state: 'granted,expired', expiresBefore: '2026-03-31T12:00:00.000Z' }],
    ]);
  });
});

describe('consent-group', () => {
  it.each([
    ['suspend', 'suspended'],
    ['lift', 'lifted'],
  ])('%s says why', async (name, done) => {
    const path = `POST ${P}/consent-groups/sag/${name}`;
    const seen = await ask(['consent-group', name, 'sag', '--reason', 'strike'], path);
    expect(seenOf(seen)).toEqual([0, `the group sag is ${done}\n`, [{ reason: 'strike' }]]);
    expect((await ask(['consent-group', name, 'sag'], path)).code).toBe(64);
    expect((await ask(['consent-group', name, 'sag', '--reason', 'x'], path, problem(409, 'wrong-state'))).code).toBe(
      2,
    );
  });
});

function seenOf({ code, stdout, sent }: { code: number | null; stdout: string; sent: unknown[] }) {
  return [code, stdout, sent];
}
