import { describe, expect, it } from 'vitest';
import { caller, expectProblem, openStage, type Answer, type Caller } from '../harness/index.js';
import { housePack } from './house-pack.js';

interface Pack {
  id: string;
  version: string;
  title: string;
  digest: string;
  builtIn: boolean;
  publishedAt: string | null;
  publishedBy: string | null;
}
interface Detail extends Pack {
  pack: { rules: { id: string }[] };
  tests: { id: string }[];
  position: string;
}
interface Located {
  errors: { pointer: string; message: string; code: string; line: number; column: number }[];
}

const stage = await openStage('pol_publishing');
const { root } = stage;

const publish = (content: string, contentType = 'application/yaml', headers: Record<string, string> = {}, by = root) =>
  by.send<Detail>('POST', '/v1/policies', { raw: { contentType, content }, headers });
const packs = async (query: Record<string, string> = {}, by: Caller = root) =>
  (await by.get<{ items: Pack[]; next: string | null }>('/v1/policies', query)).body;
const faultsOf = (answer: Answer<unknown>) =>
  ((answer.body as Partial<Located>).errors ?? []).map(({ line, column, code, pointer }) => [
    line,
    column,
    code,
    pointer,
  ]);

describe('publishing a pack', () => {
  it('keeps a version with its digest and its tests, for YAML and JSON alike', async () => {
    const published = await publish(housePack('pubhouse'));
    expect(published.status).toBe(201);
    expect(published.body).toEqual({
      id: 'pubhouse',
      version: '1',
      title: 'House rules of pubhouse',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      builtIn: false,
      publishedAt: expect.stringMatching(/Z$/) as string,
      publishedBy: expect.any(String) as string,
      position: published.headers['clearance-position'],
    });
    expect(published.headers['location']).toBe('/v1/policies/pubhouse/1');
    const { body } = await root.get<Detail>('/v1/policies/pubhouse/1');
    expect([body.digest, body.pack.rules.map(({ id }) => id), body.tests.map(({ id }) => id)]).toEqual([
      published.body.digest,
      ['PUBHOUSE-1', 'PUBHOUSE-2'],
      ['prominent', 'generated'],
    ]);
    const { pack, tests } = body;
    const other = await publish(JSON.stringify({ ...pack, version: '2', tests }), 'application/json');
    expect(other.status).toBe(201);
    const again = await publish(JSON.stringify({ ...pack, version: '1.0', tests: [] }), 'application/json');
    expect([again.status, again.body.digest === published.body.digest]).toEqual([201, false]);
    expect((await packs({ id: 'pubhouse' })).items.map(({ version }) => version)).toEqual(['1', '2', '1.0']);
  });

  it('happens once a version; the same request under the same key is answered again (E5)', async () => {
    const key = { 'Idempotency-Key': 'publish-once' };
    const first = await publish(housePack('oncehouse'), 'application/yaml', key);
    const again = await publish(`${housePack('oncehouse')}\n# the same in other words\n`, 'text/yaml', key);
    expect([first.status, again.status, again.headers['idempotent-replayed'], again.body]).toEqual([
      201,
      201,
      'true',
      first.body,
    ]);
    expectProblem(await publish(housePack('oncehouse')), 409, 'already-exists');
    const other = await publish(housePack('oncehouse', '2'), 'application/yaml', key);
    expectProblem(other, 422, 'idempotency-key-reused');
  });

  it('never takes the name of a pack that comes with the ledger', async () => {
    const { body } = await root.get<Detail>('/v1/policies/eu-ai-act-50/2026.08');
    const text = (version: string) => JSON.stringify({ ...body.pack, version });
    expectProblem(await publish(text('2026.08'), 'application/json'), 409, 'already-exists');
    expect((await publish(text('2026.08.1'), 'application/json')).status).toBe(201);
    for (const id of ['base', 'combined']) {
      const refused = await publish(housePack(id));
      expectProblem(refused, 422, 'invalid-pack');
      expect(faultsOf(refused)).toContainEqual([1, 1, 'not-allowed', '/id']);
    }
  });

  it('is refused with line and column of everything that is wrong', async () => {
    const broken = await publish(
      housePack('badhouse', '1', ['equals: library', 'equals: libary'], ["equals: 'no' }", "equals: 'maybe' }"]),
    );
    const problem = expectProblem(broken, 422, 'invalid-pack');
    expect(problem.detail).toMatch(/^Line 26, column \d+: .*\(and 1 more\)\.$/);
    expect(faultsOf(broken)).toEqual([
      [26, 33, 'outside-model', '/rules/0/when/all/1/equals'],
      [27, 34, 'outside-model', '/rules/0/when/all/2/equals'],
    ]);
    const unreadable = await publish('id: [badhouse');
    expectProblem(unreadable, 422, 'invalid-pack');
    expect(faultsOf(unreadable)[0]?.slice(2)).toEqual(['syntax', '']);
    expectProblem(await publish('{"id": ', 'application/json'), 400, 'malformed-body');
    expectProblem(await publish('[]', 'application/json'), 422, 'invalid-pack');
    expectProblem(await publish(housePack('badhouse'), 'text/plain'), 415, 'unsupported-media-type');
    expectProblem(await root.get('/v1/policies/badhouse/1'), 404, 'not-found');
  });

  it('is refused where a test of the pack fails, at its expectation', async () => {
    const failing = await publish(housePack('failhouse', '1', ['{ FAILHOUSE-1: approval }', '{}']));
    expectProblem(failing, 422, 'invalid-pack');
    expect((failing.body as unknown as Located).errors).toEqual([
      {
        line: 42,
        column: 5,
        pointer: '/tests/0/expect',
        message: 'test "prominent": found and not expected: approval FAILHOUSE-1',
        code: 'failed-test',
      },
    ]);
    expectProblem(await root.get('/v1/policies/failhouse/1'), 404, 'not-found');
  });

  it('takes an admin of all productions', async () => {
    for (const by of [stage.cast.admin, stage.cast.ito])
      expectProblem(await publish(housePack('nohouse'), 'application/yaml', {}, by), 403, 'role-required');
    expectProblem(
      await publish(housePack('nohouse'), 'application/yaml', {}, caller(stage.ledger.url, null)),
      401,
      'unauthorized',
    );
  });
});

describe('the packs there are', () => {
  it('begin with those that come with the ledger, and are there for every token', async () => {
    const { items } = await packs({ limit: '1000' }, stage.cast.hook);
    const builtIn = items.filter((pack) => pack.builtIn);
    expect(builtIn).toEqual([
      {
        id: 'base',
        version: '1',
        title: 'The rules of every production',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        builtIn: true,
        publishedAt: null,
        publishedBy: null,
      },
      expect.objectContaining({ id: 'eu-ai-act-50', version: '2026.08' }),
      expect.objectContaining({ id: 'netflix-genai', version: '2025.11' }),
    ]);
    expect(items.map(({ id }) => id)).toEqual(items.map(({ id }) => id).toSorted());
    for (const { id, version, digest } of builtIn) {
      const { status, body } = await stage.cast.hook.get<Detail>(`/v1/policies/${id}/${version}`);
      expect([status, body.digest, body.pack.rules.length > 0]).toEqual([200, digest, true]);
    }
    expect((await root.get<Detail>('/v1/policies/netflix-genai/2025.11')).body.tests.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['v1', 'v14']),
    );
  });

  it('come in pages', async () => {
    const all = (await packs({ limit: '1000' })).items;
    const seen: Pack[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: Pack[]; next: string | null } = await packs({
        limit: '2',
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    expect(seen.map(({ id, version }) => `${id}@${version}`)).toEqual(all.map(({ id, version }) => `${id}@${version}`));
  });

  it('have a form that editors can read', async () => {
    const { status, body } = await root.get<{ title: string; required: string[] }>('/v1/policies/schema');
    expect([status, body.title, body.required]).toEqual([
      200,
      'Policy pack',
      ['id', 'version', 'title', 'notice', 'sources', 'rules'],
    ]);
  });
});
