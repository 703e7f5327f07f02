import { defineConfig } from 'vitest/config';

// A simulcast publisher takes up to half a core, and most scenarios wait more than they work: two at a time are shorter and lose nothing.
// With the long ones, which tell figures, one at a time.
const FILES_AT_ONCE = process.env['E2E_LONG'] === undefined ? 2 : 1;

export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ['*.e2e.ts'],
    maxWorkers: FILES_AT_ONCE,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // A guard against hanging: what is expected comes at once, but not on every machine.
    expect: { poll: { timeout: 30_000, interval: 50 } },
    reporters: ['verbose'],
    globalSetup: './support/serverSetup.ts',
    root: import.meta.dirname,
  },
});
