import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONNECTION_LIMITS, limitedServer, problemDocument, problemHeaders, PROBLEMS } from '../http/index.js';
import type { Readiness } from '../health/index.js';
import { Problem } from '../ledger/ports.js';

/**
 * Where requests come in. It listens from the start on and answers for the ledger while that cannot: before the read
 * model is there, and while the process stops. What is asked then is answered 503; nothing is answered from a read model
 * that is not the ledger's.
 */
export class FrontDoor {
  readonly server: Server;
  private listener: RequestListener | null = null;
  private opened = false;
  private readonly underWay = new Set<ServerResponse>();
  private emptied: (() => void) | null = null;

  /** @param notReady why the ledger does not answer itself, asked while the door is not open. */
  constructor(private readonly notReady: () => Omit<Readiness, 'status'>) {
    this.server = limitedServer((request, response) => this.take(request, response));
  }

  /** @throws the system's error, such as EADDRINUSE. */
  async listen(port: number, host: string): Promise<AddressInfo> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      // The system keeps what connects while the thread is busy; it allows less where it says so (somaxconn).
      this.server.listen({ port, host, backlog: CONNECTION_LIMITS.connections }, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    return this.server.address() as AddressInfo;
  }

  /** Takes the application's listener, and gives it the server in return (what fastify calls a server factory). */
  readonly serverFor = (listener: RequestListener): Server => {
    this.listener = listener;
    return this.server;
  };

  /** From now on the application answers. */
  open(): void {
    this.opened = true;
  }

  /**
   * Takes no new request and lets those under way come to their end, for at most `ms` milliseconds; what is not done
   * then is cut off.
   * @returns how many requests were cut off.
   */
  async close(ms: number): Promise<number> {
    this.opened = false;
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    // A connection that is kept alive would bring its next request here.
    for (const response of this.underWay) if (!response.headersSent) response.setHeader('connection', 'close');
    this.server.closeIdleConnections();
    await this.empty(ms);
    const cut = this.underWay.size;
    this.server.closeAllConnections();
    await closed;
    return cut;
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    if (!this.opened || this.listener === null) {
      this.answerNotReady(request, response);
      return;
    }
    this.underWay.add(response);
    response.once('close', () => {
      this.underWay.delete(response);
      if (this.underWay.size === 0) this.emptied?.();
    });
    this.listener(request, response);
  }

  private empty(ms: number): Promise<void> {
    if (this.underWay.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.emptied = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private answerNotReady(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.split('?', 1)[0] ?? '';
    response.setHeader('connection', 'close');
    response.setHeader('cache-control', 'no-store');
    if (path === '/health/live') {
      send(response, 200, { 'content-type': 'application/json; charset=utf-8' }, { status: 'live' });
      return;
    }
    const state = this.notReady();
    if (path === '/health/ready') {
      const headers = { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' };
      send(response, 503, headers, { status: 'not-ready', ...state } satisfies Readiness);
      return;
    }
    const problem = new Problem('behind', state.reasons.map(({ message }) => message).join(' '));
    const gate = request.method === 'POST' && /\/(checks|release|promotions)$/.test(path);
    const headers = { ...problemHeaders(problem), ...(gate && { 'clearance-decision': 'undecided' }) };
    send(response, PROBLEMS.behind.status, headers, problemDocument(problem, randomUUID()));
  }
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: unknown): void {
  response.writeHead(status, headers).end(JSON.stringify(body));
}
