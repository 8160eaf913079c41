import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeLedger {
  url: string;
  close(): Promise<void>;
}

/** Stands where a ledger should and answers as told, or never: what a gate must survive without saying go. */
export async function fakeLedger(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FakeLedger> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A loopback address at which nothing listens any more. */
export async function deadAddress(): Promise<string> {
  const gone = await fakeLedger((_request, response) => void response.end());
  await gone.close();
  return gone.url;
}
