import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { faultsOf, writeSnippets } from '../packages/snippets/snippets';

const SERVER = inject('serverUrl');
const MODULES = resolve(import.meta.dirname, '../node_modules');
const NAMES = ['call', 'rooms'];
/** Nobody listens there: what npm does not get from the Ringcast server it does not get. */
const NO_REGISTRY = 'http://localhost:1/';
const COMPILE_LIMIT_MS = 60_000;
/** An app's own settings, stricter than ours, as the packages' types are checked too; those of livekit-client do not stand that. */
const STRICT = {
  compilerOptions: {
    target: 'ES2022', lib: ['ES2023', 'DOM', 'DOM.Iterable'], module: 'NodeNext', moduleResolution: 'NodeNext', types: [], strict: true,
    exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true,
  },
  include: ['*.ts'],
};
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'ringcast-app-'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  const tarballs = NAMES.map((name) => `${SERVER}/packages/ringcast-${name}.tgz`);
  // The peer livekit-client is no business of this server, so it is lent by the web module.
  execFileSync('npm', ['install', '--legacy-peer-deps', '--no-audit', '--no-fund', '--registry', NO_REGISTRY, ...tarballs],
    { cwd: project, stdio: 'pipe', env: { ...process.env, npm_config_cache: join(project, 'cache') } });
  symlinkSync(join(MODULES, 'livekit-client'), join(project, 'node_modules/livekit-client'));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

it('the packages that the server shows are installed by npm from it alone, and run', () => {
  writeFileSync(join(project, 'app.js'), `
    import { Call, CallClient, CallRefused, liveKitMedia, RequestLost, takesPart } from '@ringcast/call';
    import { otherSide, ownSide, RingcastRoom, RoomRefusal, RoomUnreachable } from '@ringcast/rooms';
    import { Room } from 'livekit-client';

    const phone = new CallClient({ url: 'http://localhost:1', token: () => 'none', deviceId: 'd' });
    phone.close();
    const live = new RingcastRoom(new Room(), { url: 'ws://localhost:1', token: 'none' });
    const names = { Call, CallRefused, liveKitMedia, RequestLost, takesPart, otherSide, ownSide, RoomRefusal, RoomUnreachable };
    console.log(phone.connection, live.view, Object.entries(names).filter(([, it]) => typeof it !== 'function').length);
  `);
  expect(execFileSync(process.execPath, ['app.js'], { cwd: project, encoding: 'utf8' })).toBe('closed undefined 0\n');
});

it('the packages’ types carry what their READMEs show', { timeout: COMPILE_LIMIT_MS }, () => {
  const snippets = join(project, 'snippets');
  mkdirSync(snippets);
  writeSnippets(snippets, NAMES);
  const faults = faultsOf(snippets, STRICT).split('\n').filter((line) => /^\S/.test(line) && !line.includes('node_modules/livekit-client/'));
  expect(faults).toEqual([]);
});
