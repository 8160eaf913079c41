import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeLedger } from '../testing/fake-ledger.js';
import { cli, folderWith, NOW } from '../testing/run-cli.js';
import { listValue, momentValue, pairValues, secondsValue } from './values.js';

const emptyList = { json: { items: [], next: null, position: '1' } };

describe('global options', () => {
  it('work before and after the command name; the one nearest to the command wins', async () => {
    const ledger = await fakeLedger({
      'GET /v1/productions/daybreak/worklist': emptyList,
      'GET /v1/productions/nightfall/worklist': emptyList,
    });
    const before = await cli(['-p', 'daybreak', '--json', 'worklist'], { url: ledger.url });
    const after = await cli(['worklist', '--production', 'daybreak', '--json'], { url: ledger.url });
    const both = await cli(['-p', 'nightfall', 'worklist', '-p', 'daybreak'], { url: ledger.url });
    const environment = await cli(['worklist'], { url: ledger.url });
    expect([before.code, after.code, both.code, environment.code]).toEqual([0, 0, 0, 0]);
    expect(before.json()).toEqual(emptyList.json);
    expect(ledger.requests.map((seen) => seen.path.split('/')[3])).toEqual([
      'daybreak',
      'daybreak',
      'daybreak',
      'nightfall',
    ]);
  });

  it('work between a command and its subcommand', async () => {
    const ledger = await fakeLedger({ 'GET /v1/tokens': emptyList });
    const seen = await cli(['token', '--json', 'list'], { url: ledger.url });
    expect(seen.json()).toEqual(emptyList.json);
  });

  it('a value that looks like one of them stays a value', async () => {
    const ledger = await fakeLedger({
      'POST /v1/productions/nightfall/assets/sky/temporary-mark': { status: 201, json: {} },
    });
    const seen = await cli(['mark', 'sky', '--reason', '-p daybreak'], { url: ledger.url });
    expect(seen.code).toBe(0);
    expect(ledger.sent('POST /v1/productions/nightfall/assets/sky/temporary-mark')).toEqual([
      { reason: '-p daybreak' },
    ]);
  });

  it.each([
    [['--timeout', '0'], '--timeout must be seconds, above 0 and up to 86400, but is "0"'],
    [['--timeout', 'soon'], '--timeout must be seconds'],
    [['--url', 'ftp://ledger'], "the ledger's address must be an http or https URL"],
    [['-p', 'Night Fall'], '"Night Fall" is no production'],
    [['--json', '--ndjson'], '--json and --ndjson exclude each other'],
    [['--idempotency-key', 'two words'], '--idempotency-key must be 1 to 128 visible ASCII characters'],
  ])('%j is usage (64)', async (options, message) => {
    const seen = await cli(['worklist', ...options]);
    expect(seen.code).toBe(64);
    expect(seen.stderr).toContain(message);
  });

  it('--timeout is also how long the ledger may wait, up to a minute', async () => {
    const ledger = await fakeLedger({ 'GET /v1/productions/nightfall/worklist': emptyList });
    await cli(['worklist'], { url: ledger.url });
    await cli(['worklist', '--timeout', '20'], { url: ledger.url });
    await cli(['worklist', '--timeout', '600'], { url: ledger.url });
    expect(ledger.requests.map((seen) => seen.headers['prefer'])).toEqual([undefined, 'wait=20', 'wait=60']);
  });

  it('with --json even a usage error is one document', async () => {
    const seen = await cli(['status', '--json']);
    expect(seen.code).toBe(64);
    expect(seen.json()).toEqual({
      problem: {
        type: 'urn:clearance:problem:usage',
        title: 'The command is not well put',
        status: null,
        detail: 'no asset is named',
      },
    });
    const unknown = await cli(['status', '--json', '--frobnicate']);
    expect(unknown.json()).toMatchObject({ problem: { type: 'urn:clearance:problem:usage' } });
  });
});

describe('the token', () => {
  it('comes from --token-file, CLEARANCE_TOKEN or CLEARANCE_TOKEN_FILE, in this order', async () => {
    const ledger = await fakeLedger({ 'GET /v1/productions': emptyList });
    const cwd = await folderWith({ option: 'clr_option\n', variable: 'clr_variable\n' });
    const env = { CLEARANCE_TOKEN: 'clr_direct', CLEARANCE_TOKEN_FILE: 'variable' };
    await cli(['production', 'list', '--token-file', 'option'], { url: ledger.url, cwd, env });
    await cli(['production', 'list'], { url: ledger.url, cwd, env });
    await cli(['production', 'list'], { url: ledger.url, cwd, env: { ...env, CLEARANCE_TOKEN: '' } });
    expect(ledger.requests.map((seen) => seen.headers.authorization)).toEqual([
      'Bearer clr_option',
      'Bearer clr_direct',
      'Bearer clr_variable',
    ]);
  });

  it('without one nothing is asked: 64', async () => {
    const ledger = await fakeLedger({});
    const seen = await cli(['production', 'list'], { url: ledger.url, env: { CLEARANCE_TOKEN: '' } });
    expect(seen.code).toBe(64);
    expect(seen.stderr).toBe(
      'clearance: there is no token\nSet CLEARANCE_TOKEN, CLEARANCE_TOKEN_FILE or --token-file.\n',
    );
    expect(ledger.requests).toEqual([]);
  });

  it('a file that cannot be read is 3, one that holds no token 64 and its content is not repeated', async () => {
    const cwd = await folderWith();
    await writeFile(join(cwd, 'letter'), 'Dear Sir,\nhunter2');
    const absent = await cli(['production', 'list', '--token-file', 'absent'], { cwd });
    const letter = await cli(['production', 'list', '--token-file', 'letter'], { cwd });
    expect([absent.code, letter.code]).toEqual([3, 64]);
    expect(letter.stderr).not.toContain('hunter2');
  });
});

describe('option values', () => {
  it('moments are RFC 3339 with an offset, or a span from now', () => {
    expect(momentValue('--expires', '2027-03-31T20:00:00+02:00', NOW)).toBe('2027-03-31T18:00:00.000Z');
    expect(momentValue('--expires', '90d', NOW)).toBe('2026-05-30T12:00:00.000Z');
    expect(momentValue('--expires', '12h', NOW)).toBe('2026-03-02T00:00:00.000Z');
    for (const value of ['2027-03-31', '2027-03-31T20:00:00', 'tomorrow', '90', '2027-13-31T20:00:00Z']) {
      expect(() => momentValue('--expires', value, NOW)).toThrow('--expires must be a time');
    }
  });

  it('lists have no empty entries, pairs no double keys, seconds are positive', () => {
    expect(listValue('--territories', 'DE, FR')).toEqual(['DE', 'FR']);
    expect(() => listValue('--territories', 'DE,,FR')).toThrow('--territories has an empty entry');
    expect(pairValues('--label', ['a=b=c'])).toEqual({ a: 'b=c' });
    expect(() => pairValues('--label', ['novalue'])).toThrow('--label must be key=value');
    expect(secondsValue('--timeout', '0.5')).toBe(500);
  });
});
