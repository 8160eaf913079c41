import type { ResourceLimits } from 'node:worker_threads';

/**
 * What the young objects of a thread that stays may take, in MiB; V8 by itself goes up to three times 64. Whatever is under way when
 * they are collected is copied in one go, and the thread stands still meanwhile (docs/adr/0053). The main thread is bounded by the
 * flag in bin/clearance.js.
 */
export const THREAD_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 24 };
