import { createRequire } from 'node:module';
import type * as LiveKit from 'livekit-client';
import type { Browser, Page } from 'playwright-core';
import { openPage } from './Chromium';
import { devTokenFor, type RoomWish } from './tokens';

const SCRIPT = createRequire(import.meta.url).resolve('livekit-client');
const WAIT_LIMIT_MS = 30_000;

interface LiveKitWindow {
  LivekitClient: typeof LiveKit;
  room: LiveKit.Room;
  heard: string[];
}

/** A tab that is in a room with livekit-client as it is, and remembers what it is told there. */
export class LiveKitPage {
  private constructor(private readonly page: Page) {}

  static async join(browser: Browser, server: string, room: string, user: string, wish: RoomWish = {}): Promise<LiveKitPage> {
    const page = await openPage(browser);
    await page.goto(`${server}/?mode=watch`);
    await page.addScriptTag({ path: SCRIPT });
    const token = devTokenFor(user, room, wish);
    await page.evaluate(async ([url, accessToken]) => {
      const own = window as unknown as LiveKitWindow;
      const { DisconnectReason, Room, RoomEvent } = own.LivekitClient;
      own.room = new Room();
      own.heard = [];
      const note = (line: string): void => void own.heard.push(line);
      own.room
        .on(RoomEvent.RoomMetadataChanged, (metadata) => note(`room metadata ${metadata}`))
        .on(RoomEvent.ParticipantConnected, ({ identity }) => note(`connected ${identity}`))
        .on(RoomEvent.ParticipantDisconnected, ({ identity }) => note(`disconnected ${identity}`))
        .on(RoomEvent.ParticipantMetadataChanged, (_, { identity, metadata }) => note(`metadata ${identity} ${metadata}`))
        .on(RoomEvent.ParticipantNameChanged, (name, { identity }) => note(`name ${identity} ${name}`))
        .on(RoomEvent.ParticipantAttributesChanged, (changed, { identity }) => note(`attributes ${identity} ${JSON.stringify(changed)}`))
        .on(RoomEvent.ParticipantPermissionsChanged, (_, { identity, permissions }) =>
          note(`permissions ${identity} canPublish=${permissions?.canPublish}`))
        .on(RoomEvent.TrackMuted, ({ source }, { identity }) => note(`muted ${identity} ${source}`))
        .on(RoomEvent.TrackSubscribed, (_, { source }, { identity }) => note(`subscribed ${identity} ${source}`))
        .on(RoomEvent.TrackUnsubscribed, (_, { source }, { identity }) => note(`unsubscribed ${identity} ${source}`))
        .on(RoomEvent.LocalTrackUnpublished, ({ source }) => note(`ended ${source}`))
        .on(RoomEvent.Reconnecting, () => note('reconnecting'))
        .on(RoomEvent.Disconnected, (reason) => note(`left ${reason === undefined ? '' : DisconnectReason[reason]}`));
      await own.room.connect(url!.replace('http', 'ws'), accessToken!);
    }, [server, token]);
    return new LiveKitPage(page);
  }

  /** Publishes the fake camera and returns its track's sid. */
  async publishCamera(): Promise<string> {
    return this.page.evaluate(async () => {
      const publication = await (window as unknown as LiveKitWindow).room.localParticipant.setCameraEnabled(true, {}, { simulcast: false });
      return publication?.trackSid ?? '';
    });
  }

  /** How many the server says are there, and whom the tab knows by name. */
  async there(): Promise<{ count: number; others: string[] }> {
    return this.page.evaluate(() => {
      const { room } = window as unknown as LiveKitWindow;
      return { count: room.numParticipants, others: [...room.remoteParticipants.keys()].sort() };
    });
  }

  async heard(): Promise<readonly string[]> {
    return this.page.evaluate(() => [...(window as unknown as LiveKitWindow).heard]);
  }

  /** Waits until the tab was told this. */
  async untilHeard(line: string): Promise<void> {
    try {
      await this.page.waitForFunction((wanted) => (window as unknown as LiveKitWindow).heard.includes(wanted), line, {
        timeout: WAIT_LIMIT_MS,
      });
    } catch (error) {
      throw new Error(`not told "${line}", but ${JSON.stringify(await this.heard())}`, { cause: error });
    }
  }
}
