import { defineConfig } from 'vitest/config';

// `npm run dev` serves the pages with hot reload and hands API calls to a running server.
const server = process.env['RINGCAST_URL'] ?? 'http://localhost:7880';
const doors = ['/whip', '/whep', '/demo', '/v1', '/rtc', '/twirp', '/healthz'];

export default defineConfig({
  // livekit-client is one chunk of a good half megabyte, which comes while the lobby is already there.
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
  server: { proxy: Object.fromEntries(doors.map((door) => [door, { target: server, secure: false, ws: true }])) },
  test: { include: ['src/**/*.test.ts', 'e2e/support/**/*.test.ts'] },
});
