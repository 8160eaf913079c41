import type { Position } from '../port.js';

/** A place in the server's log: two offsets, both of which a resumption needs exactly as they were delivered. */
export interface NativePosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Both numbers, never one: filtered checkpoints of some servers differ from the next event in one of them alone. */
export function toPosition({ commit, prepare }: NativePosition): Position {
  return `${commit}/${prepare}`;
}

/** @throws RangeError for what is not a position of this kind of store. */
export function fromPosition(position: Position): NativePosition {
  const match = /^(0|[1-9]\d{0,18})\/(0|[1-9]\d{0,18})$/.exec(position);
  if (match === null) throw new RangeError(`${JSON.stringify(position)} is not a position of a KurrentDB event store`);
  return { commit: BigInt(match[1]!), prepare: BigInt(match[2]!) };
}

export function comparePositions(a: Position, b: Position): number {
  return compareNative(fromPosition(a), fromPosition(b));
}

export function compareNative(a: NativePosition, b: NativePosition): number {
  if (a.commit !== b.commit) return a.commit < b.commit ? -1 : 1;
  if (a.prepare !== b.prepare) return a.prepare < b.prepare ? -1 : 1;
  return 0;
}
