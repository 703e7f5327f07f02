import { DataPacket_Kind, RoomServiceClient } from 'livekit-server-sdk';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { launch } from './support/Chromium';
import { DataTab } from './support/DataTab';
import { type Door, LiveKitTab } from './support/LiveKitTab';
import { devToken } from './support/tokens';

const SERVER = inject('serverUrl');
const EVENTUALLY = { timeout: 30_000, interval: 100 };
const FRAMES = 20;
const FILE_BYTES = 1_000_000;
/** livekit.ParticipantInfo.KindDetail, which the SDK does not name. */
const FORWARDED = 1;
const service = new RoomServiceClient(SERVER, 'devkey', 'secret');

describe.each<Door>(['/rtc/v1', '/rtc'])('a participant of another room, by %s', (door) => {
  const here = `here${door.replaceAll('/', '-')}`;
  const there = `there${door.replaceAll('/', '-')}`;
  let browser: Browser;
  const tabs: LiveKitTab[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => browser.close());
  afterEach(async () => {
    await Promise.all(tabs.splice(0).map((tab) => tab.close()));
  });

  async function join(room: string, user: string): Promise<LiveKitTab> {
    const tab = await LiveKitTab.open(browser, SERVER);
    tabs.push(tab);
    await tab.connect(SERVER, devToken(user, { room, roomJoin: true }), door);
    return tab;
  }

  /** Waits until so many more frames and some sound of somebody came in. */
  async function untilReceiving(tab: LiveKitTab, from: string): Promise<void> {
    const received = async (kind: string): Promise<number> => (await tab.receptions())
      .filter((one) => one.from === from && one.kind === kind).reduce((sum, { frames, packets }) => sum + (kind === 'video' ? frames : packets), 0);
    const before = await received('video');
    await vi.waitFor(async () => expect(await received('video')).toBeGreaterThan(before + FRAMES), EVENTUALLY);
    await vi.waitFor(async () => expect(await received('audio')).toBeGreaterThan(0), EVENTUALLY);
  }

  it('is shown there, until it is removed there', async () => {
    const ann = await join(here, 'ann');
    const bob = await join(there, 'bob');
    await ann.publish();
    await service.forwardParticipant(here, 'ann', there);
    await untilReceiving(bob, 'ann');
    const shown = await service.getParticipant(there, 'ann');
    expect(shown.kindDetails).toEqual([FORWARDED]);
    await service.removeParticipant(there, 'ann');
    await vi.waitFor(async () => expect(await bob.events()).toEqual(['ann joined', 'ann left']), EVENTUALLY);

    await service.forwardParticipant(here, 'ann', there);
    await untilReceiving(bob, 'ann');
    await ann.mute();
    await vi.waitFor(async () =>
      expect((await service.getParticipant(there, 'ann')).tracks.map(({ muted }) => muted)).toContain(true), EVENTUALLY);
    await service.removeParticipant(here, 'ann');
    await vi.waitFor(async () => expect(await bob.events()).toEqual(['ann joined', 'ann left', 'ann joined', 'ann left']), EVENTUALLY);
  });

  it('is heard there by what it sends to everybody as data, once and with the same bytes', async () => {
    const ann = await DataTab.join(browser, SERVER, here, 'ann', door);
    const bob = await DataTab.join(browser, SERVER, there, 'bob', door);
    tabs.push(ann.tab, bob.tab);
    await service.forwardParticipant(here, 'ann', there);
    await vi.waitFor(async () => expect(await bob.tab.events()).toEqual(['ann joined']), EVENTUALLY);
    await ann.send('only in this room', { reliable: true, destinationIdentities: ['bob'] });
    await ann.send('everywhere', { reliable: true });
    const hash = await ann.sendFile(FILE_BYTES);
    await vi.waitFor(async () => expect(await bob.files()).toEqual([{ from: 'ann', name: 'random.bin', bytes: FILE_BYTES, hash }]), EVENTUALLY);
    expect(await bob.packets()).toEqual([{ from: 'ann', topic: '', text: 'everywhere' }]);
    await bob.send('not back', { reliable: true });
    await service.sendData(here, new TextEncoder().encode('after it'), DataPacket_Kind.RELIABLE, {});
    await vi.waitFor(async () => expect((await ann.packets()).map(({ text }) => text)).toEqual(['after it']), EVENTUALLY);
  });

  it('is moved there, and neither its connection nor its media notices', async () => {
    const ann = await join(here, 'ann');
    const bob = await join(there, 'bob');
    const cid = await join(here, 'cid');
    await ann.publish();
    await bob.publish();
    await untilReceiving(cid, 'ann');
    const before = await ann.sid();
    await service.moveParticipant(here, 'ann', there);
    await untilReceiving(bob, 'ann');
    await untilReceiving(ann, 'bob');
    expect(await ann.sid()).not.toBe(before);
    expect(await ann.events()).toEqual(['cid joined', 'cid left', `moved ${there}`, 'bob joined']);
    await vi.waitFor(async () => expect(await cid.events()).toEqual(['ann left']), EVENTUALLY);
    expect((await service.listParticipants(here)).map(({ identity }) => identity)).toEqual(['cid']);
    expect(await ann.attempts()).toHaveLength(1);

    await service.moveParticipant(there, 'ann', here);
    await untilReceiving(cid, 'ann');
    await ann.mute();
    await vi.waitFor(async () =>
      expect((await service.getParticipant(here, 'ann')).tracks.map(({ muted }) => muted)).toContain(true), EVENTUALLY);
  });
});
