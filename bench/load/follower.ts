import { get, type IncomingMessage } from 'node:http';

const CHANGED = /^event: asset-state-changed\ndata: .*?"asset":"([^"]*)"/gm;

/** Follows /v1/live of a ledger and notes which assets it was told a new state of. */
export class Follower {
  private readonly told = new Set<string>();
  private rest = '';
  private wake: (() => void) | null = null;

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    response.on('close', () => this.wake?.());
  }

  /** Resolves when the ledger has begun to answer. */
  static async start(ledger: {
    readonly url: string;
    readonly token: string;
    readonly production: string;
  }): Promise<Follower> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(
        `${ledger.url}/v1/live?types=asset-state-changed&production=${ledger.production}`,
        { headers: { authorization: `Bearer ${ledger.token}` } },
        resolve,
      ).on('error', reject);
    });
    if (response.statusCode !== 200) throw new Error(`/v1/live answered ${response.statusCode}`);
    return new Follower(response);
  }

  /** Resolves when it was told of so many assets. @throws Error where the stream ends before */
  async toldOf(assets: number): Promise<void> {
    while (this.told.size < assets) {
      if (this.response.closed)
        throw new Error(`the stream ended after ${this.told.size} of ${assets} assets had been told`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  close(): void {
    this.response.destroy();
  }

  private take(text: string): void {
    const all = this.rest + text;
    const end = all.lastIndexOf('\n\n');
    this.rest = all.slice(end + 2);
    for (const [, asset] of all.slice(0, Math.max(end, 0)).matchAll(CHANGED)) this.told.add(asset!);
    this.wake?.();
  }
}
