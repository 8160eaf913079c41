import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { repositoryRoot } from '../../harness/index.js';

/** Where a kill may fall. Each has to be hit, or the run has proved nothing about it. */
export const WINDOWS = [
  'under load',
  'between request and outcome',
  'between breach and compromised',
  'during rebuild',
  'during migration',
] as const;
export type Window = (typeof WINDOWS)[number];

/** One way of killing a ledger. `at` names a point of points.mjs; null: whenever it comes. */
export interface Blow {
  readonly kind: 'load' | 'rebuild' | 'migration';
  readonly at: string | null;
}

const BLOWS: readonly Blow[] = [
  { kind: 'load', at: null },
  { kind: 'load', at: 'before:released' },
  { kind: 'rebuild', at: 'switch:2' },
  { kind: 'load', at: 'before:compromised' },
  { kind: 'migration', at: 'switch:2' },
  { kind: 'load', at: null },
  { kind: 'load', at: 'after:released' },
  { kind: 'migration', at: 'build:1' },
  { kind: 'load', at: 'after:release-requested' },
  { kind: 'load', at: null },
  { kind: 'rebuild', at: 'build:2' },
  { kind: 'load', at: null },
  { kind: 'load', at: 'before:checked' },
  { kind: 'migration', at: 'switch:1' },
  { kind: 'load', at: null },
  { kind: 'rebuild', at: 'switch:3' },
  { kind: 'load', at: null },
  { kind: 'load', at: 'after:compromised' },
  { kind: 'migration', at: 'switch:3' },
  { kind: 'load', at: null },
];

/** The ways in turn. */
export const blowOf = (round: number): Blow => BLOWS[round % BLOWS.length]!;

/** The environment in which a ledger dies at that point. */
export function dyingAt(at: string | null): Record<string, string> {
  if (at === null) return {};
  const points = pathToFileURL(join(repositoryRoot, 'test/crash/support/points.mjs')).href;
  return { NODE_OPTIONS: `--import ${points}`, CRASH_AT: at };
}

/** Counts which windows were hit. */
export class Tally {
  private readonly hits = new Map<Window, number>(WINDOWS.map((window) => [window, 0]));
  private kills = 0;

  add(windows: readonly Window[]): void {
    this.kills += 1;
    for (const window of windows) this.hits.set(window, (this.hits.get(window) ?? 0) + 1);
  }

  get missed(): readonly Window[] {
    return WINDOWS.filter((window) => this.hits.get(window) === 0);
  }

  toString(): string {
    return [`${this.kills} kills`, ...WINDOWS.map((window) => `${this.hits.get(window)} ${window}`)].join(', ');
  }
}

/** The environment in which a ledger waits at that point, and the two ends of the wait. */
export function waitingAt(at: string, folder: string) {
  const file = join(folder, 'hold');
  return {
    env: { ...dyingAt(at), CRASH_HOLD: file },
    reached: async () => {
      while (!existsSync(`${file}.reached`)) await setTimeout(LOOK_AGAIN_MS);
    },
    goOn: () => writeFileSync(file, ''),
  };
}

const LOOK_AGAIN_MS = 20;
