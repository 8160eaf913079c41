import { describe, expect, it } from 'vitest';
import {
  caller,
  cloudEvent,
  issueToken,
  openStage,
  type Answer,
  type Caller,
  type Method,
  type Problem,
  type Role,
} from '../harness/index.js';
import { EXPECTED, type Access } from './expected.js';
import { declaredRoutes, documentedRoutes } from './routes.js';

const OWN = 'az_own';
const FOREIGN = 'az_foreign';
const NEVER_OPENED = 'az_nowhere';
const ROLES: readonly Role[] = ['emitter', 'reviewer', 'delivery', 'auditor', 'admin', 'break-glass'];

const stage = await openStage(OWN);
const foreign = await openStage(FOREIGN);
const documented = documentedRoutes(
  (await stage.root.get<{ paths: Record<string, object> }>('/openapi.json')).body,
).sort();
const declared = (await declaredRoutes()).sort();
const routes = [...new Set([...documented, ...declared])].map((route) => {
  const [method = '', path = ''] = route.split(' ');
  return { route, method: method as Method, path };
});

/** Bodies of a check are read only where its delivery is there. */
const DELIVERY = 'package';
for (const each of [stage, foreign]) await each.openDelivery(DELIVERY);

const hire = (role: Role, where: string, kind: 'person' | 'service' = 'person') =>
  issueToken(stage.root, {
    subject: `${role}.${kind}@${where}.example`,
    kind,
    grants: [{ role, productions: [where === 'everywhere' ? '*' : where] }],
  });
interface Actor {
  readonly role: Role;
  readonly by: Caller;
}
const cast = (where: string) =>
  Promise.all(ROLES.map(async (role): Promise<Actor> => ({ role, by: await hire(role, where) })));
const ours = await cast(OWN);
const strangers = await cast(FOREIGN);
const everywhere = await cast('everywhere');
const services = await Promise.all(
  ROLES.map(async (role): Promise<Actor> => ({ role, by: await hire(role, OWN, 'service') })),
);
const held = (productions: string[]) =>
  Promise.all(
    ROLES.map(async (role): Promise<Actor> => ({
      role,
      by: await issueToken(stage.root, {
        subject: `${role}@vendor.example`,
        kind: 'person',
        grants: [{ role, productions }],
        restrict: { subjects: ['vendor/'] },
      }),
    })),
  );
const vendors = await held([OWN]);
const heldEverywhere = await held(['*']);

/** Asks a route in a way that can only be refused: what is looked at is which refusal comes first (E6). */
function probe(
  by: Caller,
  { method, path }: { method: Method; path: string },
  production: string,
): Promise<Answer<Problem>> {
  const target = path
    .replace('{production}', production)
    .replace('{delivery}', DELIVERY)
    .replace(/\{[^}]+\}/g, 'absent');
  if (method === 'GET') return by.send<Problem>('GET', target, { query: { 'no.such': '1' } });
  if (target === '/v1/events') {
    const event = cloudEvent(production, { event: 'registered', subject: 'absent', data: {} });
    return by.send<Problem>(method, target, {
      raw: { contentType: 'application/cloudevents+json', content: JSON.stringify(event) },
    });
  }
  return by.send<Problem>(method, target, { raw: { contentType: 'application/json', content: '{' } });
}

const verdict = ({ status, body }: Answer<Problem>) =>
  `${status} ${String(body.type).replace('urn:clearance:problem:', '')}`;
/** What comes after access: a parameter that is not known, a body that is no JSON, an event that is none. */
const passed = (method: Method, path: string) =>
  method === 'GET' || path === '/v1/events' ? /^422 invalid-(request|event)$/ : /^400 malformed-body$/;

const inProduction = (path: string) => path.includes('{production}') || path === '/v1/events';

function may(access: Access, path: string, role: Role, where: 'own' | 'everywhere'): boolean {
  if (path === '/v1/events') return role === 'emitter' || access === 'anonymous';
  if (access === 'anonymous' || access === 'token' || access === 'member') return true;
  if ('everywhere' in access) return where === 'everywhere' && access.everywhere.includes(role);
  return access.includes(role);
}

describe('the list of routes', () => {
  it('is the same in the sources, in the API description and in what is expected here', () => {
    expect(declared).toEqual(documented);
    expect(Object.keys(EXPECTED).sort()).toEqual(documented);
  });
});

describe.each(routes.filter(({ route }) => route in EXPECTED))('$route', ({ route, method, path }) => {
  const { access, person, unrestricted } = EXPECTED[route]!;
  const open = passed(method, path);
  const at = { method, path };
  /** E6 for whoever has roles, but not in the production asked for. */
  const unseen = '404 not-found';
  const told = (answer: Answer<Problem>) => (open.test(verdict(answer)) ? 'open' : verdict(answer));
  const allowed = (role: Role, where: 'own' | 'everywhere') =>
    may(access, method === 'GET' ? path.replace('/v1/events', '/') : path, role, where);
  const lacking = path === '/v1/events' && method === 'POST' ? unseen : '403 role-required';

  it('E6: takes no request without a token, with an unknown one, or one in the wrong scheme', async () => {
    if (access === 'anonymous') return;
    const nobody = caller(stage.ledger.url, null);
    const unknown = caller(stage.ledger.url, `clr_${'A'.repeat(43)}`);
    for (const by of [nobody, unknown]) {
      for (const production of [OWN, NEVER_OPENED])
        expect(verdict(await probe(by, at, production))).toBe('401 unauthorized');
    }
    const secret = ours[0]!.by.token;
    const basic = await nobody.send<Problem>(method, path.replace(/\{[^}]+\}/g, OWN), {
      headers: { Authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` },
      ...(method === 'GET'
        ? { query: { 'no.such': '1' } }
        : { raw: { contentType: 'application/json', content: '{' } }),
    });
    // The token as a Basic password is for reading only.
    expect(basic.status === 401).toBe(method !== 'GET');
  });

  it('E6: is open to exactly these roles in the production', async () => {
    const seen: [Role, string][] = [];
    for (const { role, by } of ours) seen.push([role, told(await probe(by, at, OWN))]);
    expect(seen).toEqual(ROLES.map((role) => [role, allowed(role, 'own') ? 'open' : lacking]));
  });

  it('E6: shows a production to no role of another one, exactly as if it had never been opened', async () => {
    if (!inProduction(path) || (path === '/v1/events' && method === 'GET')) return;
    for (const { role, by } of strangers) {
      const hidden = await probe(by, at, OWN);
      const nowhere = await probe(by, at, NEVER_OPENED);
      expect([role, verdict(hidden), verdict(nowhere)]).toEqual([role, unseen, unseen]);
      const { instance: _one, ...said } = hidden.body;
      const { instance: _other, ...expected } = nowhere.body;
      expect(JSON.stringify(said).replaceAll(OWN, '?')).toBe(JSON.stringify(expected).replaceAll(NEVER_OPENED, '?'));
    }
  });

  it('E6: a role for all productions counts in each that is opened, and in none that is not', async () => {
    const seen: [Role, string][] = [];
    for (const { role, by } of everywhere) seen.push([role, told(await probe(by, at, FOREIGN))]);
    expect(seen).toEqual(ROLES.map((role) => [role, allowed(role, 'everywhere') ? 'open' : lacking]));
    if (!inProduction(path) || (path === '/v1/events' && method === 'GET')) return;
    const elsewhere: string[] = [];
    for (const { by } of everywhere) elsewhere.push(verdict(await probe(by, at, NEVER_OPENED)));
    expect(elsewhere).toEqual(ROLES.map(() => unseen));
  });

  it('E6: a service may do what takes no person, and only that', async () => {
    const seen: [Role, string][] = [];
    for (const { role, by } of services) seen.push([role, told(await probe(by, at, OWN))]);
    const granted = person === true ? '403 person-required' : 'open';
    expect(seen).toEqual(ROLES.map((role) => [role, allowed(role, 'own') ? granted : lacking]));
  });

  it('E6: a token held to other assets has no part in this, before the request is looked at', async () => {
    if (unrestricted !== true && (method === 'GET' || !path.includes('/assets/{id}'))) return;
    const seen: [Role, string][] = [];
    const where = typeof access === 'object' && 'everywhere' in access ? 'everywhere' : 'own';
    const actors = where === 'everywhere' ? heldEverywhere : vendors;
    for (const { role, by } of actors) seen.push([role, verdict(await probe(by, at, OWN))]);
    expect(seen).toEqual(ROLES.map((role) => [role, allowed(role, where) ? '403 restricted' : lacking]));
  });
});

describe('what the matrix asked', () => {
  it('recorded nothing', async () => {
    for (const each of [stage, foreign]) {
      const recorded = await each.events('asset-*,delivery-*,check-*,manifest-*,production-*,consent-*,group-*');
      expect(recorded.map(({ type }) => type)).toEqual(['opened', 'opened']);
    }
  });
});

describe('questions whose production is a parameter', () => {
  it.each(['/v1/live', '/v1/events'])('%s: shows a production to no role of another one', async (path) => {
    for (const { by } of strangers) {
      for (const production of [OWN, NEVER_OPENED])
        expect(verdict(await by.get<Problem>(path, { production }))).toBe('404 not-found');
    }
  });

  it('lists only the productions of the caller, and only their events', async () => {
    for (const { by } of strangers) {
      const listed = await by.get<{ items: { id: string }[] }>('/v1/productions');
      expect(listed.body.items.map(({ id }) => id)).toEqual([FOREIGN]);
      const events = await by.get<{ items: { data: { production: string } }[] }>('/v1/events', {
        types: '*',
        limit: 1000,
      });
      expect([...new Set(events.body.items.map(({ data }) => data.production))]).toEqual([FOREIGN]);
    }
  });
});

describe('tokens', () => {
  const of = (where: Actor[], role: Role) => where.find((actor) => actor.role === role)!.by;
  const wish = (role: Role, productions: string[]) => ({
    subject: 'new@studio.example',
    kind: 'service',
    grants: [{ role, productions }],
  });

  it('an admin issues tokens for their own production alone', async () => {
    const admin = of(ours, 'admin');
    const issue = async (productions: string[]) =>
      verdict(await admin.post<Problem>('/v1/tokens', wish('emitter', productions)));
    expect(await issue([FOREIGN])).toBe('404 not-found');
    expect(await issue([NEVER_OPENED])).toBe('404 not-found');
    expect(await issue([OWN, FOREIGN])).toBe('404 not-found');
    expect(await issue(['*'])).toBe('403 role-required');
    expect((await admin.post('/v1/tokens', wish('emitter', [OWN]))).status).toBe(201);
  });

  it('an admin sees and revokes the tokens of their own production alone', async () => {
    const admin = of(ours, 'admin');
    const stranger = await hire('emitter', FOREIGN);
    const both = await issueToken(stage.root, {
      subject: 'both@studio.example',
      kind: 'service',
      grants: [{ role: 'emitter', productions: [OWN, FOREIGN] }],
    });
    const revoke = async (id: string) =>
      verdict(await admin.post<Problem>(`/v1/tokens/${id}/revoke`, { reason: 'test' }));
    expect(await revoke(stranger.tokenId)).toBe('404 not-found');
    expect(await revoke('tok_absent')).toBe('404 not-found');
    expect(await revoke(both.tokenId)).toBe('403 role-required');
    const seen = await admin.get<{ items: { grants: { productions: string[] }[] }[] }>('/v1/tokens', { limit: 1000 });
    const reach = seen.body.items.map(({ grants }) => grants.flatMap(({ productions }) => productions));
    expect(reach.filter((productions) => !productions.includes(OWN) && !productions.includes('*'))).toEqual([]);
    expect(seen.text).not.toContain('clr_');
  });

  it('end when they are revoked, also for a request that is on its way to be read', async () => {
    const gone = await hire('delivery', OWN);
    expect((await gone.get('/v1/tokens/self')).status).toBe(200);
    const revoked = await stage.root.post(`/v1/tokens/${gone.tokenId}/revoke`, { reason: 'left' });
    expect(revoked.status).toBe(200);
    expect(verdict(await gone.get<Problem>('/v1/tokens/self'))).toBe('401 unauthorized');
  });
});
