import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,libs,scripts}/**/*.spec.ts', 'test/properties/**/*.spec.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // Many random histories (npm run test:properties).
        extends: true,
        test: { name: 'properties', include: ['test/properties/**/*.slow.ts'], disableConsoleIntercept: true },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.spec.ts'],
          exclude: ['test/properties/**'],
          globalSetup: ['test/harness/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        // The same specs at length: 200 kills, and a bit flipped at 250 places of each kind of file (npm run test:crash).
        extends: true,
        test: {
          name: 'crash',
          include: ['test/crash/kills.spec.ts', 'libs/event-store/src/sqlite/bit-flips.spec.ts'],
          globalSetup: ['test/harness/global-setup.ts'],
          env: {
            CLEARANCE_KILLS: process.env['CLEARANCE_KILLS'] ?? '200',
            CLEARANCE_FLIPS: process.env['CLEARANCE_FLIPS'] ?? '250',
          },
          hookTimeout: 60_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
