import { onTestFinished } from 'vitest';
import type { EventReader, EventStore } from '../port.js';

/** A store with an empty log of its own, and what the suite may ask of the machinery around it. */
export interface StoreUnderTest {
  readonly store: EventStore;
  /** Closes everything that was opened and removes what was stored. */
  dispose(): Promise<void>;
  /** Opens the same log again, after `store` was closed. Needed with `ContractOptions.persistent`. */
  readonly reopen?: () => Promise<EventStore>;
  /** Opens the same log beside `store`, as another replica or thread would. Needed with `ContractOptions.readersBeside`. */
  readonly openReader?: () => Promise<EventReader>;
  /** Deletes a stream for good, as only an administrator could. Needed with `ContractOptions.deletesStreams`. */
  readonly deleteStream?: (stream: string) => Promise<void>;
  /** Needed with `ContractOptions.faults`. */
  readonly faults?: FaultControl;
}

/** Faults of a server between it and the adapter, which a sound server cannot be asked for. */
export interface FaultControl {
  /** The next append is made durable, but its answer never arrives. */
  loseNextAnswer(): void;
  /** Ends the calls of all open subscriptions without an error, as a server that restarts does. */
  endSubscriptionCalls(): void;
}

/** What kind of store it is. What is not claimed is not tested, and is shown as skipped. */
export interface ContractOptions {
  /** Bytes that one append may hold, as counted in encoding.ts. */
  readonly maxAppendBytes: number;
  /** Positions are 1, 2, 3 … without gaps. The port does not promise it. */
  readonly densePositions?: boolean;
  readonly persistent?: boolean;
  readonly readersBeside?: boolean;
  readonly deletesStreams?: boolean;
  readonly faults?: boolean;
}

/** Opens a store for one test and disposes of it afterwards. */
export type OpenForTest = () => Promise<StoreUnderTest>;

export function disposing(open: () => Promise<StoreUnderTest>): OpenForTest {
  return async () => {
    const subject = await open();
    onTestFinished(() => subject.dispose());
    return subject;
  };
}

/** @throws Error where the options claim what the subject cannot do. */
export function claimed<T>(ability: T | undefined, name: string): T {
  if (ability === undefined) throw new Error(`the options claim ${name}, but the store under test does not offer it`);
  return ability;
}
