import { defineConfig } from 'vitest/config';

// `npm run dev` serves the pages with hot reload and hands API calls to a running server.
const server = process.env['RINGCAST_URL'] ?? 'http://localhost:7880';
const doors = ['/whip', '/whep', '/demo', '/v1', '/healthz'];

export default defineConfig({
  build: { target: 'es2022', sourcemap: false },
  server: { proxy: Object.fromEntries(doors.map((door) => [door, { target: server, secure: false }])) },
  test: { include: ['src/**/*.test.ts', 'e2e/support/**/*.test.ts'] },
});
