import v8 from 'node:v8';

const MIB = 1_048_576;
/**
 * What new objects may take before V8 looks which of them are still needed, in MiB: half of the room they have. V8 by itself goes
 * up to 64 for each thread; then all that is under way is copied in one go, and the thread stands still meanwhile.
 */
const SEMI_SPACE_MIB = 8;
/** Of the thread that takes facts in: what it makes is needed until it is on disk, and more often looked at is more often copied. */
const OWN_SEMI_SPACE_MIB = 16;
/** It grows when it has kept as much as it holds since the last time: far less than that comes in between two looks. */
const EVERY_MS = 100;

/**
 * Bounds what the young objects of threads take that are started from now on, and keeps those of this one where they are: its heap is
 * there already, and a flag is all that is left to say. To be called before anything large is loaded, which would make it grow.
 */
export function boundYoungGenerations(): void {
  for (const bound of ['min', 'max']) v8.setFlagsFromString(`--${bound}-semi-space-size=${SEMI_SPACE_MIB}`);
  growBy(1);
}

/** Lets what this thread has for young objects grow to its bound, as soon as V8 thinks it too small, and no further. */
export function letOwnYoungGrow(): void {
  let factor = 1;
  const look = () => {
    const wanted = Math.max(1, Math.floor((2 * OWN_SEMI_SPACE_MIB) / youngMiB()));
    if (wanted === factor) return;
    factor = wanted;
    growBy(factor);
  };
  setInterval(look, EVERY_MS).unref();
}

function growBy(factor: number): void {
  v8.setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

/** Both halves. */
function youngMiB(): number {
  const space = v8.getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  if (space === undefined) throw new Error('V8 has no new_space');
  return space.space_size / MIB;
}
