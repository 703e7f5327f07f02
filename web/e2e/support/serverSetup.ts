import type { TestProject } from 'vitest/node';
import { RingcastServer } from './RingcastServer';

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string;
  }
}

/** One server for all scenarios, each in a room of its own; RINGCAST_URL names one that runs already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env['RINGCAST_URL'];
  if (running !== undefined) {
    project.provide('serverUrl', running);
    return async () => undefined;
  }
  const server = await RingcastServer.start();
  project.provide('serverUrl', server.url);
  return async () => {
    await server.stop();
    if (process.exitCode) {
      console.error(`The server's last words:\n${server.lastLog()}`);
    }
  };
}
