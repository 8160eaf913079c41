import { foldUsage } from '../usage/fold.js';
import type { UsageProposedData } from '../usage/events.js';
import { EVERYWHERE } from './asset.js';
import { givenStream } from './given.js';

export const USAGE_STREAM = 'usage-nightfall/skies';
export const givenUsage = givenStream(USAGE_STREAM, (events) => foldUsage('nightfall', 'skies', events));

/** What a usage says where a test is not about what it says. */
export const usageProposed = (more: Partial<UsageProposedData> = {}): UsageProposedData => ({
  purpose: 'painted skies behind the harbour',
  tools: [{ id: 'comfyui', version: '0.3.*', modes: ['txt2img'] }],
  performers: [],
  kind: 'written',
  rules: ['base-generated'],
  reach: 'contained',
  scope: { ...EVERYWHERE, window: null },
  note: null,
  ...more,
});
