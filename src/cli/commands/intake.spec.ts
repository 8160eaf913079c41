import { existsSync } from 'node:fs';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceptingEvents, fakeLedger, problem, type FakeAnswer } from '../testing/fake-ledger.js';
import { cli, folderWith } from '../testing/run-cli.js';

const self: FakeAnswer = { json: { id: 'tok_1', subject: 'k.ito@studio.example', kind: 'person' } };
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

interface SentEvent {
  id: string;
  source: string;
  subject: string;
  production: string;
  time?: string;
  data: Record<string, Record<string, unknown>>;
}

async function ledgerTaking(events: FakeAnswer | readonly FakeAnswer[] = acceptingEvents) {
  const ledger = await fakeLedger({ 'GET /v1/tokens/self': self, 'POST /v1/events': events });
  const taken = () =>
    ledger.requests
      .filter((seen) => seen.method === 'POST')
      .flatMap((seen) =>
        seen.body
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as SentEvent),
      );
  return { ...ledger, taken };
}

const refusing: FakeAnswer = (response, request) => {
  const count = request.body.trim().split('\n').length;
  const refused = {
    type: 'urn:clearance:problem:bytes-differ',
    title: 'Bytes differ',
    status: 409,
    detail: 'sky has other bytes',
  };
  const results = Array.from({ length: count }, (_, index) =>
    index === 0
      ? { index, id: 'x', status: 'refused', problem: refused }
      : { index, id: 'y', status: 'duplicate', problem: null },
  );
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.end(
    [...results, { end: true, summary: {}, position: '9' }].map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
};

const cutting: FakeAnswer = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.end('{"index":0,"id":"x","status":"accepted"}\n');
};

describe('clearance ingest', () => {
  it('sends one event a file, without dot files, ascmhl folders and time', async () => {
    const cwd = await folderWith({
      'A002/Clips/a.mov': 'plate',
      'A002/b.wav': 'sound',
      'A002/.DS_Store': 'x',
      'A002/ascmhl/0001.mhl': '<x/>',
    });
    const ledger = await ledgerTaking();
    const seen = await cli(['ingest', 'A002', '--source-type', 'digitalCapture'], { url: ledger.url, cwd });
    expect(seen).toMatchObject({ code: 0, stdout: '2 accepted\n' });
    expect(
      ledger.taken().map(({ subject, production, source, data }) => [subject, production, source, data['aliased']]),
    ).toEqual([
      [
        `sha256:${sha256('plate')}`,
        'nightfall',
        'urn:clearance:cli:k.ito@studio.example',
        {
          aliases: [
            { scheme: 'path', value: 'Clips/a.mov' },
            { scheme: 'file-name', value: 'a.mov' },
          ],
        },
      ],
      [
        `sha256:${sha256('sound')}`,
        'nightfall',
        'urn:clearance:cli:k.ito@studio.example',
        {
          aliases: [
            { scheme: 'path', value: 'b.wav' },
            { scheme: 'file-name', value: 'b.wav' },
          ],
        },
      ],
    ]);
    expect(ledger.taken().every((event) => event.time === undefined)).toBe(true);
  });

  it('a second run sends the very same events', async () => {
    const cwd = await folderWith({ 'A002/a.mov': 'plate', 'A002/b.mov': 'comp' });
    const ledger = await ledgerTaking();
    await cli(['ingest', 'A002', '--jobs', '1'], { url: ledger.url, cwd });
    await cli(['ingest', 'A002', '--jobs', '4', '--resume', 'state'], { url: ledger.url, cwd });
    await cli(['ingest', 'A002', '--resume', 'state'], { url: ledger.url, cwd });
    const sent = ledger.requests.filter((seen) => seen.method === 'POST').map((seen) => seen.body);
    expect(sent).toHaveLength(3);
    expect(new Set(sent).size).toBe(1);
  });

  it('says what a file shows of its origin, unless told not to look', async () => {
    const cwd = await folderWith({ 'sky.png': pngWithText('parameters', 'a sky, Steps: 20, Sampler: Euler') });
    const ledger = await ledgerTaking();
    await cli(['ingest', 'sky.png'], { url: ledger.url, cwd });
    await cli(['ingest', 'sky.png', '--no-detect'], { url: ledger.url, cwd });
    const [looked, blind] = ledger.taken();
    expect(looked?.data['originDetected']).toMatchObject({ signals: [{ kind: 'png-text', verdict: 'ai' }] });
    expect(blind?.data).not.toHaveProperty('originDetected');
  });

  it('a refused event is 2, and says which file and why', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate', 'b.mov': 'comp' });
    const ledger = await ledgerTaking(refusing);
    const seen = await cli(['ingest', 'a.mov', 'b.mov'], { url: ledger.url, cwd });
    expect(seen).toMatchObject({
      code: 2,
      stdout: '1 duplicate, 1 refused\n',
      stderr: 'refused  a.mov  sky has other bytes\n',
    });
  });

  it('--json is one document with a result for each file and the position', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate' });
    const ledger = await ledgerTaking();
    const seen = await cli(['ingest', 'a.mov', '--id', '{stem}', '--json'], { url: ledger.url, cwd });
    expect(seen.json()).toMatchObject({
      results: [{ index: 0, status: 'accepted', path: 'a.mov', asset: 'a' }],
      summary: { accepted: 1, duplicate: 0, refused: 0, failed: 0 },
      position: '1',
    });
  });

  it('a cut answer is 3: without its end line nothing counts', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate' });
    const ledger = await ledgerTaking(cutting);
    expect((await cli(['ingest', 'a.mov'], { url: ledger.url, cwd })).code).toBe(3);
  });

  it('a token that is not in force is 3 before anything is hashed', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate' });
    const ledger = await fakeLedger({ 'GET /v1/tokens/self': problem(401, 'unauthorized') });
    const seen = await cli(['ingest', 'a.mov', '--resume', 'state'], { url: ledger.url, cwd });
    expect(seen.code).toBe(3);
    expect(existsSync(join(cwd, 'state'))).toBe(false);
  });

  it('two files with other bytes under one id: the second is refused, the first is sent', async () => {
    const cwd = await folderWith({ 'A/x/plate.mov': 'one', 'A/y/plate.mov': 'two' });
    const ledger = await ledgerTaking();
    const seen = await cli(['ingest', 'A', '--id', 'name'], { url: ledger.url, cwd });
    expect(seen.code).toBe(2);
    expect(seen.stderr).toBe('refused  y/plate.mov  another file of this run has other bytes under the id plate.mov\n');
    expect(ledger.taken()).toHaveLength(1);
  });

  it('what cannot be read is 3 and does not keep the rest from being sent', async () => {
    const cwd = await folderWith({ 'A/a.mov': 'plate' });
    await symlink('a.mov', join(cwd, 'A/link.mov'));
    const ledger = await ledgerTaking();
    const seen = await cli(['ingest', 'A'], { url: ledger.url, cwd });
    expect(seen.code).toBe(3);
    expect(seen.stdout).toBe('1 accepted, 1 failed\n');
  });

  it('--print prints the events and sends nothing', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate' });
    const ledger = await ledgerTaking();
    const seen = await cli(['ingest', 'a.mov', '--print'], { url: ledger.url, cwd });
    expect(seen.code).toBe(0);
    expect(seen.lines()).toMatchObject([{ specversion: '1.0', subject: `sha256:${sha256('plate')}` }]);
    expect(ledger.taken()).toEqual([]);
  });

  it('--sequences makes one asset of numbered frames, with the digest that sha256sum would give', async () => {
    const cwd = await folderWith({ 'r/sh010.1001.exr': 'one', 'r/sh010.1002.exr': 'two' });
    const ledger = await ledgerTaking();
    await cli(['ingest', 'r', '--sequences'], { url: ledger.url, cwd });
    const [event] = ledger.taken();
    expect(event?.subject).toBe(
      `sha256:${sha256(`${sha256('one')}  sh010.1001.exr\n${sha256('two')}  sh010.1002.exr\n`)}`,
    );
    expect(event?.data['membersIdentified']).toMatchObject({
      part: 1,
      parts: 1,
      members: [{ frame: 1001, size: 3 }, { frame: 1002 }],
    });
    expect(event?.data).not.toHaveProperty('bytesIdentified');
  });

  it.each([
    [[], 'nothing to ingest is named'],
    [['a.mov', '--manifest', 'list'], 'PATHs and --manifest exclude each other'],
    [['a.mov', '--root', 'elsewhere'], 'is not inside of --root'],
    [['a.mov', 'list', '--id', 'plate'], '--id plate is one id, but there are 2 files'],
    [['a.mov', '--jobs', '0'], '--jobs must be a whole number from 1 to 64'],
  ])('ingest %j is usage', async (words, message) => {
    const cwd = await folderWith({ 'a.mov': 'plate', list: '' });
    const seen = await cli(['ingest', ...words], { cwd });
    expect(seen.code).toBe(64);
    expect(seen.stderr).toContain(message);
  });
});

describe('clearance ingest --manifest', () => {
  const list = `${sha256('plate')}  Clips/a.mov\n${sha256('comp')}  b.mov\n`;

  it('without --root takes entries as listed, and says so', async () => {
    const cwd = await folderWith({ SHA256SUMS: list });
    const ledger = await ledgerTaking();
    expect((await cli(['ingest', '--manifest', 'SHA256SUMS'], { url: ledger.url, cwd })).code).toBe(0);
    expect(ledger.taken().map(({ subject, data }) => [subject, data['bytesIdentified']])).toEqual([
      [
        `sha256:${sha256('plate')}`,
        { digests: { sha256: sha256('plate') }, mediaType: 'video/quicktime', fileName: 'a.mov', seen: 'manifest' },
      ],
      [
        `sha256:${sha256('comp')}`,
        { digests: { sha256: sha256('comp') }, mediaType: 'video/quicktime', fileName: 'b.mov', seen: 'manifest' },
      ],
    ]);
  });

  it('with --root hashes the files: what agrees is sent, what differs or is missing is refused (2)', async () => {
    const cwd = await folderWith({
      'A002/SHA256SUMS': `${list}${sha256('gone')}  c.mov\n`,
      'A002/Clips/a.mov': 'plate',
      'A002/b.mov': 'COMP',
    });
    const ledger = await ledgerTaking();
    const seen = await cli(['ingest', '--manifest', 'A002/SHA256SUMS', '--root', 'A002'], { url: ledger.url, cwd });
    expect(seen.code).toBe(2);
    expect(seen.stderr).toBe(
      `refused  b.mov  its sha256 is ${sha256('COMP')}, but ${sha256('comp')} is listed\nrefused  c.mov  it is listed but not here\n`,
    );
    expect(ledger.taken()).toMatchObject([{ data: { bytesIdentified: { seen: 'bytes', size: 5 } } }]);
  });

  it('a list of xxh digests alone needs --id (64)', async () => {
    const cwd = await folderWith({ 'a.mhl': mhl('<xxh64 action="original">0ea03b369a463d9d</xxh64>') });
    const ledger = await ledgerTaking();
    const without = await cli(['ingest', '--manifest', 'a.mhl'], { url: ledger.url, cwd });
    const withId = await cli(['ingest', '--manifest', 'a.mhl', '--id', 'path'], { url: ledger.url, cwd });
    expect([without.code, withId.code]).toEqual([64, 0]);
    expect(without.stderr).toContain('the manifest lists no cryptographic digest for Clips/a.mov, so --id is required');
    expect(ledger.taken().map((event) => event.subject)).toEqual(['Clips/a.mov']);
  });

  it('an entry that failed verification is refused, not ingested', async () => {
    const cwd = await folderWith({ 'a.mhl': mhl('<md5 action="failed">900150983cd24fb0d6963f7d28e17f72</md5>') });
    const ledger = await ledgerTaking();
    const seen = await cli(['ingest', '--manifest', 'a.mhl'], { url: ledger.url, cwd });
    expect(seen.code).toBe(2);
    expect(ledger.taken()).toEqual([]);
  });

  it('a manifest that cannot be read is 3', async () => {
    const cwd = await folderWith({ 'a.mhl': 'not a manifest' });
    const ledger = await ledgerTaking();
    expect((await cli(['ingest', '--manifest', 'a.mhl'], { url: ledger.url, cwd })).code).toBe(3);
    expect((await cli(['ingest', '--manifest', 'absent.mhl'], { url: ledger.url, cwd })).code).toBe(3);
  });
});

describe('a spool', () => {
  it('keeps the events while the ledger is away (3), once; a flush sends them with the source and removes them', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate' });
    const away = [
      await cli(['ingest', 'a.mov', '--spool', 'spool'], { cwd }),
      await cli(['ingest', 'a.mov', '--spool', 'spool'], { cwd }),
    ];
    expect(away.map((seen) => seen.code)).toEqual([3, 3]);
    expect(await readdir(join(cwd, 'spool'))).toHaveLength(1);

    const ledger = await ledgerTaking();
    const flushed = await cli(['emit', '--flush', 'spool'], { url: ledger.url, cwd });
    expect(flushed).toMatchObject({ code: 0, stdout: '1 accepted\n' });
    expect(ledger.taken()).toMatchObject([
      { source: 'urn:clearance:cli:k.ito@studio.example', subject: `sha256:${sha256('plate')}` },
    ]);
    expect(await readdir(join(cwd, 'spool'))).toEqual([]);
  });

  it('a spooled event is the one that would have been sent', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate' });
    const ledger = await ledgerTaking();
    await cli(['ingest', 'a.mov'], { url: ledger.url, cwd });
    await cli(['ingest', 'a.mov', '--spool', 'spool'], { cwd });
    await cli(['emit', '--flush', 'spool'], { url: ledger.url, cwd });
    const [direct, spooled] = ledger.taken();
    expect(spooled).toEqual(direct);
  });

  it('what the ledger refuses stays beside it with its problem and is not sent again (2)', async () => {
    const cwd = await folderWith({ 'spool/events-1.ndjson': '{"id":"x"}\n{"id":"y"}\n' });
    const ledger = await ledgerTaking(refusing);
    expect((await cli(['emit', '--flush', 'spool'], { url: ledger.url, cwd })).code).toBe(2);
    expect(await readdir(join(cwd, 'spool'))).toEqual(['events-1.ndjson.refused']);
    expect(JSON.parse(await readFile(join(cwd, 'spool/events-1.ndjson.refused'), 'utf8'))).toMatchObject({
      problem: { status: 409 },
    });
    expect((await cli(['emit', '--flush', 'spool'], { url: ledger.url, cwd })).code).toBe(0);
  });

  it('a cut answer keeps the file for the next time (3)', async () => {
    const cwd = await folderWith({ 'spool/events-1.ndjson': '{"id":"x"}\n' });
    const ledger = await ledgerTaking(cutting);
    expect((await cli(['emit', '--flush', 'spool'], { url: ledger.url, cwd })).code).toBe(3);
    expect(await readdir(join(cwd, 'spool'))).toEqual(['events-1.ndjson']);
  });

  it('what a ledger refuses as a whole is not spooled: it would be refused tomorrow too', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate' });
    const ledger = await ledgerTaking(problem(403, 'role-required'));
    const seen = await cli(['ingest', 'a.mov', '--spool', 'spool'], { url: ledger.url, cwd });
    expect(seen.code).toBe(2);
    expect(existsSync(join(cwd, 'spool'))).toBe(false);
  });
});

describe('clearance emit', () => {
  it('sends one event of an asset, with an id from all of its content', async () => {
    const ledger = await ledgerTaking();
    const words = ['emit', 'marked-temporary', 'sky', '--data', '{"reason":"AI placeholder"}'];
    const first = await cli(words, { url: ledger.url });
    await cli(words, { url: ledger.url });
    await cli([...words, '--time', '2026-03-01T10:00:00+01:00'], { url: ledger.url });
    const taken = ledger.taken();
    expect(first.code).toBe(0);
    expect(taken[0]).toMatchObject({
      type: 'clearance.asset.marked-temporary.v1',
      subject: 'sky',
      data: { reason: 'AI placeholder' },
    });
    expect(taken[1]).toEqual(taken[0]);
    expect(taken[2]).toMatchObject({ time: '2026-03-01T09:00:00.000Z' });
    expect(taken[2]?.id).not.toBe(taken[0]?.id);
  });

  it('sends the events of a file or of standard input as they are', async () => {
    const ledger = await ledgerTaking();
    const cwd = await folderWith({ 'list.json': '[{"id":"a","subject":"s"},{"id":"b","subject":"s"}]' });
    await cli(['emit', 'list.json'], { url: ledger.url, cwd });
    await cli(['emit', '-'], { url: ledger.url, stdin: '{"id":"c","subject":"s"}\n{"id":"d",  "subject":"s"}\n' });
    await cli(['emit'], { url: ledger.url, stdin: '{\n  "id": "e",\n  "subject": "s"\n}\n' });
    expect(ledger.taken().map((event) => event.id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(ledger.requests[1]?.body).toBe('{"id":"c","subject":"s"}\n{"id":"d",  "subject":"s"}\n');
  });

  it('nothing to send is 3, an unknown event or broken data 64', async () => {
    const cwd = await folderWith({ empty: '\n' });
    await writeFile(join(cwd, 'broken.json'), '{');
    expect((await cli(['emit', 'empty'], { cwd })).code).toBe(3);
    expect((await cli(['emit', 'absent'], { cwd })).code).toBe(3);
    expect((await cli(['emit', 'approved', 'sky', '--data', '{}'], { cwd })).code).toBe(64);
    expect((await cli(['emit', 'registered', 'sky', '--data', '@broken.json'], { cwd })).code).toBe(64);
    expect((await cli(['emit', 'list.json', '--id', 'x'], { cwd })).code).toBe(64);
  });
});

/** A PNG of no pixels with one tEXt chunk; nobody here checks its checksums. */
function pngWithText(keyword: string, text: string): Buffer {
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', Buffer.alloc(13)),
    chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1')),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function mhl(hash: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0"><hashes><hash><path size="5">Clips/a.mov</path>${hash}</hash></hashes></hashlist>`;
}

const chunk = (type: string, data: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
};

describe('a ledger that has too much to do', () => {
  const busy = (retryAfter: string): FakeAnswer => ({
    status: 429,
    headers: { 'Content-Type': 'application/problem+json', 'Retry-After': retryAfter },
    text: '{"type":"urn:clearance:problem:too-many-requests","title":"Too many requests","status":429,"detail":"later"}',
  });

  it('is sent the same again when it says so, and what it takes then counts', async () => {
    const cwd = await folderWith({ 'a.mov': 'plate' });
    const ledger = await ledgerTaking([busy('0'), busy('0'), acceptingEvents]);
    const seen = await cli(['ingest', 'a.mov', '--source-type', 'digitalCapture'], { url: ledger.url, cwd });
    expect(seen).toMatchObject({ code: 0, stdout: '1 accepted\n' });
    const [first, ...again] = ledger.taken();
    expect(again).toEqual([first, first]);
  });

  it('is left alone where it asks for more patience than --timeout gives: 3, or kept in the spool', async () => {
    const cwd = await folderWith({ 'events.ndjson': '{"id":"x","source":"/hook"}' });
    const ledger = await ledgerTaking(busy('120'));
    const failed = await cli(['emit', 'events.ndjson'], { url: ledger.url, cwd });
    expect(failed.code).toBe(3);
    const kept = await cli(['emit', 'events.ndjson', '--spool', 'spool'], { url: ledger.url, cwd });
    expect(kept.code).toBe(3);
    expect(await readdir(join(cwd, 'spool'))).toHaveLength(1);
    expect(ledger.taken()).toHaveLength(2);
  });
});
