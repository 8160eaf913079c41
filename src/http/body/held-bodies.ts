import type { Server } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../ledger/ports.js';

/**
 * How much of bodies a server keeps in memory, all requests together. A limit a body alone bounds nothing: there may be
 * thousands at once.
 */
export class HeldBodies {
  private bytes = 0;

  constructor(private readonly most: number) {}

  get held(): number {
    return this.bytes;
  }

  /** What a request that will bring so many bytes is told before any of them is read. @throws Problem too-many-requests */
  mustHaveRoomFor(bytes: number): void {
    if (this.bytes > 0 && this.bytes + bytes > this.most) throw full();
  }

  /** An account for one request. */
  open(): HeldBody {
    let mine = 0;
    return {
      add: (bytes) => {
        // One body alone is bounded by its route; it is the others that make it too much.
        if (this.bytes > mine && this.bytes + bytes > this.most) throw full();
        mine += bytes;
        this.bytes += bytes;
      },
      release: () => {
        this.bytes -= mine;
        mine = 0;
      },
    };
  }
}

export interface HeldBody {
  /** @throws Problem too-many-requests */
  add(bytes: number): void;
  /** Nothing of it is held any more; harmless when repeated. */
  release(): void;
}

const servers = new WeakMap<object, HeldBodies>();
const accounts = new WeakMap<FastifyRequest, HeldBody>();

export function holdBodies(server: object, most: number): void {
  servers.set(server, new HeldBodies(most));
}

/** Where the bodies of a request's server are counted. */
export function heldBodiesOf(request: FastifyRequest): HeldBodies {
  const held = servers.get(request.server.server satisfies Server | object);
  if (held === undefined)
    throw new Error('bodies are not counted on this server; it was not made by createHttpAdapter');
  return held;
}

/** The account of a request, made at the first byte and closed with `releaseBody`. */
export function accountOf(request: FastifyRequest): HeldBody {
  const known = accounts.get(request);
  if (known !== undefined) return known;
  const account = heldBodiesOf(request).open();
  accounts.set(request, account);
  return account;
}

export function releaseBody(request: FastifyRequest): void {
  accounts.get(request)?.release();
}

const full = () =>
  new Problem('too-many-requests', 'The ledger holds as many bodies as it can at once. Try again in a moment.');
