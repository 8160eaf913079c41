import type { Calendar } from '../../properties/history/clients.js';
import { PRODUCTIONS } from '../../properties/history/world.js';

export const [NIGHTFALL] = PRODUCTIONS;
/** How a fact is reported when that is not what it is about. */
export const HOOK = { authid: null, source: '/hook', time: null } as const;

/** A second of a story in milliseconds, where it is about until when something holds. */
const SECOND_MS = 100;
export const calendar: Calendar = {
  in: (seconds) => new Date(Date.now() + seconds * SECOND_MS).toISOString(),
  // It passes by itself.
  pass: () => undefined,
};
