import { EgressClient, type Room, RoomServiceClient, TwirpError } from 'livekit-server-sdk';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './support/Chromium';
import { LiveKitPage } from './support/LiveKitPage';

const SERVER = inject('serverUrl');
const service = new RoomServiceClient(SERVER, 'devkey', 'secret');

/** The error that a call ends with. */
async function refusal(call: Promise<unknown>): Promise<TwirpError> {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(TwirpError);
  return error as TwirpError;
}

describe('RoomService by livekit-server-sdk', () => {
  it('creates, lists and deletes rooms', async () => {
    const created = await service.createRoom({ name: 'made', emptyTimeout: 60, departureTimeout: 9, maxParticipants: 3, metadata: 'm' });
    expect(created).toMatchObject({ name: 'made', emptyTimeout: 60, departureTimeout: 9, maxParticipants: 3, metadata: 'm' });
    expect(created.sid).toMatch(/^RM_/);
    expect(Number(created.creationTimeMs)).toBeGreaterThan(Date.now() - 60_000);

    const names = (rooms: Room[]): string[] => rooms.map(({ name }) => name);
    expect(names(await service.listRooms())).toContain('made');
    expect(names(await service.listRooms(['made', 'other']))).toEqual(['made']);
    expect((await service.updateRoomMetadata('made', 'n')).metadata).toBe('n');
    expect(await service.listParticipants('made')).toEqual([]);
    await service.deleteRoom('made');
    expect(names(await service.listRooms(['made']))).toEqual([]);
    expect(await refusal(service.deleteRoom('made'))).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('tells what is not there', async () => {
    const none = refusal(service.getParticipant('made', 'nobody'));
    expect(await none).toMatchObject({ status: 404, code: 'not_found' });
    expect(await refusal(service.forwardParticipant('made', 'ann', 'other'))).toMatchObject({ status: 404, code: 'not_found' });
    expect(await refusal(service.moveParticipant('made', 'ann', 'other'))).toMatchObject({ status: 404, code: 'not_found' });
    const calls = [
      () => new EgressClient(SERVER, 'devkey', 'secret', { failover: false }).listEgress(),
    ];
    for (const call of calls) {
      expect(await refusal(call())).toMatchObject({ status: 501, code: 'unimplemented' });
    }
    const forged = new RoomServiceClient(SERVER, 'devkey', 'not the secret');
    expect(await refusal(forged.listRooms())).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  describe('with two tabs in the room', () => {
    const room = 'administered';
    let browser: Browser;
    let ann: LiveKitPage;
    let bob: LiveKitPage;
    let camera: string;

    beforeAll(async () => {
      browser = await launch();
      await service.createRoom({ name: room });
      ann = await LiveKitPage.join(browser, SERVER, room, 'ann');
      bob = await LiveKitPage.join(browser, SERVER, room, 'bob');
      camera = await ann.publishCamera();
      await bob.untilHeard('subscribed ann camera');
    });
    afterAll(async () => browser.close());

    it('tells who is there and what they publish', async () => {
      expect((await service.listParticipants(room)).map(({ identity }) => identity).sort()).toEqual(['ann', 'bob']);
      const info = await service.getParticipant(room, 'ann');
      expect(info.tracks.map(({ sid }) => sid)).toEqual([camera]);
      const [listed] = await service.listRooms([room]);
      expect(listed).toMatchObject({ numParticipants: 2, numPublishers: 1 });
    });

    it('changes what everybody sees', async () => {
      await service.updateRoomMetadata(room, 'subject');
      await service.updateParticipant(room, 'ann', { name: 'Ann', metadata: 'mine', attributes: { hand: 'up' } });
      for (const tab of [ann, bob]) {
        await tab.untilHeard('room metadata subject');
        await tab.untilHeard('name ann Ann');
        await tab.untilHeard('metadata ann mine');
        await tab.untilHeard('attributes ann {"hand":"up"}');
      }
      await service.updateParticipant(room, 'ann', { attributes: { hand: '' } });
      await bob.untilHeard('attributes ann {"hand":""}');
    });

    it('chooses what a participant receives', async () => {
      await service.updateSubscriptions(room, 'bob', [camera], false);
      await bob.untilHeard('unsubscribed ann camera');
      await service.updateSubscriptions(room, 'bob', [camera], true);
      await expect.poll(async () => (await bob.heard()).filter((line) => line === 'subscribed ann camera').length).toBe(2);
    });

    it('mutes a track, and leaves unmuting to its owner', async () => {
      expect(await service.mutePublishedTrack(room, 'ann', camera, true)).toMatchObject({ sid: camera, muted: true });
      await ann.untilHeard('muted ann camera');
      await bob.untilHeard('muted ann camera');
      expect(await refusal(service.mutePublishedTrack(room, 'ann', camera, false))).toMatchObject({ status: 412, code: 'failed_precondition' });
    });

    it('takes a permission away, and a participant, and the room', async () => {
      await service.updateParticipant(room, 'ann', { permission: { canPublish: false, canSubscribe: true } });
      await ann.untilHeard('permissions ann canPublish=false');
      await expect.poll(async () => (await service.getParticipant(room, 'ann')).tracks).toEqual([]);
      await service.removeParticipant(room, 'ann');
      await ann.untilHeard('left PARTICIPANT_REMOVED');
      await bob.untilHeard('disconnected ann');
      await service.deleteRoom(room);
      await bob.untilHeard('left ROOM_DELETED');
    });
  });
});
