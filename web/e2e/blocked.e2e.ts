import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BlockedNetwork } from './support/BlockedNetwork';
import { launchElsewhere } from './support/Chromium';
import { PublishPage, WatchPage } from './support/DemoPages';
import { RingcastServer } from './support/RingcastServer';
import { devToken } from './support/tokens';

const ROOM = 'blocked';
const SECRET = 'a secret for the tests of a blocked network';
const PICTURE_LIMIT_MS = 45_000;

// A network in which UDP is really blocked takes root to build: only when asked for.
it.runIf(process.env['RINGCAST_NETNS'])('finds its way by TCP where UDP is blocked', { timeout: 420_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringcast-blocked-config-'));
  const network = BlockedNetwork.open();
  const config = join(folder, 'ringcast.yaml');
  writeFileSync(config, JSON.stringify({
    server: { bind: network.serverIp },
    apps: [{ id: 'blocked', keys: [{ key: 'devkey', secret: SECRET }] }],
  }));
  const server = await RingcastServer.start(`--config '${config}'`);
  const url = `http://${network.serverIp}:${server.port}`;
  const browser = await launchElsewhere(network.chromium, url);
  try {
    expect(network.reaches('tcp', server.port + 1)).toBe(true);
    expect(network.reaches('udp', server.port + 2)).toBe(false);
    const token = (user: string): string => `#token=${devToken(user, { roomJoin: true, room: ROOM }, 600, SECRET)}`;
    const publisher = await PublishPage.publish(browser, url, ROOM, { query: token('alice') });
    const watcher = await WatchPage.open(browser, url, ROOM, '', token('bob'));
    await watcher.start();
    await watcher.until('seeing a picture', ({ framesDecoded }) => Number(framesDecoded) > 150, PICTURE_LIMIT_MS);
    await watcher.until('watching over TCP', ({ transport }) => transport === 'tcp');
    await publisher.until('publishing over TCP', ({ transport }) => transport === 'tcp', PICTURE_LIMIT_MS);
    const { framesDecoded, frameWidth, freezeCount } = await watcher.figures();
    console.log(`UDP blocked: ${framesDecoded} frames, the last ${frameWidth} wide, ${freezeCount} freezes`);
  } finally {
    await browser.close();
    await server.stop();
    network.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
