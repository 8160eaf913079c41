import type { Use } from '@clearance/domain';
import { DELIVERIES } from '../history/world.js';

/** Uses that every content is judged for. */
export const USES: Readonly<Record<string, Use>> = {
  ...DELIVERIES,
  'dub in france': { class: 'dub', territories: ['FR'], languages: ['fr'], medium: 'theatrical' },
};
