import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `npm run dev` serves the pages with hot reload and hands API calls to a running server.
const server = process.env['RINGCAST_URL'] ?? 'http://localhost:7880';
const doors = ['/whip', '/whep', '/demo', '/v1', '/rtc', '/call', '/twirp', '/live', '/hls', '/healthz'];
const packages = fileURLToPath(new URL('./packages', import.meta.url));

export default defineConfig({
  // livekit-client is one chunk of a good half megabyte, which comes while the lobby is already there.
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
  // The pages use the packages' sources, as those stand beside them.
  resolve: { alias: [{ find: /^@ringcast\/(\w+)$/, replacement: `${packages}/$1/src/index.ts` }] },
  server: { proxy: Object.fromEntries(doors.map((door) => [door, { target: server, secure: false, ws: true }])) },
  test: { include: ['src/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'packages/snippets/*.test.ts', 'e2e/support/**/*.test.ts'] },
});
