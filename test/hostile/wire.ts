import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection to a ledger, below HTTP: it sends what no client would. */
export class Wire {
  private received = '';
  private readonly ended: Promise<void>;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    // Being cut off is what some of these tests are about.
    socket.on('error', () => undefined);
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async open(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  send(text: string | Buffer): void {
    this.socket.write(text);
  }

  /** Says that nothing more will be sent, and goes on listening. */
  halfClose(): void {
    this.socket.end();
  }

  /** What came until something matches, or until the other side closed. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received) && !this.socket.destroyed && !this.socket.readableEnded) {
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'end'), this.ended]);
    }
    return this.received;
  }

  /** Everything until the other side closed. */
  async rest(): Promise<string> {
    if (!this.socket.readableEnded && !this.socket.destroyed)
      await Promise.race([once(this.socket, 'end'), this.ended]);
    return this.received;
  }

  close(): void {
    this.socket.destroy();
  }
}

/** A request head. `Content-Length` and the like are up to the caller. */
export function head(method: string, path: string, headers: Record<string, string>): string {
  const lines = Object.entries({ Host: 'ledger', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
