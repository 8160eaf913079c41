import { sha256Hex } from '@clearance/canonical';
import {
  assetStream,
  eventIdOf,
  factIdentity,
  type AssetFact,
  type Digests,
  type EventMetadata,
} from '@clearance/domain';
import type { NewEvent } from '@clearance/event-store';

const SOURCE = 'urn:bench:publish-hook';
const TIME = '2026-03-01T10:00:00.000Z';
const ACTOR = {
  subject: 'publish-hook@studio.example',
  role: 'emitter',
  token: 'tok_bench',
  onBehalfOf: null,
  via: null,
};

/** One append: what one request says of one asset. */
export interface Append {
  readonly stream: string;
  readonly events: readonly NewEvent[];
}

/** The facts of one request as intake would hand them to the store: one envelope, real ids and digests (E1, E2). */
export function appendOf(production: string, asset: string, facts: readonly AssetFact[]): Append {
  const identity = factIdentity({
    production,
    source: SOURCE,
    id: `${asset}/1`,
    type: 'clearance.asset.reported.v1',
    subject: asset,
    time: null,
    authid: null,
    data: facts,
  });
  const metadata: EventMetadata = {
    schema: 1,
    ...identity,
    actor: ACTOR,
    source: SOURCE,
    sourceId: `${asset}/1`,
    correlationId: null,
    causationId: null,
    occurredAt: TIME,
    recordedAt: TIME,
  };
  const events = facts.map(({ type, data }) => ({
    id: eventIdOf(identity, type),
    type,
    data: data as unknown as NewEvent['data'],
    metadata: metadata as unknown as NewEvent['metadata'],
  }));
  return { stream: assetStream(production, asset), events };
}

/** Digests of the bytes a made-up asset stands for. */
export function digestsOfName(name: string): Digests {
  return { sha256: sha256Hex(`the bytes of ${name}`) };
}

export function registered(name: string): AssetFact {
  return { type: 'registered', data: { name, kind: 'image' } };
}

export function bytes(name: string): AssetFact {
  return { type: 'bytes-identified', data: { digests: digestsOfName(name), size: 1_048_576, seen: 'bytes' } };
}

/** A camera original: its origin is known. */
export function captured(): AssetFact {
  return {
    type: 'facts-declared',
    data: { facts: { 'asset.digitalSourceType': 'digitalCapture' }, basis: 'camera-report' },
  };
}

/** Made from these assets and nothing else. */
export function madeFrom(inputs: readonly string[]): AssetFact {
  return {
    type: 'derived-from',
    data: {
      inputs: inputs.map((asset) => ({ asset, kind: 'component' as const })),
      inputsComplete: 'yes',
      basis: 'observed',
    },
  };
}
