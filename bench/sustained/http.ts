import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface Sent {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** From sending to the last byte of the answer. */
  readonly ms: number;
}

export interface Message {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One token's connections to one ledger. Whatever the answer, it is given; only a broken connection throws. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  send(message: Message): Promise<Sent> {
    return this.sendFrom(performance.now(), message);
  }

  private sendFrom(start: number, message: Message): Promise<Sent> {
    const { method, path, body, contentType = 'application/json', headers = {} } = message;
    return new Promise((resolve, reject) => {
      const content =
        body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
      const sent = request(
        `${this.url}${path}`,
        {
          agent: this.agent,
          method,
          headers: { authorization: `Bearer ${this.token}`, prefer: 'wait=60', ...content, ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
              ms: performance.now() - start,
            }),
          );
          response.on('error', reject);
        },
      );
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed a connection that had been idle just when it was used again: any client sends anew then.
        if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(this.sendFrom(start, message));
        else reject(error);
      });
      sent.end(body);
    });
  }

  get(path: string): Promise<Sent> {
    return this.send({ method: 'GET', path });
  }

  post(path: string, body: unknown): Promise<Sent> {
    return this.send({ method: 'POST', path, body: JSON.stringify(body) });
  }

  close(): void {
    this.agent.destroy();
  }
}
