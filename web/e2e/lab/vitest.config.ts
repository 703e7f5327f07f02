import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ['*.lab.ts'],
    fileParallelism: false,
    hookTimeout: 120_000,
    reporters: ['verbose'],
    root: import.meta.dirname,
  },
});
