import type { TestProject } from 'vitest/node';
import { LAUNCHED, RingcastServer } from './RingcastServer';

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
  // Phones connect while it rings; with the server of phone.e2e.ts that is killed they do so when it is answered.
  // Live streams are as late as their keyframes are rare.
  const settings = 'RINGCAST_CALLS_PRE_CONNECT=true RINGCAST_LIVE_KEYFRAME_INTERVAL=1s';
  const server = await RingcastServer.start('', undefined, `env ${settings} ${LAUNCHED}`);
  project.provide('serverUrl', server.url);
  return async () => {
    await server.stop();
    const failures = failuresOf(project);
    if (failures.length > 0) {
      // After the run's own summary: the failures close the output, however much the server had to say.
      console.error(`The server's last words:\n${server.lastLog()}\n\nFailed:\n${failures.join('\n')}`);
    }
  };
}

function failuresOf(project: TestProject): string[] {
  return project.vitest.state.getTestModules().flatMap((module) => [
    ...errorsOf(module.relativeModuleId, module.errors()),
    ...[...module.children.allSuites()].flatMap((suite) => errorsOf(`${module.relativeModuleId} > ${suite.fullName}`, suite.errors())),
    ...[...module.children.allTests('failed')].flatMap((test) =>
      errorsOf(`${module.relativeModuleId} > ${test.fullName}`, test.result().errors ?? [])),
  ]);
}

function errorsOf(name: string, errors: readonly { message: string }[]): string[] {
  return errors.map((error) => `${name}: ${error.message}`);
}
