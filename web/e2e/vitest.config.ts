import { defineConfig } from 'vitest/config';

// One scenario at a time: a simulcast publisher takes up to half a core, and the figures are to mean something.
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ['*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
    globalSetup: './support/serverSetup.ts',
    root: import.meta.dirname,
  },
});
