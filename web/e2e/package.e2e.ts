import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { launch } from './support/Chromium';
import { LiveKitTab } from './support/LiveKitTab';
import { RingcastServer } from './support/RingcastServer';
import { devToken } from './support/tokens';

const LAUNCHER = resolve(import.meta.dirname, '../../ringcast');
const PACKAGE_LIMIT_MS = 300_000;
const EVENTUALLY = { timeout: 30_000, interval: 250 };
/** Neither Maven nor Node is needed; only where they lie in the same folder as the shell do they stay in reach. */
const BARE = 'env -i PATH=/usr/bin:/bin HOME=/nonexistent';
let folder: string;
let installed: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringcast package '));
  const archive = execFileSync(LAUNCHER, ['package'], { encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  installed = join(folder, readdirSync(folder)[0]!);
}, PACKAGE_LIMIT_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('holds what an operator needs', () => {
  for (const file of ['ringcast', 'server.jar', 'LICENSE', 'README.md', 'ringcast.yaml', 'ringcast.service', 'Dockerfile', 'docs/config.md']) {
    expect(existsSync(join(installed, file)), file).toBe(true);
  }
  expect(readFileSync(join(installed, 'ringcast.yaml'), 'utf8')).not.toMatch(/^\s*- .*secret:/m);
});

it('runs where it is unpacked, and ends when it is asked to', { timeout: 120_000 }, async () => {
  const config = `--config '${join(installed, 'ringcast.yaml')}'`;
  const java = process.env['JAVA_HOME'] === undefined ? '' : ` JAVA_HOME='${process.env['JAVA_HOME']}'`;
  const server = await RingcastServer.start(config, undefined, `${BARE}${java} '${join(installed, 'ringcast')}' run`);
  const browser = await launch();
  try {
    expect((await fetch(`${server.url}/healthz/ready`)).status).toBe(200);
    const tabs: LiveKitTab[] = [];
    for (const user of ['ann', 'bob']) {
      const tab = await LiveKitTab.open(browser, server.url);
      await tab.connect(server.url, devToken(user, { room: 'packaged', roomJoin: true }), '/rtc/v1');
      await tab.publish();
      tabs.push(tab);
    }
    await vi.waitFor(async () => {
      const video = (await tabs[0]!.receptions()).find((one) => one.kind === 'video');
      expect(video?.frames ?? 0).toBeGreaterThan(20);
    }, EVENTUALLY);
    expect([0, 143]).toContain(await server.stopped());
  } finally {
    await browser.close();
    await server.stop();
  }
});

it('names what is wrong with a command', () => {
  expect(() => execFileSync(join(installed, 'ringcast'), ['fly'], { stdio: 'pipe' })).toThrow(/unknown command 'fly'/);
});
