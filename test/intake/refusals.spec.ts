import { describe, expect, it } from 'vitest';
import {
  caller,
  cloudEvent,
  expectProblem,
  issueToken,
  openStage,
  report,
  type BatchAnswer,
  type CloudEvent,
  type FactEvent,
} from '../harness/index.js';

const stage = await openStage('in_refusals');
const neighbour = await openStage('in_neighbour');
const registered: FactEvent = { event: 'registered', subject: 'plate', data: { name: 'Plate', kind: 'image' } };
const valid = cloudEvent(stage.production, registered);

function post(event: unknown, contentType = 'application/cloudevents+json', by = stage.cast.hook) {
  const content = typeof event === 'string' ? event : JSON.stringify(event);
  return by.send('POST', '/v1/events', { raw: { contentType, content } });
}

const without = (name: string): CloudEvent => {
  const { [name]: _left, ...rest } = valid;
  return rest as CloudEvent;
};
const withData = (fact: string, data: unknown) => cloudEvent(stage.production, { event: fact, subject: 'plate', data });
const sha = 'a'.repeat(64);

describe('malformed events: 422 invalid-event, located by JSON pointer', () => {
  it.each<[string, unknown, string]>([
    ['no id', without('id'), '/id'],
    ['no source', without('source'), '/source'],
    ['no subject', without('subject'), '/subject'],
    ['no production', without('production'), '/production'],
    ['another specversion', { ...valid, specversion: '0.3' }, '/specversion'],
    ['an unknown type', { ...valid, type: 'clearance.asset.blessed.v1' }, '/type'],
    ['a future version of a type', { ...valid, type: 'clearance.asset.registered.v2' }, '/type'],
    ['a subject with a space', { ...valid, subject: 'two words' }, '/subject'],
    ['a subject with a parent segment', { ...valid, subject: 'shots/../plate' }, '/subject'],
    ['a subject with a leading slash', { ...valid, subject: '/plate' }, '/subject'],
    ['a subject too long', { ...valid, subject: 'x'.repeat(201) }, '/subject'],
    ['a date without time', { ...valid, time: '2026-03-01' }, '/time'],
    ['a time without offset', { ...valid, time: '2026-03-01T10:00:00' }, '/time'],
    ['a time far ahead', { ...valid, time: '2199-01-01T00:00:00Z' }, '/time'],
    ['no data', without('data'), '/data'],
    ['a missing name', withData('registered', { kind: 'image' }), '/data/name'],
    ['an unknown kind', withData('registered', { name: 'x', kind: 'hologram' }), '/data/kind'],
    ['an unknown member', withData('registered', { name: 'x', kind: 'image', colour: 'red' }), '/data/colour'],
    ['a digest too short', withData('bytes-identified', { digests: { sha256: 'abc' } }), '/data/digests/sha256'],
    ['no digest', withData('bytes-identified', { digests: {} }), '/data/digests'],
    ['a derivation from nothing', withData('derived-from', { inputs: [] }), '/data/inputs'],
    ['an unknown edge', withData('derived-from', { inputs: [{ asset: 'a', kind: 'cousin' }] }), '/data/inputs/0/kind'],
    ['an input without a name', withData('derived-from', { inputs: [{ kind: 'component' }] }), '/data/inputs/0/asset'],
    [
      'a boolean tri-state',
      withData('derived-from', { inputs: [{ digest: { sha256: sha }, kind: 'component' }], inputsComplete: true }),
      '/data/inputsComplete',
    ],
    ['a mark without a reason', withData('marked-temporary', {}), '/data/reason'],
    ['an empty report', withData('reported', {}), '/data'],
    ['an unknown part of a report', withData('reported', { blessed: {} }), '/data/blessed'],
    ['a slip inside a report', withData('reported', { registered: { name: 'x', kind: 1 } }), '/data/registered/kind'],
    ['a name too long', withData('registered', { name: 'x'.repeat(401), kind: 'image' }), '/data/name'],
  ])('%s', async (_what, event, pointer) => {
    const problem = expectProblem(await post(event), 422, 'invalid-event');
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    expect(problem.errors?.every((error) => error.message.length > 0)).toBe(true);
  });

  it('changes nothing', async () => {
    expect(await stage.events('asset-*')).toEqual([]);
  });
});

describe('bodies that cannot be read or are too large', () => {
  it('400 only when the body as a whole cannot be read', async () => {
    expectProblem(await post('{"specversion":'), 400, 'malformed-body');
    expectProblem(await post('[{"specversion":', 'application/cloudevents-batch+json'), 400, 'malformed-body');
    expectProblem(await post('{}', 'application/cloudevents-batch+json'), 400, 'malformed-body');
    expect((await post(valid, 'text/plain')).status).toBe(415);
  });

  it('413 for an event past 256 KiB and for a batch past 1,000 events or 8 MiB', async () => {
    const big = { ...valid, data: { name: 'x', kind: 'image', labels: { note: 'x'.repeat(262_144) } } };
    expectProblem(await post(big), 413, 'too-large');
    const many = Array.from({ length: 1001 }, (_, n) => ({ ...valid, id: `many-${n}` }));
    expectProblem(await post(many, 'application/cloudevents-batch+json'), 413, 'too-large');
    const heavy = Array.from({ length: 40 }, (_, n) => ({ ...big, id: `heavy-${n}` }));
    // The answer may come before the body has left: only a client that reads while it writes sees it every time.
    const early = await fetch(`${stage.ledger.url}/v1/events`, {
      method: 'POST',
      body: JSON.stringify(heavy),
      headers: {
        Authorization: `Bearer ${stage.cast.hook.token}`,
        'Content-Type': 'application/cloudevents-batch+json',
      },
    });
    expect([early.status, await early.json()]).toMatchObject([413, { type: 'urn:clearance:problem:too-large' }]);
    expect(await stage.events('asset-*')).toEqual([]);
  });

  it('an over-long NDJSON line is one refused result among good ones', async () => {
    const long = JSON.stringify({ ...valid, id: 'long', data: { name: 'x'.repeat(262_144), kind: 'image' } });
    const answer = await post(`${long}\n${JSON.stringify(valid)}\n`, 'application/x-ndjson');
    const results = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(results).toMatchObject([
      { index: 0, status: 'refused', problem: { status: 413 } },
      { index: 1, status: 'accepted' },
      { end: true, summary: { accepted: 1, refused: 1 } },
    ]);
  });

  it('422 past 32 levels, 32 labels or 16 extensions', async () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 40; level += 1) deep = { deeper: deep };
    expectProblem(await post(withData('facts-declared', { facts: { 'asset.genai': deep } })), 422, 'invalid-event');
    const labels = Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`label${n}`, 'x']));
    const labelled = expectProblem(
      await post(withData('registered', { name: 'x', kind: 'image', labels })),
      422,
      'invalid-event',
    );
    expect(labelled.errors?.map((error) => error.pointer)).toContain('/data/labels');
    const extensions = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`ext${n}`, 'x']));
    expectProblem(await post({ ...valid, id: 'extended', ...extensions }), 422, 'invalid-event');
  });
});

describe('who may emit', () => {
  it('E6: 401 without a token, 404 for a production that is not opened, not theirs, or where they do not emit', async () => {
    expectProblem(await post(valid, undefined, caller(stage.ledger.url, null)), 401, 'unauthorized');
    expectProblem(await post(valid, undefined, caller(stage.ledger.url, 'clr_nonsense')), 401, 'unauthorized');
    expectProblem(await post({ ...valid, production: 'nightfal' }), 404, 'not-found');
    expectProblem(await post({ ...valid, production: neighbour.production }), 404, 'not-found');
    // The production must be opened and the token an emitter in it; otherwise it is as if it were not there.
    expectProblem(await post(valid, undefined, stage.cast.auditor), 404, 'not-found');
    expect(await neighbour.events('asset-*')).toEqual([]);
  });

  it('a batch for two productions is judged item by item', async () => {
    const answer = await stage.cast.hook.send<BatchAnswer>('POST', '/v1/events', {
      raw: {
        contentType: 'application/cloudevents-batch+json',
        content: JSON.stringify([
          { ...valid, id: 'here' },
          { ...valid, id: 'there', production: neighbour.production },
        ]),
      },
    });
    expect(answer.body.results).toMatchObject([
      { status: 'accepted' },
      { status: 'refused', problem: { status: 404 } },
    ]);
  });

  it('a restricted token emits only what it was issued for: 403 restricted', async () => {
    const vendor = await issueToken(stage.root, {
      subject: 'pipeline@acme-vfx.example',
      kind: 'service',
      grants: [{ role: 'emitter', productions: [stage.production] }],
      restrict: { subjects: ['acme/'], sources: ['/acme/'], events: ['reported'] },
    });
    const inside = cloudEvent(stage.production, report('acme/sh010', {}, { source: '/acme/hook' }));
    const refused = [
      cloudEvent(stage.production, report('other/sh010', {}, { source: '/acme/hook' })),
      cloudEvent(stage.production, report('acme/sh010', {}, { source: '/elsewhere' })),
      cloudEvent(stage.production, { ...registered, subject: 'acme/sh010', source: '/acme/hook' }),
    ];
    for (const event of refused) expectProblem(await post(event, undefined, vendor), 403, 'restricted');
    const accepted = await post(inside, undefined, vendor);
    expect(accepted.status).toBe(201);
  });
});
