import { describe, expect, it } from 'vitest';
import { CliError } from '../exit/index.js';
import { LedgerClient, type Answer, type RequestOptions } from '../http/client.js';
import { compare } from './compare.js';

const TABLES = [
  { name: 'asset', rows: 2, digest: 'aa' },
  { name: 'edge', rows: 1, digest: 'bb' },
];
const told = (position: number, more: object = {}) => ({
  status: 200,
  body: { log: 'log-1', schema: 9, engine: 1, tables: TABLES, position: String(position), ...more },
});
const refused = (status: number) => ({
  status,
  body: { type: 'urn:clearance:problem:behind', title: 'not now', status, detail: '' },
});

/** A ledger that stands at a position and answers what it is told for the one that is asked for. */
class Standing extends LedgerClient {
  readonly asked: number[] = [];
  constructor(
    private readonly position: () => number,
    private readonly digest: (at: number) => { status: number; body: unknown },
  ) {
    super({
      url: 'http://ledger',
      token: 't',
      timeoutMs: 1000,
      waitSeconds: null,
      minPosition: null,
      idempotencyKey: null,
      kind: 'command',
    });
  }
  override ask(_method: string, path: string, { query }: RequestOptions = {}): Promise<Answer> {
    const at = Number(query?.['at'] ?? 0);
    if (path.endsWith('/digest')) this.asked.push(at);
    const { status, body } = path.endsWith('/engine')
      ? { status: 200, body: { position: String(this.position()) } }
      : this.digest(at);
    return Promise.resolve({ status, body, headers: new Headers(), text: JSON.stringify(body), decision: null });
  }
}

describe('two ledgers that are compared', () => {
  it('are asked for one position, that of the one which is further', async () => {
    const [one, two] = [new Standing(() => 7, told), new Standing(() => 9, told)];
    expect(await compare([one, two], 1000)).toMatchObject({ position: '9', differing: [] });
    expect([one.asked, two.asked]).toEqual([[9], [9]]);
  });

  it('differ in the tables whose digests are not the same, or that one has alone', async () => {
    const other = {
      tables: [{ name: 'asset', rows: 3, digest: 'cc' }, TABLES[1], { name: 'more', rows: 0, digest: '00' }],
    };
    const clients = [
      new Standing(() => 7, told),
      new Standing(
        () => 7,
        (at) => told(at, other),
      ),
    ] as const;
    expect((await compare(clients, 1000)).differing).toEqual(['asset', 'more']);
  });

  it('are asked again, further ahead, where one has moved on meanwhile', async () => {
    let position = 7;
    const moving = new Standing(
      () => position,
      (at) => (at < (position += 10) ? refused(409) : told(at)),
    );
    const still = new Standing(() => 7, told);
    const { position: met } = await compare([still, moving], 5000);
    expect(moving.asked).toEqual([7, 17 + 64]);
    expect(met).toBe('81');
  });

  it.each([
    ['they are of two logs', { log: 'log-2' }, 'they are of two logs, log-1 and log-2'],
    ['they have two schemas', { schema: 8 }, 'their read models have schemas 9 and 8'],
  ])('are not compared where %s', async (_, other, reason) => {
    const clients = [
      new Standing(() => 7, told),
      new Standing(
        () => 7,
        (at) => told(at, other),
      ),
    ] as const;
    await expect(compare(clients, 1000)).rejects.toMatchObject({ exit: 3, message: expect.stringContaining(reason) });
  });

  it('are given up where they meet at no position in time, and at once where one refuses', async () => {
    const clients = (status: number) =>
      [
        new Standing(() => 7, told),
        new Standing(
          () => 7,
          () => refused(status),
        ),
      ] as const;
    await expect(compare(clients(503), 0)).rejects.toMatchObject({ exit: 3 });
    await expect(compare(clients(403), 60_000)).rejects.toBeInstanceOf(CliError);
  });
});
