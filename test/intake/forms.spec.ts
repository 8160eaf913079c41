import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  binaryForm,
  cameraPlate,
  cloudEvent,
  digestsOf,
  expectProblem,
  openStage,
  type BatchAnswer,
  type Caller,
  type FactEvent,
  type IntakeResult,
} from '../harness/index.js';

const stage = await openStage('in_forms');
const event = (fact: FactEvent) => cloudEvent(stage.production, fact);
const registered = (subject: string): FactEvent => ({
  event: 'registered',
  subject,
  data: { name: `Plate ${subject}`, kind: 'image' },
});

function post<Body>(contentType: string, content: string | Buffer, headers = {}, by: Caller = stage.cast.hook) {
  return by.send<Body>('POST', '/v1/events', { raw: { contentType, content }, headers }).then((a) => stage.noted(a));
}
const postBatch = (events: unknown[]) =>
  post<BatchAnswer>('application/cloudevents-batch+json', JSON.stringify(events));
const lines = (text: string) =>
  text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as IntakeResult & Record<string, unknown>]));

describe('the four CloudEvents forms of POST /v1/events', () => {
  it('structured: 201 with stream, revision and position', async () => {
    const answer = await post<IntakeResult>('application/cloudevents+json', JSON.stringify(event(registered('one'))));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: 'accepted', stream: 'asset-in_forms/one', revision: 0 });
    expect(answer.body.position).toMatch(/^\d+$/);
    expect(answer.headers['clearance-position']).toBe(answer.body.position);
  });

  it('structured with a charset parameter is the same', async () => {
    const content = JSON.stringify(event(registered('one-utf8')));
    expect((await post('application/cloudevents+json; charset=utf-8', content)).status).toBe(201);
  });

  it('binary: attributes in headers, data in the body, and the same event as the structured form', async () => {
    const structured = event(registered('two'));
    const { headers, body } = binaryForm(structured);
    const binary = await post<IntakeResult>('application/json', JSON.stringify(body), headers);
    expect([binary.status, binary.body.status]).toEqual([201, 'accepted']);
    const again = await post<IntakeResult>('application/cloudevents+json', JSON.stringify(structured));
    expect([again.status, again.body.status, again.body.position]).toEqual([200, 'duplicate', binary.body.position]);
  });

  it('batch: one result an item, in order; one bad event neither blocks nor hides the others', async () => {
    const good = event(registered('three'));
    const malformed = { ...event(registered('four')), data: { kind: 'image' } };
    const answer = await postBatch([good, malformed, good, event(registered('five'))]);
    expect(answer.status).toBe(200);
    expect(answer.body.summary).toEqual({ accepted: 2, duplicate: 1, refused: 1, failed: 0 });
    expect(answer.body.results.map(({ index, status, id }) => [index, status, id])).toEqual([
      [0, 'accepted', good.id],
      [1, 'refused', malformed.id],
      [2, 'duplicate', good.id],
      [3, 'accepted', event(registered('five')).id],
    ]);
    expect(answer.body.results[1]).toMatchObject({
      stream: null,
      revision: null,
      position: null,
      problem: { type: 'urn:clearance:problem:invalid-event', status: 422, errors: [{ pointer: '/data/name' }] },
    });
    expect((await stage.view('five')).registered).toBe(true);
    expectProblem(await stage.cast.auditor.get(stage.asset('four'), { minPosition: stage.seen }), 404, 'not-found');
  });

  it('an empty batch is answered, not refused', async () => {
    const answer = await postBatch([]);
    expect([answer.status, answer.body.results]).toEqual([200, []]);
  });

  it('NDJSON: a result a line, and an end line with the summary', async () => {
    const content = [
      JSON.stringify(event(registered('six'))),
      '{"specversion":"1.0", this is no JSON',
      JSON.stringify(event(registered('seven'))),
      '',
    ].join('\n');
    const answer = await post('application/x-ndjson', content);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/x-ndjson/);
    const [first, second, third, end, ...rest] = lines(answer.text);
    expect([first?.status, second?.status, third?.status]).toEqual(['accepted', 'refused', 'accepted']);
    expect(second).toMatchObject({
      index: 1,
      problem: { type: expect.stringMatching(/^urn:clearance:problem:/) as string },
    });
    expect(end).toMatchObject({ end: true, summary: { accepted: 2, duplicate: 0, refused: 1, failed: 0 } });
    expect(end?.position).toBe(third?.position);
    expect(rest).toEqual([]);
  });

  it('NDJSON: gzip is welcome, and a resend is all duplicates', async () => {
    const content = Array.from({ length: 50 }, (_, n) => JSON.stringify(event(cameraPlate(`frame_${n}`)))).join('\n');
    const packed = gzipSync(content);
    const first = lines((await post('application/x-ndjson', packed, { 'Content-Encoding': 'gzip' })).text);
    expect(first.at(-1)).toMatchObject({ end: true, summary: { accepted: 50, duplicate: 0, refused: 0, failed: 0 } });
    const second = lines((await post('application/x-ndjson', packed, { 'Content-Encoding': 'gzip' })).text);
    expect(second.at(-1)).toMatchObject({ end: true, summary: { accepted: 0, duplicate: 50, refused: 0, failed: 0 } });
  });

  it('reported: several facts in one append, all or nothing', async () => {
    const whole = await stage.emit(cameraPlate('whole'));
    expect([whole.status, whole.body.events, whole.body.revision]).toEqual([201, 3, 2]);
    expect((await stage.history('whole')).map((entry) => entry.type)).toEqual([
      'registered',
      'bytes-identified',
      'facts-declared',
    ]);

    const half = await stage.emit({
      event: 'reported',
      subject: 'half',
      data: { registered: { name: 'half', kind: 'image' }, bytesIdentified: { digests: { sha256: 'abc' } } },
    });
    const problem = expectProblem(half, 422, 'invalid-event');
    expect(problem.errors?.map((error) => error.pointer)).toEqual(['/data/bytesIdentified/digests/sha256']);
    expectProblem(await stage.cast.auditor.get(stage.asset('half'), { minPosition: stage.seen }), 404, 'not-found');
  });

  it('I3: reported with other bytes is refused as a whole', async () => {
    await stage.told(cameraPlate('fixed'));
    const other = await stage.emit({
      event: 'reported',
      subject: 'fixed',
      data: {
        registered: { name: 'renamed on the way', kind: 'image' },
        bytesIdentified: { digests: digestsOf('something else') },
      },
    });
    expectProblem(other, 409, 'bytes-differ');
    expect((await stage.view('fixed')).name).toBe('fixed');
  });
});
